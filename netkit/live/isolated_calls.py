"""A stranger's function, called in the isolated room: what each call gave, or what stopped it, in words that name the cause."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netkit.live.isolation import Ended, Limits, run_isolated

__all__ = ["Called", "call_isolated"]

EACH = 2.0
"""Seconds for a call."""

DEEPEST = 24
"""Lists in lists of a value; the program in the room says no deeper ones, but the function can write what it likes."""

LAST_LINE = 100_000
"""No file of a student's has so many lines."""


@dataclass(frozen=True, slots=True)
class Called:
    """One call: its `value` as JSON has it, or the slug of what went `wrong`, a sentence, and the line of the file (None: unknown).

    `tried` are the things that are shut off and were asked for all the same, as Python's audit events name them.
    """

    value: Any = None
    wrong: str = ""
    told: str = ""
    line: int | None = None
    tried: tuple[str, ...] = ()


def call_isolated(source: str, function: str, calls: Sequence[Sequence[Any]], *, seconds: float = EACH) -> list[Called]:
    """Call a function of a Python text with each list of arguments (JSON values, and bytes); one `Called` for each.

    AccessError where this machine has no room for that.
    """
    program = Path(__file__).with_name("isolated_program.py").read_text(encoding="utf-8")
    asked = {
        "source": source,
        "name": "your file",
        "function": function,
        "calls": [[_plain(each) for each in arguments] for arguments in calls],
        "seconds": seconds,
    }
    ended = run_isolated(program, json.dumps(asked).encode(), Limits(seconds=seconds * (len(calls) + 1) + 3))
    found = [_called(line, function) for line in ended.output.split(b"\n") if line.strip()]
    if len(found) == 1 and found[0].wrong and len(calls) > 1 and b'"begin"' in ended.output:
        return found * len(calls)
    missing = len(calls) - len(found)
    return found[: len(calls)] + [_stopped(ended)] * max(0, missing)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _stopped(ended: Ended) -> Called:
    """A call of which nothing was heard."""
    if ended.stopped == "time":
        return Called(wrong="takes-too-long", told="it had not come back when its time was over, and was stopped")
    if ended.stopped == "output":
        return Called(wrong="says-too-much", told="it wrote more than there is room for, and was stopped")
    return Called(wrong="ended-itself", told="the program ended before this call gave anything")


def _called(line: bytes, function: str) -> Called:
    try:
        answer = _writable(json.loads(line))
        tried = tuple(str(each)[:40] for each in answer["tried"])[:20]
        if "begin" in answer:
            return _went_wrong(answer["begin"], function, tried)
        if "error" in answer:
            return _went_wrong(answer, function, tried)
        return Called(value=answer["value"], tried=tried)
    except (ValueError, KeyError, TypeError, RecursionError):
        return Called(wrong="ended-itself", told="what it wrote is no answer")


def _writable(value: Any, deep: int = 0) -> Any:
    """A value out of the room, with no half characters, which nobody could write; ValueError where it is too deep to be told."""
    if deep > DEEPEST:
        raise ValueError("lists in lists without end")
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_writable(each, deep + 1) for each in value]
    if isinstance(value, dict):
        return {_writable(key): _writable(each, deep + 1) for key, each in value.items()}
    return value


def _went_wrong(answer: dict[str, Any], function: str, tried: tuple[str, ...]) -> Called:
    error, number = str(answer["error"])[:80], answer["errno"]
    line = answer["line"] if isinstance(answer["line"], int) and 0 < answer["line"] < LAST_LINE else None
    text = str(answer["text"])[:300]
    if error == "TooLong":
        slug, told = "takes-too-long", "it had not come back when its time was over, and was stopped"
    elif error == "NoFunction":
        slug, told = "no-function", f"the file has no function {function}"
    elif error == "MemoryError":
        slug, told = "takes-too-much-memory", "it asked for more memory than it gets (256 MiB)"
    elif number == 97 or any(each.startswith("socket.") for each in tried):
        slug, told = "asks-the-network", f"it asked the network, which is shut off here ({error}: {text})"
    elif number == 11 or any(each in ("os.fork", "subprocess.Popen", "os.posix_spawn") for each in tried):
        slug, told = "starts-programs", f"it started other processes, and gets only a few ({error}: {text})"
    elif number in (13, 28, 27, 30) or (number == 2 and "open" in tried):
        slug, told = "writes-files", f"it wrote where nothing may be written ({error}: {text})"
    elif number == 2:
        slug, told = "reads-files", f"it read files that are not there in the room where it runs ({error}: {text})"
    elif error == "SyntaxError":
        slug, told = "no-python", f"the file is no Python: {text}"
    else:
        slug, told = "raises", f"it raised {error}{f': {text}' if text else ''}"
    return Called(wrong=slug, told=told, line=line, tried=tried)
