"""The walk itself: how one question leads to the next."""
