"""What can be said of a file that is not there: where it was looked for, and what has nearly its name."""

from __future__ import annotations

import difflib
import itertools
import os
from pathlib import Path

from netkit.errors import UsageError

__all__ = ["missing_file"]

MOST_NAMES = 2000
"""Names of a folder that are compared at most."""


def missing_file(name: str) -> UsageError:
    """The error for a file that the user named and that is not there."""
    path = Path(name)
    folder = path.parent
    if not folder.is_dir():
        there = next((str(above) for above in folder.parents if above.is_dir()), "")
        return UsageError(
            f"there is no folder {folder}", where=f"{name} was asked for", hint=f"ls {there}" if there else ""
        )
    near = difflib.get_close_matches(path.name, _names(folder), n=1)
    return UsageError(
        f"there is no file {name}",
        where=f"looked in {folder.absolute()}",
        hint=f"did you mean {folder / near[0]}?" if near else "ls shows what is there",
    )


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in itertools.islice(entries, MOST_NAMES) if entry.is_file()]
    except OSError:
        return []
