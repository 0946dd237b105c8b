"""What a capture's name on the command line means: a file, standard input, or a capture that comes with netkit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from netkit import content
from netkit.errors import UsageError

__all__ = ["exists", "located", "place_of", "shipped", "title_of"]


def exists(name: str) -> bool:
    """Whether there is a file of this name; what is too long for a name, or no name at all, is none."""
    try:
        return bool(name.strip()) and Path(name).exists()
    except (OSError, ValueError):
        return False


def located(name: str) -> str:
    """The path for a name: the file itself, or else the capture of that name that comes with netkit; the name if there is neither."""
    if ".pcap" not in name or exists(name) or Path(name).name != name:
        return name
    bundled = content.captures() / name
    return str(bundled) if bundled.is_file() else name


def place_of(name: str) -> str | BinaryIO:
    """What to open for a name: `-` is standard input."""
    if name != "-":
        return located(name)
    if sys.stdin is None:
        raise UsageError(
            "standard input is closed", why="- reads from it", hint="give a file, or a pipe: … | netkit … -"
        )
    return sys.stdin.buffer


def title_of(name: str) -> str:
    """What a report calls what was opened for a name."""
    return "Standard input" if name == "-" else Path(name).name


def shipped() -> list[str]:
    """The names of the captures that come with netkit."""
    return sorted(file.name for file in content.captures().iterdir() if ".pcap" in file.name)
