"""The bytes of a file that the user names, or of standard input (`-`), as many as netkit takes of its kind."""

from __future__ import annotations

import sys
from pathlib import Path

from netkit.errors import UsageError

__all__ = ["bytes_of"]


def bytes_of(path: str, most: int, noun: str) -> bytes:
    """The bytes; UsageError if there are more than `most`, where `noun` says of what ("a text"); OSError as the system has it."""
    if path == "-":
        data = b"" if sys.stdin is None else sys.stdin.buffer.read(most + 1)
    else:
        with Path(path).open("rb") as file:
            data = file.read(most + 1)
    if len(data) > most:
        raise UsageError(
            f"{'standard input' if path == '-' else path} is too large",
            why=f"netkit reads at most {most >> 20} MiB of {noun}",
        )
    return data
