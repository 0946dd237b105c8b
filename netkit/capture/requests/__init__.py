"""Requests of HTTP in a capture, each with the answer that came: over all streams, with the time that it took."""
