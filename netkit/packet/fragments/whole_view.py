"""Fragments put together as a view: who keeps which byte, and why. What `netkit packet reassemble` shows."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.packet.fragments.arrival import Fragment
from netkit.packet.fragments.problems import FragmentProblem
from netkit.packet.fragments.result import Incomplete, Reassembled
from netkit.packet.fragments.rules import BLOCK
from netkit.packet.fragments.signs import MISSING, sign_of
from netkit.packet.overlap import Decision
from netkit.packet.overlap.view import MOST_DECISIONS, decision_blocks, decision_json, printed
from netkit.packet.place import byte_range, place
from netkit.packet.summary import protocol_of, summary
from netkit.packet.view import problem_json
from netkit.view import (
    Block,
    Document,
    Fact,
    Facts,
    Heading,
    Json,
    Lane,
    LanePart,
    Lanes,
    Next,
    Paragraph,
    Sentence,
    Trouble,
)

__all__ = ["SCHEMA", "comparison_view", "pictures", "whole_view"]

SCHEMA = "netkit.packet.reassemble/1"

Result = Reassembled | Incomplete

MOST_LANES = 20
TEXT_WIDTH = 56
"""Bytes of the data that are shown as text, in a line."""


def whole_view(
    result: Result, *, title: str, names: Sequence[str] = (), next_commands: Sequence[tuple[str, str]] = ()
) -> Document:
    """What fragments come to under one policy; `names` says what each of those given is called (`packet 3`)."""
    blocks: list[Block] = [Sentence(text=f"{title} · {_outcome(result)}")]
    if isinstance(result, Incomplete):
        blocks.append(Trouble(text=result.reason, source=result.rfc))
    blocks += pictures(result, names)
    blocks += decision_blocks(result.decisions, result.policy, "fragment")
    blocks += [_trouble(problem) for problem in result.problems if not problem.rule.startswith("fragments.overlap.")]
    if isinstance(result, Reassembled):
        packet = result.dissect()
        size = len(result.encode())
        blocks.append(Heading(text="The whole packet", place=f"{size:,} bytes"))
        blocks.append(Paragraph(text=f"{protocol_of(packet)} · {summary(packet)}"))
        blocks += [
            Trouble(text=each.text, place=place(each.start_bit, each.width_bits), source=each.rfc)
            for each in packet.problems
        ]
    blocks += _left_out(result, names)
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=_data([result], title, names), blocks=blocks)


def comparison_view(
    results: Sequence[Result], *, title: str, names: Sequence[str] = (), next_commands: Sequence[tuple[str, str]] = ()
) -> Document:
    """The same fragments under several policies, side by side."""
    first = results[0]
    twice = _came_twice(results)
    told = (
        "no byte came twice, so all policies agree"
        if not twice
        else "who keeps the bytes that came twice depends on the policy"
    )
    blocks: list[Block] = [Sentence(text=f"{title} · {told}")]
    if first.fragments:
        lanes = [*_arrivals(first.fragments, names), Lane(label="")]
        lanes += [_lane(result, result.policy.name) for result in results]
        blocks.append(_picture(lanes, first.fragments))
    if twice:
        blocks += _texts(results, twice)
        rows = [Fact(label=each.policy.name, value=each.policy.rule, note=each.policy.systems) for each in results]
        blocks += [Heading(text="Who wins, and where that is done"), Facts(rows=rows)]
    blocks += _left_out(first, names)
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=_data(results, title, names), blocks=blocks)


def pictures(result: Result, names: Sequence[str] = ()) -> list[Block]:
    """The fragments as they came, and what is kept of them; nothing where there is none."""
    if not result.fragments:
        return []
    return [_picture([*_arrivals(result.fragments, names), Lane(label=""), _lane(result, "whole")], result.fragments)]


def _outcome(result: Result) -> str:
    count = len(result.fragments)
    given = f"{count} {'fragment' if count == 1 else 'fragments'}"
    if isinstance(result, Reassembled):
        how = f", by the policy {result.policy.name}" if result.decisions else ""
        return f"{given} {'makes' if count == 1 else 'make'} a packet of {len(result.encode()):,} bytes{how}"
    return f"{given}, no packet"


def _arrivals(fragments: Sequence[Fragment], names: Sequence[str]) -> list[Lane]:
    """A lane for each fragment, in the order of arrival."""
    lanes = []
    for fragment in fragments[:MOST_LANES]:
        name = _name(names, fragment.number)
        text = f"fragment {fragment.number}"
        part = LanePart(
            start=fragment.start,
            end=fragment.end,
            sign=sign_of(fragment.number),
            text=text if fragment.more else f"{text}, the last of the packet",
        )
        note = "can't be read" if fragment.broken else "empty" if not fragment.length else ""
        label = f"{fragment.number} · {name}" if name else text
        lanes.append(Lane(label=label, parts=[] if note else [part], note=note))
    if len(fragments) > MOST_LANES:
        lanes.append(Lane(label="…", note=f"{len(fragments) - MOST_LANES} more"))
    return lanes


def _lane(result: Result, label: str) -> Lane:
    """Who keeps which byte."""
    if isinstance(result, Incomplete) and result.rule == "fragments.dropped":
        return Lane(label=label, note="the whole packet is dropped")
    parts = [
        LanePart(start=each.start, end=each.end, sign=sign_of(each.number), text=f"of fragment {each.number}")
        for each in result.pieces
    ]
    if isinstance(result, Incomplete):
        parts += [LanePart(start=start, end=end, sign=MISSING, text="missing") for start, end in result.holes]
    return Lane(label=label, parts=sorted(parts, key=lambda part: part.start))


def _picture(lanes: Sequence[Lane], fragments: Sequence[Fragment]) -> Lanes:
    end = max(fragment.end for fragment in fragments)
    return Lanes(lanes=lanes, start=0, end=max(end, 1), unit=BLOCK)


def _trouble(problem: FragmentProblem) -> Trouble:
    where = place(problem.start_bit, problem.width_bits)
    return Trouble(
        text=problem.text,
        place=f"fragment {problem.fragment}{f', {where}' if where else ''}",
        source=problem.rfc,
        details=problem.details,
    )


def _left_out(result: Result, names: Sequence[str]) -> list[Block]:
    """Who is none of this packet's fragments, and why."""
    if not result.left_out:
        return []
    rows = [
        Fact(label=_name(names, each.number) or f"packet {each.number} of those given", value=each.why)
        for each in result.left_out[:MOST_DECISIONS]
    ]
    blocks: list[Block] = [Heading(text="Left out, because not of this packet"), Facts(rows=rows)]
    if len(result.left_out) > MOST_DECISIONS:
        blocks.append(Paragraph(text=f"and {len(result.left_out) - MOST_DECISIONS} more", quiet=True))
    return blocks


