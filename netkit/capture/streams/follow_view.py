"""A followed stream as a view: who said what, in turn, as text or bytes, with what is missing. What `netkit capture follow F N` shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from netkit.capture.problem import Problem
from netkit.capture.streams.following import CLIENT, SERVER, Chunk, Followed
from netkit.capture.view import problem_json, troubles
from netkit.packet.place import byte_range
from netkit.view import Block, Bytes, Document, Heading, Json, Next, Paragraph, Sentence, Trouble

__all__ = ["SCHEMA", "chunk_blocks", "counted", "data_of", "end_of", "follow_view", "headline"]

SCHEMA = "netkit.capture.follow/1"

MOST_TURNS = 100
"""Chunks that a person sees before asking for everything."""

MOST_TEXT, MOST_ROWS = 2000, 8
"""Bytes of text, and rows of sixteen bytes, of one chunk."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]")

ENDS = {
    "fin": "both sides closed it (FIN)",
    "half": "one side closed it (FIN), the other did not",
    "reset": "it was thrown away (RST)",
    "": "its end was not captured",
}


def counted(size: int, noun: str = "byte") -> str:
    """`1 byte`, `1,460 bytes`."""
    return f"{size:,} {noun if size == 1 else f'{noun}s'}"


def end_of(ended: str, *, began: bool) -> str:
    """How a TCP stream began and ended, in words."""
    return ENDS[ended] if began else f"its opening was not captured, {ENDS[ended]}"


def data_of(found: Followed, *, protocol: str, problems: Sequence[Problem]) -> dict[str, Json]:
    """The stream as the seam has it."""
    data: dict[str, Json] = {
        "stream": found.number,
        "protocol": protocol,
        "client": found.client.json,
        "server": found.server.json,
        "policy": found.policy or None,
        "packets": found.packets,
        "first_packet": found.first,
        "opened": found.opened if protocol == "tcp" else None,
        "ended": (found.ended or None) if protocol == "tcp" else None,
        "chunks": [_chunk_json(chunk) for chunk in found.chunks],
        "problems": [*found.problems, *[problem.text for problem in problems]],
        "file_problems": [problem_json(problem) for problem in problems],
    }
    return data


def _chunk_json(chunk: Chunk) -> dict[str, Json]:
    what: dict[str, Json]
    what = {"missing": chunk.length} if chunk.data is None else {"hex": chunk.data.hex()}
    return {"direction": chunk.direction, "start": chunk.start, **what}


def headline(found: Followed, *, title: str, protocol: str) -> str:
    """The sentence that says what the stream is."""
    said = ", ".join(
        f"the {side} said {counted(found.said(side))}"
        + (f" and {found.missing(side):,} are missing" if found.missing(side) else "")
        for side in (CLIENT, SERVER)
    )
    how = f"; {end_of(found.ended, began=found.opened)}" if protocol == "tcp" else ""
    ends = f"client {found.client.text}, server {found.server.text}"
    return f"{title} · {protocol.upper()} stream {found.number} · {ends}: {said}{how}"


def follow_view(
    found: Followed,
    *,
    title: str,
    protocol: str,
    problems: Sequence[Problem],
    as_hex: bool = False,
    everything: bool = False,
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """What both sides said, in turn; with `as_hex` always as bytes."""
    blocks: list[Block] = [Sentence(text=headline(found, title=title, protocol=protocol))]
    blocks += [Trouble(text=text) for text in found.problems]
    blocks += troubles(problems)
    shown = found.chunks if everything else found.chunks[:MOST_TURNS]
    for chunk in shown:
        blocks += chunk_blocks(chunk, as_hex=as_hex, everything=everything)
    if len(shown) < len(found.chunks):
        blocks.append(
            Paragraph(text=f"{counted(len(found.chunks) - len(shown), 'more turn')} follow; --everything shows them")
        )
    if not found.chunks:
        blocks.append(Paragraph(text="Neither side said anything: no byte of data was captured."))
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=data_of(found, protocol=protocol, problems=problems), blocks=blocks)


def chunk_blocks(
    chunk: Chunk, *, as_hex: bool = False, everything: bool = False, most_text: int = MOST_TEXT
) -> list[Block]:
    """What one side said in turn, as text or bytes, or that it is missing."""
    where = byte_range(chunk.start, chunk.length)
    if chunk.data is None:
        verb = "is" if chunk.length == 1 else "are"
        text = f"{counted(chunk.length)} of the {chunk.direction} {verb} missing: not in the capture"
        return [Trouble(text=text, place=where)]
    data = chunk.data
    heading = Heading(text=f"The {chunk.direction} says", place=where)
    binary = as_hex or _is_binary(data)
    most = len(data) if everything else MOST_ROWS * 16 if binary else most_text
    block: Block
    if not data:
        block = Paragraph(text="an empty datagram", quiet=True)
    elif binary:
        block = Bytes(data=data[:most], first=chunk.start)
    else:
        block = Paragraph(text=data[:most].decode("utf-8", "backslashreplace").replace("\r\n", "\n"))
    if most >= len(data):
        return [heading, block]
    more = Paragraph(text=f"and {counted(len(data) - most, 'more byte')}; --everything shows them", quiet=True)
    return [heading, block, more]


def _is_binary(data: bytes) -> bool:
    """Whether bytes are better read as numbers: a twentieth of them can't be text."""
    start = data[:4096]
    odd = len(_CONTROLS.findall(start))
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(start) or error.reason != "unexpected end of data":
            odd += sum(1 for byte in start if byte > 0x7F)
    return odd * 20 > len(start)
