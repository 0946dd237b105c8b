"""What the calls of functions gave, kept in the student's folder.

Every command judges all answers anew, and each would wait once more for a function that loops for ever. It is for the student's own
commands alone: it is not handed in, and grading calls every function itself.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from netkit import __version__
from netkit.lab.judging.code import Call, Run
from netkit.lab.whole_file import write_whole

__all__ = ["FILE", "forget_calls", "keeping_calls"]

FILE = ".calls.json"
LARGEST = 1 << 20
MOST = 200
"""Functions that are kept, those that were called last."""

Kept = dict[str, dict[str, list[Any]]]
"""What each function's calls gave, by the hash of its text, then by that of what it was called with."""


def keeping_calls(folder: Path, run: Run) -> Run:
    """What calls functions as `run` does, but for those whose results are kept in a lab's folder."""

    def kept(source: str, function: str, calls: Sequence[Sequence[Any]]) -> Sequence[Call]:
        text, asked = _hash(source), _hash(repr((function, [list(each) for each in calls])))
        found = _calls(_read(folder).get(text, {}).get(asked), len(calls))
        if found is None:
            found = list(run(source, function, calls))
            known = _read(folder)
            ours = known.pop(text, {}) | {asked: [[each.value, each.wrong, each.told, each.line] for each in found]}
            _write(folder, {**known, text: ours})
        return found

    return kept


def forget_calls(folder: Path, source: str) -> None:
    """Have a function called anew, as somebody who answers with it once more expects."""
    known = _read(folder)
    if known.pop(_hash(source), None) is not None:
        _write(folder, known)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read(folder: Path) -> Kept:
    """What is kept; nothing of another netkit's, and nothing where the file is not as it should be."""
    path = folder / FILE
    try:
        if path.stat().st_size > LARGEST:
            return {}
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(table, dict) or table.get("netkit") != __version__ or not isinstance(table.get("calls"), dict):
        return {}
    return {text: each for text, each in table["calls"].items() if isinstance(each, dict)}


def _write(folder: Path, known: Kept) -> None:
    """Keep results for the next time; where that can't be, functions are called again then."""
    last = dict(list(known.items())[-MOST:])
    data = json.dumps({"netkit": __version__, "calls": last}).encode()
    with contextlib.suppress(OSError):
        if len(data) <= LARGEST:
            write_whole(folder / FILE, data)
        else:
            (folder / FILE).unlink(missing_ok=True)


def _calls(kept: object, count: int) -> list[Call] | None:
    """The results of so many calls; None where that is not what is kept."""
    if not isinstance(kept, list) or len(kept) != count:
        return None
    found = []
    for each in kept:
        match each:
            case [value, str() as wrong, str() as told, int() | None as line]:
                found.append(Call(value, wrong, told, line))
            case _:
                return None
    return found
