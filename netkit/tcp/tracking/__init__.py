"""Both sides of a captured stream, followed: what the sender of each segment must have known, and why it sent it."""
