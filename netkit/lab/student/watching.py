"""Files that are watched: which changed, and which of those are written to their end."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

__all__ = ["LONG_QUIET", "QUIET", "Stamp", "Watched", "read_steady", "scan"]

Stamp = tuple[int, int]
"""When a file was last written, in nanoseconds, and how many bytes it has."""

QUIET = 0.1
"""Seconds for which a file has to be left alone before it is read: an editor writes in several goes."""

LONG_QUIET = 0.6
"""The same for a text whose last line has no end, which may still be coming."""

MOST_FILES = 1000
LARGEST = 1 << 20


def scan(folder: Path) -> dict[str, Stamp]:
    """The files in a folder by name, with their stamps; hidden ones and those that editors keep aside are left out."""
    found: dict[str, Stamp] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(found) < MOST_FILES and not entry.name.startswith(".") and not entry.name.endswith("~"):
                    _note(entry, found)
    except OSError:
        # the folder may be gone for a moment, or for good: there is nothing to read in it
        return found
    return found


def _note(entry: os.DirEntry[str], found: dict[str, Stamp]) -> None:
    try:
        if entry.is_file():
            seen = entry.stat()
            found[entry.name] = (seen.st_mtime_ns, seen.st_size)
    except OSError:
        return


class Watched:
    """Which files changed since they were last taken, and for how long each has been left alone; `now` is in seconds, of any clock."""

    def __init__(self) -> None:
        self._taken: dict[str, Stamp] = {}
        self._seen: dict[str, tuple[Stamp, float]] = {}

    def changed(self, files: Mapping[str, Stamp], now: float) -> dict[str, float]:
        """The files that are not as they were when they were taken, each with the seconds since it was last seen to change."""
        quiet: dict[str, float] = {}
        for name, stamp in files.items():
            before = self._seen.get(name)
            if before is None or before[0] != stamp:
                self._seen[name] = (stamp, now)
            if self._taken.get(name) != stamp:
                quiet[name] = now - self._seen[name][1]
        for name in [name for name in self._seen if name not in files]:
            del self._seen[name]
            self._taken.pop(name, None)
        return quiet

    def found(self, files: Mapping[str, Stamp], ages: Mapping[str, float], now: float) -> None:
        """Files that were there from the start, `ages` seconds old: those that are old enough need no waiting."""
        for name, stamp in files.items():
            self._seen[name] = (stamp, now - max(ages.get(name, 0.0), 0.0))

    def take(self, name: str, stamp: Stamp) -> None:
        """A file was read as it stood with this stamp."""
        self._taken[name] = stamp


def read_steady(path: Path, stamp: Stamp) -> bytes | None:
    """A file's bytes if it is still as its stamp says when they are read; None if it changed meanwhile, is gone, or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
            after = os.fstat(file.fileno())
    except OSError:
        return None
    if (after.st_mtime_ns, after.st_size) != stamp or len(data) > LARGEST:
        return None
    return data
