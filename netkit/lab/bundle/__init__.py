"""Bundles: what a student hands in, as one file; made and read without trusting it."""
