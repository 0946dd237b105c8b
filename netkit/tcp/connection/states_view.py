"""The states of a connection and the ways between them, as a table and as a picture, with a path marked (RFC 9293 section 3.3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.errors import UsageError
from netkit.tcp.connection.states import TRANSITIONS, Cause, State, Transition
from netkit.view import Document, Graph, GraphArrow, GraphBox, Next, Paragraph, Sentence, Table

if TYPE_CHECKING:
    from netkit.view import Block, Json

__all__ = ["SCHEMA", "parse_path", "states_graph", "states_view", "ways_of"]

SCHEMA = "netkit.tcp.states/1"
RFC = "RFC 9293 §3.3.2"

ENDINGS = (Cause.RST, Cause.ABORT, Cause.GIVE_UP)
"""Causes that lead from nearly everywhere to CLOSED: told, not drawn."""

UNDRAWN = (*ENDINGS, Cause.NEW_SYN, Cause.OLD_SYN)
"""Causes whose ways would make the picture a tangle: drawn only where the path goes them."""

MEANINGS: Mapping[State, str] = MappingProxyType(
    {
        State.CLOSED: "there is no connection",
        State.LISTEN: "waiting for anybody's SYN",
        State.SYN_SENT: "a SYN is out, and the answer is awaited",
        State.SYN_RECEIVED: "a SYN came, and the ACK of ours is awaited",
        State.ESTABLISHED: "open: data goes both ways",
        State.FIN_WAIT_1: "this side has closed; its FIN is not acknowledged yet",
        State.FIN_WAIT_2: "this side has closed; the other may still send",
        State.CLOSE_WAIT: "the other side has closed; this one may still send",
        State.CLOSING: "both have closed at once; the ACK of our FIN is awaited",
        State.LAST_ACK: "closed second; the ACK of our FIN is awaited",
        State.TIME_WAIT: "over; late segments are given time to die",
    }
)

PLACES: Sequence[tuple[State, float, float]] = (
    (State.CLOSED, 1, 0), (State.LISTEN, 1, 1), (State.SYN_RECEIVED, 0, 2), (State.SYN_SENT, 2, 2), (State.ESTABLISHED, 1, 3),
    (State.FIN_WAIT_1, 0, 4), (State.CLOSE_WAIT, 2, 4), (State.FIN_WAIT_2, 0, 5), (State.CLOSING, 1, 5), (State.LAST_ACK, 2, 5),
    (State.TIME_WAIT, 1, 6), (State.CLOSED, 2, 6),
)  # fmt: skip
"""Where the boxes stand, as in the RFC's figure; CLOSED is there at the beginning and at the end."""

EARLY = (State.LISTEN, State.SYN_SENT)
"""From here one comes back to the CLOSED of the beginning."""

BENDS: Mapping[tuple[State, Cause], tuple[float, float]] = MappingProxyType(
    {
        (State.CLOSED, Cause.LISTEN): (1.0, 0.5),
        (State.LISTEN, Cause.CLOSE): (1.0, 0.5),
        (State.CLOSED, Cause.CONNECT): (0.6, 0.45),
        (State.LISTEN, Cause.CONNECT): (-0.1, 0.5),
        (State.SYN_SENT, Cause.CLOSE): (0.0, 0.46),
        (State.SYN_RECEIVED, Cause.RST_OF_SYN): (0.9, 0.5),
        (State.FIN_WAIT_1, Cause.FIN): (0.25, 0.55),
        (State.FIN_WAIT_1, Cause.FIN_AND_ACK): (0.0, 0.5),
        (State.FIN_WAIT_2, Cause.FIN): (-0.2, 0.45),
    }
)
"""How far an arrow is bent, and where its label stands, where a straight one would meet something."""


def parse_path(text: str) -> list[State]:
    """The states that `CLOSED,SYN-SENT,ESTABLISHED` names; UsageError for a name or a step that there is not."""
    found = []
    for word in filter(None, (part.strip() for part in text.split(","))):
        name = word.upper().replace("_", "-").replace(" ", "-")
        name = {"SYN-RCVD": "SYN-RECEIVED", "ESTAB": "ESTABLISHED"}.get(name, name)
        try:
            found.append(State(name))
        except ValueError as error:
            raise UsageError(
                f"there is no state {word}", why=f"there are {', '.join(each.value for each in State)}"
            ) from error
    if len(found) < 2:
        raise UsageError(
            "a path has at least two states",
            why="it is marked from one to the next",
            hint="--path CLOSED,SYN-SENT,ESTABLISHED",
        )
    steps_of(found)
    return found


def steps_of(path: Sequence[State]) -> list[list[Transition]]:
    """The ways of each step of a path; UsageError where none leads on."""
    found = []
    for before, after in pairwise(path):
        ways = [each for each in TRANSITIONS if each.before is before and each.after is after]
        if not ways:
            leads = sorted({each.after.value for each in TRANSITIONS if each.before is before})
            raise UsageError(
                f"nothing leads from {before.value} to {after.value}",
                why=f"from {before.value} one comes to {', '.join(leads)} ({RFC})",
            )
        found.append(ways)
    return found


