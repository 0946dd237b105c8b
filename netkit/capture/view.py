"""A capture as a view: what the reports on captures share, and the list of packets that `netkit capture show` gives."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from netkit.capture.problem import Problem
from netkit.view import Block, Json, Next, Table, Trouble

__all__ = ["SHOW_SCHEMA", "duration", "packets", "problem_json", "seconds_text", "troubles"]

SHOW_SCHEMA = "netkit.capture.show/1"

NANOSECONDS = 1_000_000_000


def seconds_text(time: int | None) -> str | None:
    """A time in nanoseconds since 1970 as text in seconds with nine digits; None stays None."""
    if time is None:
        return None
    sign = "-" if time < 0 else ""
    return f"{sign}{abs(time) // NANOSECONDS}.{abs(time) % NANOSECONDS:09}"


def duration(nanoseconds: int | None) -> str:
    """`0.21 ms`, `1.2 s`, `35 µs`: three digits, in the unit that reads best; empty for None."""
    if nanoseconds is None:
        return ""
    size = abs(nanoseconds)
    sign = "−" if nanoseconds < 0 else ""
    for unit, name in ((10**9, "s"), (10**6, "ms"), (10**3, "µs")):
        # What would be rounded up to a thousand of a unit is one of the next; of the last unit there is no next.
        if size * 10_000 >= unit * 9_995:
            rounded = f"{size / unit:.3g}" if size * 10 < unit * 9_995 else f"{size / unit:,.0f}"
            return f"{sign}{rounded} {name}"
    return f"{sign}{size} ns"


def problem_json(problem: Problem) -> Json:
    """A capture file's problem as the seam has it."""
    return {"rule": problem.rule, "text": problem.text, "offset": problem.offset, "record": problem.record}


def troubles(problems: Sequence[Problem], most: int = 10) -> list[Block]:
    """The first problems of a capture file, and how many more there are."""
    found: list[Block] = [
        Trouble(text=problem.text, place=f"byte {problem.offset:,} of the file", source=problem.rule)
        for problem in problems[:most]
    ]
    if len(problems) > most:
        found.append(Trouble(text=f"and {len(problems) - most:,} more problems"))
    return found


def packets(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, path: str, problems: Sequence[Problem], more: str
) -> list[Block]:
    """The list of packets; `more` says what was left out."""
    blocks: list[Block] = [
        Table(columns=columns, rows=rows, right=(0, 1) if columns[1:2] == ["seconds"] else (0,), caption=more)
    ]
    blocks += troubles(problems)
    if rows:
        blocks.append(Next(commands=[(f"netkit packet explain {shlex.quote(path)}:{rows[0][0]}", "")]))
    return blocks
