"""The ways of both ends of a connection through the states, beside one another. What `netkit tcp states --capture` shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from netkit.tcp.connection.states import TRANSITIONS, Cause, State
from netkit.tcp.connection.states_view import MEANINGS, RFC, ways_of
from netkit.view import Document, Next, Paragraph, Sentence, Table

if TYPE_CHECKING:
    from netkit.view import Block, Json

__all__ = ["SCHEMA", "paths_view"]

SCHEMA = "netkit.tcp.states.capture/1"

Ways = Mapping[tuple[State, Cause], Sequence[int]]


def paths_view(
    paths: Mapping[str, Sequence[State]],
    *,
    told: str,
    troubles: Sequence[Block] = (),
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """The path of each side (its name, and its states in order); `told` says which connection it is."""
    ways = {side: ways_of(path) for side, path in paths.items()}
    blocks: list[Block] = [Sentence(text=f"{told}: the states that both sides went through ({RFC})")]
    for side, path in paths.items():
        text = " → ".join(each.value for each in path) or "nothing is known of it"
        blocks.append(Paragraph(text=f"The {side}: {text}"))
    rows = [
        [*(", ".join(map(str, ways[side].get((each.before, each.cause), ()))) for side in paths),
         each.before.value, each.cause.value, each.after.value, each.sends]
        for each in TRANSITIONS
        if any((each.before, each.cause) in ways[side] for side in paths)
    ]  # fmt: skip
    if rows:
        blocks.append(Table(columns=(*paths, "from", "when", "to", "sends"), rows=rows))
    seen = [each for each in State if any(each in path for path in paths.values())]
    if seen:
        blocks.append(Table(columns=("state", "what it means"), rows=[[each.value, MEANINGS[each]] for each in seen]))
    blocks.append(
        Paragraph(
            text="Where several causes lead the same way, all that are orderly are marked. What passed is taken to have arrived; a state "
            "that ends by waiting (TIME-WAIT) is the last that a capture shows.",
            quiet=True,
        )
    )
    blocks += troubles
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=_json(paths, ways), blocks=blocks)


def _json(paths: Mapping[str, Sequence[State]], ways: Mapping[str, Ways]) -> dict[str, Json]:
    return {
        "paths": {side: [each.value for each in path] for side, path in paths.items()},
        "transitions": [
            {
                "from": each.before.value,
                "cause": each.cause.value,
                "to": each.after.value,
                "sends": each.sends or None,
                "steps": {side: list(ways[side].get((each.before, each.cause), ())) for side in paths},
            }
            for each in TRANSITIONS
        ],
        "rfc": RFC,
    }
