"""The chain of a log: each line carries the hash of the line before, so that a line that was changed, taken out or put in shows.

On the student's own machine this proves nothing: whoever changes a line can work out all later ones anew. It tells of careless changes
and of damage, and is evidence for a talk, never a mark.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

__all__ = ["BEFORE", "FIRST", "Chain", "follow", "hash_of"]

BEFORE = "before"
"""The key under which a line carries the hash of the line before it."""

FIRST = "0" * 64
"""What the first line of a log carries."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What a log's chain says: the last line's hash, the lines (from 1) that do not follow the one before, and lines before it began.

    `unchained` is how many lines at the beginning carry no hash: netkit wrote them before it kept a chain.
    """

    head: str
    broken: tuple[int, ...]
    unchained: int


def hash_of(line: bytes) -> str:
    """The hash of a line, which the next one carries; white space around a line is no part of it."""
    return sha256(line.strip()).hexdigest()


def follow(log: bytes) -> Chain:
    """Go along a log's chain; empty lines are none, and a torn one counts as it stands."""
    last, begun, unchained = FIRST, False, 0
    broken = []
    for number, line in enumerate(log.split(b"\n"), 1):
        if not line.strip():
            continue
        carried = _carried(line)
        if carried is None and not begun:
            unchained += 1
        elif carried is not None or _is_whole(line):
            begun = True
            if carried != last:
                broken.append(number)
        last = hash_of(line)
    return Chain(last, tuple(broken), unchained)


def _carried(line: bytes) -> str | None:
    """What a line says of the one before; None where it says nothing, or is torn."""
    found = _object(line)
    carried = found.get(BEFORE) if found is not None else None
    return carried if isinstance(carried, str) else None


def _is_whole(line: bytes) -> bool:
    """Whether a line is one that somebody wrote whole; a torn one, which a kill leaves, breaks no chain."""
    return _object(line) is not None


def _object(line: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