def ways_of(path: Sequence[State]) -> dict[tuple[State, Cause], list[int]]:
    """The steps in which each way is gone. Where several causes lead the same way, an orderly one is more likely than an abrupt one."""
    found: dict[tuple[State, Cause], list[int]] = {}
    for number, ways in enumerate(steps_of(path), start=1):
        orderly = [each for each in ways if each.cause not in ENDINGS] or ways
        for each in orderly:
            found.setdefault((each.before, each.cause), []).append(number)
    return found


def states_view(
    path: Sequence[State] = (), *, told: str = "", next_commands: Sequence[tuple[str, str]] = ()
) -> Document:
    """The table of all ways, with the steps of a path; `told` says whose it is."""
    numbers = ways_of(path)
    blocks: list[Block] = [
        Sentence(
            text=f"A TCP connection has {len(State)} states; {len(TRANSITIONS)} ways lead from one to another ({RFC})."
        )
    ]
    if path:
        blocks.append(Paragraph(text=f"{told or 'The path'}: {' → '.join(each.value for each in path)}"))
    rows = list(_rows(numbers))
    columns = ["from", "when", "to", "sends"]
    if path:
        columns, rows = ["step", *columns], [row[-1:] + row[:-1] for row in rows]
    else:
        rows = [row[:-1] for row in rows]
    blocks.append(Table(columns=columns, rows=rows))
    blocks.append(Paragraph(text=_endings()))
    blocks.append(Table(columns=("state", "what it means"), rows=[[each.value, MEANINGS[each]] for each in State]))
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=_json(path, numbers), blocks=blocks)


def _rows(numbers: Mapping[tuple[State, Cause], Sequence[int]]) -> Iterable[list[str]]:
    """Each state's ways; what leads from nearly everywhere to CLOSED only where the path goes it."""
    for state in State:
        for each in TRANSITIONS:
            steps = numbers.get((each.before, each.cause), ())
            if each.before is not state or (each.cause in ENDINGS and not steps):
                continue
            yield [state.value, each.cause.value, each.after.value, each.sends, ", ".join(map(str, steps))]


def _endings() -> str:
    """The ways that are left out, state by state alike."""
    parts = []
    for cause in ENDINGS:
        ways = [each for each in TRANSITIONS if each.cause is cause]
        states = {each.before for each in ways}
        missing = [state.value for state in State if state not in states and state is not State.CLOSED]
        text = f"when {cause.value}" + (f", but for {' and '.join(missing)}" if missing else "")
        silent = [each.before.value for each in ways if not each.sends]
        if 0 < len(silent) < len(ways):
            text += f" (RST is sent, but for {', '.join(silent)})"
        parts.append(text)
    return f"Every state leads to CLOSED, too: {'; '.join(parts)}."


def _undrawn() -> list[str]:
    """The ways between two states that would make the picture a tangle."""
    return [
        f"From {each.before.value} one comes to {each.after.value} when {each.cause.value}."
        for each in TRANSITIONS
        if each.cause in UNDRAWN and each.cause not in ENDINGS
    ]


def _json(path: Sequence[State], numbers: Mapping[tuple[State, Cause], Sequence[int]]) -> dict[str, Json]:
    return {
        "states": [{"name": each.value, "meaning": MEANINGS[each]} for each in State],
        "transitions": [
            {
                "from": each.before.value,
                "cause": each.cause.value,
                "to": each.after.value,
                "sends": each.sends or None,
                "steps": list(numbers.get((each.before, each.cause), ())),
            }
            for each in TRANSITIONS
        ],
        "path": [each.value for each in path],
        "rfc": RFC,
    }


def states_graph(path: Sequence[State] = (), *, told: str = "") -> Graph:
    """The picture; abrupt ends are drawn only where the path has one."""
    numbers = ways_of(path)
    boxes = [GraphBox(name=state.value, column=column, row=row, marked=state in path) for state, column, row in PLACES]
    last = len(boxes) - 1
    closing = [before for before, after in pairwise(path) if after is State.CLOSED]
    begins = bool(path) and path[0] is State.CLOSED
    boxes[0] = replace(boxes[0], marked=begins or any(each in EARLY for each in closing))
    boxes[last] = replace(boxes[last], marked=any(each not in EARLY for each in closing))
    arrows = []
    for each in TRANSITIONS:
        steps = numbers.get((each.before, each.cause), ())
        if each.cause in UNDRAWN and not steps:
            continue
        bend, at = BENDS.get((each.before, each.cause), (0.0, 0.5))
        arrows.append(
            GraphArrow(
                source=_place(each.before),
                target=last if each.after is State.CLOSED and each.before not in EARLY else _place(each.after),
                label=each.cause.value,
                note=f"sends {each.sends}" if each.sends else "",
                steps=steps,
                bend=bend,
                at=at,
            )
        )
    return Graph(
        boxes=boxes,
        arrows=arrows,
        caption=f"The states of a TCP connection{f': {told}' if told else ''}",
        remarks=[_endings(), *_undrawn(), RFC],
    )


def _place(state: State) -> int:
    return next(number for number, (name, _, _) in enumerate(PLACES) if name is state)
