"""A text that the user names by its file, or gives on standard input (`-`)."""

from __future__ import annotations

from netkit.cli.content_file import bytes_of

__all__ = ["text_of"]

LARGEST = 16 << 20
"""Bytes that are read at most."""


def text_of(path: str) -> str:
    """The text, in UTF-8, bytes that are none replaced; UsageError if it is too large, OSError as the system has it."""
    return bytes_of(path, LARGEST, "a text").decode("utf-8", "replace")
