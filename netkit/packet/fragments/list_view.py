"""Which packets of a capture came in fragments: a line each, with what became of it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from netkit.packet.fragments.events import Completed, GivenUp
from netkit.view import Block, Document, Json, Next, Sentence, Table

__all__ = ["SCHEMA", "list_view"]

SCHEMA = "netkit.packet.fragments/1"


def list_view(events: Sequence[Completed | GivenUp], *, title: str, path: str, numbers: Sequence[int]) -> Document:
    """The packets that these events tell of.

    `numbers` has the number in the capture for each of those given; `path` names the capture, unless there are several.
    """
    rows: list[list[str]] = []
    data: list[Json] = []
    for event in events:
        if (identity := event.identity) is None:
            continue
        there = [numbers[each - 1] for each in event.numbers]
        size = len(event.packet.data) if isinstance(event, Completed) else None
        became = f"whole: {size:,} bytes" if size is not None else event.why if isinstance(event, GivenUp) else ""
        rows.append([_ranges(there), identity.source, identity.destination, identity.identification_text, became])
        data.append(
            {
                "packets": there,
                "version": identity.version,
                "source": identity.source,
                "destination": identity.destination,
                "identification": identity.identification,
                "outcome": "reassembled" if size is not None else "incomplete",
                "length": size,
                "reason": event.why if isinstance(event, GivenUp) else None,
            }
        )
    noun = "packet" if len(rows) == 1 else "packets"
    blocks: list[Block] = [
        Sentence(text=f"{title} · {f'{len(rows)} {noun}' if rows else 'no packet'} came in fragments")
    ]
    if rows:
        blocks.append(Table(columns=["packets", "from", "to", "identification", "what became of it"], rows=rows))
    if rows and path:
        word = f"{path}:{rows[0][0].replace(' ', '')}"
        command = f"netkit packet reassemble {shlex.quote(word)}"
        blocks.append(Next(commands=[(command, "see who keeps which byte")]))
    return Document(schema=SCHEMA, data={"title": title, "packets": data}, blocks=blocks)


def _ranges(numbers: Sequence[int]) -> str:
    """`3-5, 9`: the numbers in the order of arrival, neighbours as a range, in the form in which they can be typed."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ", ".join("-".join(map(str, run)) for run in found)
