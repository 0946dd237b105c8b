"""The messages of a stream as a view: who said what, in which bytes of the stream and which packets.

What `netkit capture follow F N --messages` shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from netkit.capture.problem import Problem
from netkit.capture.streams.follow_view import data_of, headline
from netkit.capture.streams.following import Followed
from netkit.capture.streams.messages import Message
from netkit.capture.view import troubles
from netkit.packet.layer import Layer
from netkit.packet.place import byte_range, place
from netkit.packet.view import field_json, problem_json
from netkit.view import Block, Document, Json, Next, Paragraph, Sentence, Table, Trouble

__all__ = ["SCHEMA", "messages_view"]

SCHEMA = "netkit.capture.follow/1"

MOST_LINES = 1000
"""Messages that are listed for a person before one has to ask for everything."""

LONGEST_TEXT = 120
"""Characters of what a message says."""

MOST_PACKETS = 4
"""Packets of one message that are named; of more the first and the last are."""


def messages_view(
    found: Followed,
    messages: Sequence[Message],
    *,
    more: bool,
    title: str,
    problems: Sequence[Problem],
    everything: bool = False,
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """The messages, one a line, with what is wrong in them."""
    blocks: list[Block] = [Sentence(text=headline(found, title=title, protocol="tcp"))]
    blocks += [Trouble(text=text) for text in found.problems]
    blocks += troubles(problems)
    shown = messages if everything else messages[:MOST_LINES]
    if messages:
        left = len(messages) - len(shown)
        rows = [[each.direction, _bytes(each), _packets(each.packets), _short(each.text)] for each in shown]
        caption = f"the first {MOST_LINES:,} messages; --everything shows {left:,} more" if left else ""
        blocks.append(Table(columns=["who", "bytes", "packets", "what it says"], rows=rows, caption=caption))
    else:
        blocks.append(Paragraph(text="No message that netkit knows (HTTP, TLS, DNS, SMTP) was found in it."))
    if more:
        blocks.append(Paragraph(text="There are more messages than are read of one stream; the others were left out."))
    for each in shown:
        for problem in each.dissection.problems:
            where = place(problem.start_bit + each.base * 8, problem.width_bits)
            blocks.append(
                Trouble(
                    text=f"{each.direction}: {problem.text}", place=where, source=problem.rfc, details=problem.details
                )
            )
    if next_commands:
        blocks.append(Next(commands=next_commands))
    data = data_of(found, protocol="tcp", problems=problems) | {
        "messages": [_json(each, found.number) for each in messages],
        "more_messages": more,
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _bytes(message: Message) -> str:
    return byte_range(message.start, message.length).removeprefix("bytes ").removeprefix("byte ")


def _packets(numbers: Sequence[int]) -> str:
    if len(numbers) > MOST_PACKETS:
        return f"{numbers[0]}–{numbers[-1]} ({len(numbers)})"
    return ", ".join(map(str, numbers))


def _json(message: Message, stream: int) -> dict[str, Json]:
    """A message; its places count from the first byte of the direction, which `source` names."""
    shift = message.base
    return {
        "direction": message.direction,
        "start": message.start,
        "length": message.length,
        "packets": list(message.packets),
        "protocol": message.protocol,
        "summary": message.text,
        "source": {"stream": stream, "direction": message.direction},
        "layers": [_layer_json(layer, shift) for layer in message.dissection.layers],
        "problems": [
            {**problem_json(problem), "start_bit": problem.start_bit + shift * 8}
            for problem in message.dissection.problems
        ],
    }


def _layer_json(layer: Layer, shift: int) -> dict[str, Json]:
    fields: list[Json] = []
    for field in layer.fields:
        found = {**field_json(field), "start_bit": field.start_bit + shift * 8}
        if field.also:
            found["also"] = [{"start_bit": start + shift * 8, "width_bits": width} for start, width in field.also]
        fields.append(found)
    return {
        "key": layer.key,
        "name": layer.name,
        "start": layer.start + shift,
        "length": layer.length,
        "rfc": layer.rfc,
        "fields": fields,
    }
