"""What a capture's name on the command line means: a file, standard input, or a capture that comes with netkit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from netkit import content

__all__ = ["located", "place_of"]


def located(name: str) -> str:
    """The path for a name: the file itself, or else the capture of that name that comes with netkit; the name if there is neither."""
    if Path(name).exists() or Path(name).name != name or ".pcap" not in name:
        return name
    bundled = content.captures() / name
    return str(bundled) if bundled.is_file() else name


def place_of(name: str) -> str | BinaryIO:
    """What to open for a name: `-` is standard input."""
    return sys.stdin.buffer if name == "-" else located(name)
