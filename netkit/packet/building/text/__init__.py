"""Build lines, read and written."""
