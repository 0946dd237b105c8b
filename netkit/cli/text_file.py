"""A text that the user names by its file, or gives on standard input (`-`)."""

from __future__ import annotations

import sys
from pathlib import Path

from netkit.errors import UsageError

__all__ = ["text_of"]

LARGEST = 16 << 20
"""Bytes that are read at most."""


def text_of(path: str) -> str:
    """The text, in UTF-8, bytes that are none replaced; UsageError if it is too large, OSError as the system has it."""
    if path == "-":
        data = b"" if sys.stdin is None else sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UsageError(f"{path} is too large", why=f"netkit reads at most {LARGEST >> 20} MiB of a text")
    return data.decode("utf-8", "replace")
