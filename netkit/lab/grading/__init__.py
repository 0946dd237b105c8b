"""Grading: what bundles are worth, from their artefacts and never from what they claim."""