def _came_twice(results: Sequence[Result]) -> tuple[int, int] | None:
    """From the first to behind the last byte that came twice."""
    decided: list[Decision] = [each for result in results for each in result.decisions]
    if decided:
        return min(each.start for each in decided), max(each.end for each in decided)
    return None


def _texts(results: Sequence[Result], twice: tuple[int, int]) -> list[Block]:
    """The bytes about which the policies disagree, as text."""
    start = twice[0]
    end = min(twice[1], start + TEXT_WIDTH)
    rows = []
    for result in results:
        if isinstance(result, Incomplete):
            reads = (
                "nothing: the whole packet is dropped"
                if result.rule == "fragments.dropped"
                else f"nothing: {result.reason}"
            )
            rows.append(Fact(label=result.policy.name, value="", note=reads))
        else:
            rows.append(Fact(label=result.policy.name, value=printed(result.data[start:end])))
    return [Heading(text="What each reads there", place=byte_range(start, end - start)), Facts(rows=rows)]


def _data(results: Sequence[Result], title: str, names: Sequence[str]) -> dict[str, Json]:
    first = results[0]
    return {
        "title": title,
        "fragments": [_fragment_json(fragment, names) for fragment in first.fragments],
        "left_out": [
            {"number": each.number, "name": _name(names, each.number), "why": each.why} for each in first.left_out
        ],
        "policies": [result_json(result) for result in results],
    }


def _name(names: Sequence[str], number: int) -> str | None:
    return (names[number - 1] or None) if number <= len(names) else None


def _fragment_json(fragment: Fragment, names: Sequence[str]) -> dict[str, Json]:
    return {
        "number": fragment.number,
        "name": _name(names, fragment.number),
        "start": fragment.start,
        "length": fragment.length,
        "more_fragments": fragment.more,
    }


def result_json(result: Result) -> dict[str, Json]:
    """What came of the fragments under one policy: `packet` is the whole one in hex, or null with the reason."""
    found: dict[str, Json] = {
        "policy": result.policy.name,
        "text": result.policy.rule,
        "outcome": "reassembled" if isinstance(result, Reassembled) else "incomplete",
        "packet": result.encode().hex() if isinstance(result, Reassembled) else None,
        "length": len(result.encode()) if isinstance(result, Reassembled) else None,
        "whole_with": result.whole_with if isinstance(result, Reassembled) else None,
        "reason": result.reason if isinstance(result, Incomplete) else None,
        "reason_rule": result.rule if isinstance(result, Incomplete) else None,
        "reason_rfc": result.rfc if isinstance(result, Incomplete) else None,
        "holes": [[start, end] for start, end in result.holes] if isinstance(result, Incomplete) else [],
        "pieces": [
            {"start": each.start, "length": each.end - each.start, "fragment": each.number} for each in result.pieces
        ],
        "decisions": [decision_json(each, "fragment") for each in result.decisions],
        "problems": [problem_json(problem) | {"fragment": problem.fragment} for problem in result.problems],
    }
    return found
