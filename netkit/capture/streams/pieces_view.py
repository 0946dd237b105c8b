"""The pieces of a stream as a view: which segment brought which bytes, and who keeps those that came twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from netkit.capture.problem import Problem
from netkit.capture.streams.direction import Arrival
from netkit.capture.streams.follow_view import chunk_blocks, counted
from netkit.capture.streams.following import Chunk
from netkit.capture.streams.pieces import Pieces
from netkit.capture.streams.pieces_lanes import comparison_lanes, lanes_of
from netkit.capture.view import problem_json, troubles
from netkit.packet.overlap.view import decision_blocks, decision_json, printed
from netkit.packet.place import byte_range
from netkit.view import Block, Document, Fact, Facts, Heading, Json, Next, Paragraph, Sentence, Table, Trouble

__all__ = ["SCHEMA", "pieces_view", "policies_view"]

SCHEMA = "netkit.tcp.reassemble/1"

MOST_ROWS = 40
MOST_HOLES = 12
MOST_STRETCHES = 3
MOST_TEXT = 400
"""Bytes of text that are shown of a stretch: what was said is not what this is about."""
TEXT_WIDTH = 56
"""Bytes that are shown as text, in a line."""


def pieces_view(
    pieces: Pieces,
    *,
    title: str,
    left_out: int = 0,
    problems: Sequence[Problem] = (),
    everything: bool = False,
    for_programs: bool = True,
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """What one side said, segment by segment, under one policy; without `for_programs` the data, which may be large, are left out."""
    blocks: list[Block] = [Sentence(text=_headline(pieces, title))]
    blocks += _troubles(pieces, left_out, problems)
    if not pieces.arrivals:
        blocks.append(Paragraph(text=f"No segment of the {pieces.side} has data."))
    else:
        blocks.append(lanes_of(pieces))
        blocks += _table(pieces, everything=everything)
        blocks += decision_blocks(pieces.decisions, pieces.policy, "segment")
        blocks += _content(pieces, everything=everything)
    if next_commands:
        blocks.append(Next(commands=next_commands))
    data = _data([pieces], title, left_out, problems, whole=True) if for_programs else {}
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def policies_view(
    results: Sequence[Pieces],
    *,
    title: str,
    left_out: int = 0,
    problems: Sequence[Problem] = (),
    for_programs: bool = True,
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """The same segments under several policies, side by side; `for_programs` as `pieces_view` has it."""
    first = results[0]
    twice = first.decisions
    differ = [each for each in twice if each.differ]
    told = "no byte came twice, so all policies agree"
    if twice:
        told = "bytes that came twice are the same each time, so all policies agree"
    if differ:
        told = "who keeps the bytes that came twice depends on the policy"
    blocks: list[Block] = [Sentence(text=f"{title} · TCP stream {first.followed.number} · {_who(first)}: {told}")]
    blocks += _troubles(first, left_out, problems)
    if first.arrivals:
        blocks.append(comparison_lanes(results))
    if differ:
        start = min(each.start for each in differ)
        end = min(max(each.end for each in differ), start + TEXT_WIDTH)
        rows = [Fact(label=each.policy.name, value=_text(each, start, end)) for each in results]
        blocks += [Heading(text="What each reads there", place=byte_range(start, end - start)), Facts(rows=rows)]
    if twice:
        rows = [Fact(label=each.policy.name, value=each.policy.rule, note=each.policy.systems) for each in results]
        blocks += [Heading(text="Who wins, and where that is done"), Facts(rows=rows)]
    if next_commands:
        blocks.append(Next(commands=next_commands))
    data = _data(results, title, left_out, problems, whole=False) if for_programs else {}
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _who(pieces: Pieces) -> str:
    return f"the {pieces.side}'s bytes, {pieces.source.text} to {pieces.destination.text}"


def _headline(pieces: Pieces, title: str) -> str:
    twice = sum(each.twice for each in pieces.arrivals)
    parts = [f"{counted(len(pieces.arrivals), 'segment')} with data, {counted(pieces.said)}"]
    if twice:
        parts.append(f"{twice:,} came again")
    if pieces.holes:
        missing = sum(end - start for start, end in pieces.holes)
        parts.append(f"{missing:,} missing")
    how = f", by the policy {pieces.policy.name}" if any(each.differ for each in pieces.decisions) else ""
    return f"{title} · TCP stream {pieces.followed.number} · {_who(pieces)}: {', '.join(parts)}{how}"


def _troubles(pieces: Pieces, left_out: int, problems: Sequence[Problem]) -> list[Block]:
    found: list[Block] = []
    for start, end in pieces.holes[:MOST_HOLES]:
        verb = "is" if end - start == 1 else "are"
        text = f"{counted(end - start)} {verb} missing: no segment in the capture has {'it' if end - start == 1 else 'them'}"
        found.append(Trouble(text=text, place=byte_range(start, end - start), source="RFC 9293 §3.4"))
    if len(pieces.holes) > MOST_HOLES:
        found.append(Paragraph(text=f"and {counted(len(pieces.holes) - MOST_HOLES, 'more hole')}", quiet=True))
    found += [Trouble(text=text) for text in pieces.followed.problems]
    if left_out:
        found.append(
            Trouble(text=f"{counted(left_out)} of the stream came when there was no more room, and are left out")
        )
    return [*found, *troubles(problems)]


def _table(pieces: Pieces, *, everything: bool) -> list[Block]:
    """A row a segment, in the order of arrival; of many those with something to tell."""
    shown = list(enumerate(pieces.arrivals, 1))
    caption = ""
    if len(shown) > MOST_ROWS and not everything:
        telling = [(number, each) for number, each in shown if _tells(each)][:MOST_ROWS]
        caption = f"{len(telling)} of {len(shown):,} segments: those with something to tell; --everything shows all"
        if not telling:
            telling = shown[:MOST_ROWS]
            caption = f"the first {MOST_ROWS} of {len(shown):,} segments, all in order; --everything shows all"
        shown = telling
    columns = ["segment", "packet", "seq", "bytes", "new", "what it brings"]
    rows = [
        [
            str(each.push or "–"),
            ", ".join(map(str, each.numbers)),
            f"{each.start + 1:,}",
            byte_range(each.start, each.length).partition(" ")[2],
            f"{each.new:,}",
            brings(each),
        ]
        for _, each in shown
    ]
    return [Table(columns=columns, rows=rows, right=(0, 1, 2, 4), caption=caption)]


def _tells(arrival: Arrival) -> bool:
    """Whether a segment is other than the next one, all new."""
    return arrival.new != arrival.length or arrival.start != arrival.expected


def brings(arrival: Arrival) -> str:
    """What a segment is for the stream, in words."""
    if not arrival.push:
        return "asks whether the other side is there (keep-alive): none of the bytes"
    parts = []
    if arrival.left_out:
        parts.append(f"{arrival.left_out:,} left out: outside of what can be taken in")
    if arrival.new and arrival.start > arrival.expected:
        parts.append(f"out of order: {counted(arrival.start - arrival.expected)} before it not there yet")
    elif arrival.new and arrival.reached > arrival.start + arrival.length:
        parts.append(f"fills a hole: the first {arrival.reached:,} bytes are there now")
    elif arrival.new and not arrival.twice and not arrival.left_out:
        parts.append("the next bytes")
    if arrival.twice and not arrival.new:
        parts.append("nothing new: all of it was there already")
    elif arrival.twice:
        parts.append(f"{arrival.twice:,} were there already")
    return "; ".join(parts)


def _content(pieces: Pieces, *, everything: bool) -> list[Block]:
    """The beginning of what was said."""
    blocks: list[Block] = []
    for start, data in pieces.data if everything else pieces.data[:MOST_STRETCHES]:
        chunk = Chunk(pieces.side, start, len(data), data)
        blocks += chunk_blocks(chunk, everything=everything, most_text=MOST_TEXT)
    if len(pieces.data) > MOST_STRETCHES and not everything:
        more = counted(len(pieces.data) - MOST_STRETCHES, "more stretch").replace("stretchs", "stretches")
        blocks.append(Paragraph(text=f"and {more} behind holes; --everything shows them", quiet=True))
    return blocks


def _text(pieces: Pieces, start: int, end: int) -> str:
    return "".join("·" if byte is None else printed(byte) for byte in pieces.bytes_at(start, end))


def _data(
    results: Sequence[Pieces], title: str, left_out: int, problems: Sequence[Problem], *, whole: bool
) -> dict[str, Json]:
    first = results[0]
    found = first.followed
    return {
        "title": title,
        "stream": found.number,
        "client": found.client.json,
        "server": found.server.json,
        "direction": first.side,
        "opened": found.opened,
        "ended": found.ended or None,
        "segments": [_arrival_json(each) for each in first.arrivals],
        "policies": [_pieces_json(each, whole=whole) for each in results],
        "left_out": left_out,
        "problems": [*found.problems, *[problem.text for problem in problems]],
        "file_problems": [problem_json(problem) for problem in problems],
    }


def _arrival_json(arrival: Arrival) -> dict[str, Json]:
    return {
        "number": arrival.push or None,
        "packets": list(arrival.numbers),
        "sequence": arrival.start + 1,
        "start": arrival.start,
        "length": arrival.length,
        "new": arrival.new,
        "twice": arrival.twice,
        "left_out": arrival.left_out,
        "text": brings(arrival),
    }


def _pieces_json(pieces: Pieces, *, whole: bool) -> dict[str, Json]:
    digest = hashlib.sha256()
    for _, data in pieces.data:
        digest.update(data)
    found: dict[str, Json] = {
        "policy": pieces.policy.name,
        "text": pieces.policy.rule,
        "length": pieces.said,
        "sha256": digest.hexdigest(),
        "holes": [[start, end] for start, end in pieces.holes],
        "pieces": [{"start": start, "length": length, "segment": number} for start, length, number in pieces.owners],
        "decisions": [decision_json(each, "segment") for each in pieces.decisions],
        "uncounted_decisions": pieces.uncounted,
    }
    if whole:
        found["data"] = [{"start": start, "hex": data.hex()} for start, data in pieces.data]
    return found
