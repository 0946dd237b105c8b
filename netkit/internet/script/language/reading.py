"""A script's text becomes its steps (the language: docs/tcp-scripts.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from netkit.internet.script.language.calls import read_call
from netkit.internet.script.language.cursor import Cursor
from netkit.internet.script.language.packets import read_packet
from netkit.internet.script.language.scanner import Kind, refused, tokens_of
from netkit.internet.script.language.steps import Assertion, Call, Command, Expected, Moment, Script

if TYPE_CHECKING:
    from netkit.internet.script.language.scanner import Token
    from netkit.internet.script.language.steps import Step

__all__ = ["read_script"]

MICROSECONDS = 1_000_000
LONGEST = 30 * 86_400 * MICROSECONDS
"""The latest moment of a script: a month."""


def read_script(text: str, *, name: str = "") -> Script:
    """The steps of a script; `name` is told in errors. UsageError, with line and column, for whatever is not understood."""
    cursor = Cursor(text, tokens_of(text, name=name), name)
    options: list[tuple[str, str, int]] = []
    while cursor.token.kind is Kind.OPTION:
        token = cursor.take()
        key, _, value = token.text[2:].partition("=")
        options.append((key, value.strip('"'), token.line))
    steps: list[Step] = []
    if cursor.token.kind is Kind.COMMAND:
        steps.append(_command(cursor, Moment(relative=True), cursor.token))
    while not cursor.ended:
        if cursor.token.kind is Kind.COMMAND:
            steps.append(_command(cursor, Moment(relative=True), cursor.token))
            if not cursor.ended:
                raise cursor.refuse(
                    "a time is missing here",
                    why="only the first and the last command of a script have none, and each step has one",
                )
            break
        steps.append(_step(cursor))
    _check(steps, cursor)
    return Script(name, tuple(options), tuple(steps))


def _step(cursor: Cursor) -> Step:
    start = cursor.token
    moment = _moment(cursor)
    end = None
    if cursor.token.kind is Kind.ELLIPSIS:
        cursor.take()
        end = _time(cursor)
        if end < moment.start:
            raise cursor.refuse("this call returns before it begins", start, why="behind ... stands when it returns")
    if cursor.sees("<", ">") and end is None:
        step = read_packet(cursor, moment, start)
    elif cursor.token.kind is Kind.COMMAND:
        step = _command(cursor, moment, start)
    elif cursor.token.kind is Kind.CODE:
        code = cursor.take().text
        step = Assertion(line=start.line, moment=moment, text=cursor.since(start), code=code)
    else:
        step = read_call(cursor, moment, start, end=end)
    if (moment.any or moment.end is not None) and not isinstance(step, Expected):
        raise cursor.refuse(
            "only a segment that is expected can have a time like this",
            start,
            why="* and ~ say when it may come; all else happens when the script says",
        )
    return step


def _command(cursor: Cursor, moment: Moment, start: Token) -> Command:
    command = cursor.take().text
    return Command(line=start.line, moment=moment, text=cursor.since(start), command=command)


def _moment(cursor: Cursor) -> Moment:
    """`0.1`, `+0.1`, `0.1~0.2`, `+0.1~+0.2`, or `*`."""
    if cursor.took("*"):
        return Moment(any=True, relative=True)
    relative = cursor.took("+")
    start = _time(cursor)
    if not cursor.took("~"):
        return Moment(start, None, relative)
    if relative and not cursor.took("+"):
        raise cursor.refuse("both ends of a stretch of time are counted alike", why="it reads +0.1~+0.2, or 0.1~0.2")
    token = cursor.token
    end = _time(cursor)
    if end < start:
        raise cursor.refuse("this stretch of time ends before it begins", token)
    return Moment(start, end, relative)


def _time(cursor: Cursor) -> int:
    """A time in seconds, as microseconds."""
    token = cursor.token
    if token.kind not in (Kind.WHOLE, Kind.DECIMAL):
        raise cursor.refuse(
            f"a time belongs here, and {token.text[:40]!r} stands here" if token.text else "a time is missing here",
            why="each step begins with one, in seconds: 0, 0.5, +.1, 0.1~0.2 or *",
        )
    if len(token.text) > 32:
        raise cursor.refuse("this time is too long")
    found = int(Decimal(token.text) * MICROSECONDS)
    if not 0 <= found <= LONGEST:
        raise cursor.refuse("a time can't be like this", why="it lies between 0 and 30 days")
    cursor.take()
    return found


def _check(steps: list[Step], cursor: Cursor) -> None:
    """Times don't go back."""
    if not steps:
        raise cursor.refuse("there is nothing in this script", why="a step is a time, and what happens then")
    last = 0
    for step in steps:
        moment = step.moment
        if moment.relative:
            last = last if moment.any else 0
            continue
        if moment.start < last:
            raise refused(
                "time goes back here", line=step.line, name=cursor.name, why="a step is never before the one above it"
            )
        last = moment.start
    if not any(isinstance(step, Call | Expected) for step in steps):
        raise cursor.refuse("this script asks for nothing", why="it neither calls anything nor expects a segment")
