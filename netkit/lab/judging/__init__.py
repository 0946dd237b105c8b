"""Judging an answer: right, the known wrong ways, the general ones; and the help before it."""
