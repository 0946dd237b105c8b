"""Why each segment of a stream was sent. What `netkit capture tcp --why` shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from netkit.tcp.tracking.story import SIDES, Story, Told
from netkit.tcp.tracking.verdict import Kind
from netkit.tcp.tracking.words import again_in_words, place_in_words, state_in_words, what
from netkit.view import Document, Fact, Facts, Heading, Next, Paragraph, Remark, Remarks, Sentence, Table

if TYPE_CHECKING:
    from netkit.view import Block, Json

__all__ = ["SCHEMA", "stories_view", "why_view"]

ANSWERING = frozenset(
    {Kind.ACK, Kind.DUPLICATE_ACK, Kind.REPEAT_REPORT, Kind.WINDOW_UPDATE, Kind.CHALLENGE, Kind.ANSWER}
)
"""What a segment is that only says which byte of the other side's is expected next."""

SCHEMA = "netkit.capture.tcp.why/1"
MOST_SEGMENTS, MOST_REASONS, MOST_STREAMS = 40, 30, 1000
"""Segments, reasons and streams that a person sees before asking for everything."""

NANOSECONDS = 1_000_000_000
ORDINARY = frozenset({Kind.DATA, Kind.ACK, Kind.SYN, Kind.SYN_ACK, Kind.FINISH})


def why_view(
    story: Story,
    *,
    title: str,
    troubles: Sequence[Block] = (),
    problems: Sequence[Json] = (),
    everything: bool = False,
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """One stream, segment by segment."""
    again = story.again
    count = again.total()
    happened = "nothing was sent again"
    if count:
        happened = f"{count:,} {'segment was' if count == 1 else 'segments were'} sent again"
    ends = f"client {story.client}, server {story.server}"
    blocks: list[Block] = [Sentence(text=f"{title} · TCP stream {story.number} · {ends}: {happened}")]
    facts = [Fact(label="Captured", value=place_in_words(story))]
    if count:
        facts.append(Fact(label="Sent again", value=again_in_words(again)))
    blocks.append(Facts(rows=facts))
    blocks += _segments(story, everything=everything)
    blocks += _reasons(story, everything=everything)
    blocks += troubles
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=_data([story], problems), blocks=blocks)


def _segments(story: Story, *, everything: bool) -> list[Block]:
    shown = story.told if everything else story.told[:MOST_SEGMENTS]
    first = story.told[0].time if story.told else None
    rows = [_row(each, first) for each in shown]
    columns = ("packet", "at ms", "from", "numbers", "under way", "what it is")
    blocks: list[Block] = [Table(columns=columns, rows=rows, right=(0, 1, 3, 4))]
    if any("?" in row[-1] for row in rows):
        blocks.append(Paragraph(text="?: likely, but from here it can't be told for sure", quiet=True))
    if len(shown) < len(story.told):
        blocks.append(
            Paragraph(text=f"{len(story.told) - len(shown):,} more follow; --everything shows them", quiet=True)
        )
    if len(story.told) < story.count:
        blocks.append(Paragraph(text=f"only the first {len(story.told):,} of {story.count:,} segments are told"))
    return blocks


def _row(told: Told, first: int | None) -> list[str]:
    verdict = told.verdict
    after = "" if told.time is None or first is None else f"{(told.time - first) / 1e6:,.3f}"
    last = verdict.sequence + verdict.length - 1
    numbers = f"{verdict.sequence:,}–{last:,}" if verdict.length > 1 else f"{verdict.sequence:,}"
    under_way = f"{verdict.state.outstanding:,}" if verdict.length else ""
    said = what(verdict)
    if verdict.kind in ANSWERING and verdict.acknowledgment is not None:
        said += f"{'' if said.endswith('ACK') else ', ACK'} {verdict.acknowledgment:,}"
    return [str(told.packet), after, SIDES[verdict.side], numbers, under_way, said]


def _reasons(story: Story, *, everything: bool) -> list[Block]:
    """The reasons of what is out of the ordinary, one by one; those of the rest, each once."""
    runs = _together(story.told)
    shown = runs if everything else runs[:MOST_REASONS]
    blocks: list[Block] = []
    if shown:
        blocks += [Heading(text="Why"), Remarks(rows=[_remark(run) for run in shown])]
        if len(shown) < len(runs):
            blocks.append(Paragraph(text=f"{len(runs) - len(shown):,} more; --everything shows them", quiet=True))
    rest: dict[str, list[Told]] = {}
    for each in story.told:
        if each.verdict.kind in ORDINARY:
            rest.setdefault(each.verdict.rule, []).append(each)
    if rest:
        rows = [
            Remark(
                label=f"{len(every):,} ×",
                value=what(every[0].verdict),
                text=f"{every[0].verdict.reason}.",
                source=every[0].verdict.rfc,
            )
            for every in rest.values()
        ]
        blocks += [Heading(text="The rest"), Remarks(rows=rows)]
    return blocks


def _together(told: Sequence[Told]) -> list[list[Told]]:
    """What is out of the ordinary; the same reason of the same side in a row stands together."""
    runs: list[list[Told]] = []
    for each in told:
        verdict = each.verdict
        if verdict.kind in ORDINARY:
            continue
        last = runs[-1][-1].verdict if runs else None
        if last is not None and (last.rule, last.side, last.sure) == (verdict.rule, verdict.side, verdict.sure):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _remark(run: Sequence[Told]) -> Remark:
    first, last = run[0], run[-1]
    verdict = first.verdict
    label = f"packet {first.packet}" if len(run) == 1 else f"packets {first.packet} to {last.packet}"
    value = what(verdict) if len(run) == 1 else f"{len(run)} × {what(verdict)}"
    text = f"The {SIDES[verdict.side]}: {verdict.reason}."
    if verdict.kind is Kind.RETRANSMISSION:
        moment = "Its state" if len(run) == 1 else "Its state at the first"
        text += f" {moment}: {state_in_words(verdict)}."
    return Remark(label=label, value=value, text=text, source=verdict.rfc)


def stories_view(
    stories: Sequence[Story],
    *,
    title: str,
    troubles: Sequence[Block] = (),
    problems: Sequence[Json] = (),
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """All streams of a capture, a line each."""
    count = sum(each.again.total() for each in stories)
    noun = "connection" if len(stories) == 1 else "connections"
    happened = f": {count:,} segments were sent again" if count > 1 else ": 1 segment was sent again" if count else ""
    blocks: list[Block] = [Sentence(text=f"{title} · {len(stories):,} TCP {noun}{happened}")]
    if stories:
        rows = [
            [str(each.number), f"{each.client} → {each.server}", f"{each.count:,}", place_in_words(each).split(":")[0],
             again_in_words(each.again) or "–"]
            for each in stories[:MOST_STREAMS]
        ]  # fmt: skip
        caption = f"the first {MOST_STREAMS:,} connections; --json gives all" if len(stories) > MOST_STREAMS else ""
        columns = ("stream", "client → server", "segments", "captured", "sent again")
        blocks.append(Table(columns=columns, rows=rows, right=(0, 2), caption=caption))
    else:
        blocks.append(Paragraph(text="No packet in it carries TCP."))
    blocks += troubles
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=_data(stories, problems), blocks=blocks)


def _data(stories: Sequence[Story], problems: Sequence[Json]) -> dict[str, Json]:
    return {
        "streams": [_stream_json(each) for each in stories],
        "segments": [_segment_json(story, each) for story in stories for each in story.told],
        "problems": list(problems),
    }


def _stream_json(story: Story) -> Json:
    tracker = story.tracker
    return {
        "stream": story.number,
        "client": story.client,
        "server": story.server,
        "segments": story.count,
        "place": tracker.place.value.replace("near 0", "client").replace("near 1", "server"),
        "answers_within": {name: _seconds(reach) for name, reach in zip(SIDES, tracker.reaches, strict=True)},
        "sent_again": {"untold" if each is None else each.value: count for each, count in story.again.items()},
        "paths": {name: [state.value for state in path] for name, path in zip(SIDES, tracker.paths, strict=True)},
    }


def _segment_json(story: Story, told: Told) -> Json:
    verdict = told.verdict
    state = verdict.state
    return {
        "stream": story.number,
        "number": told.packet,
        "time": None if told.time is None else f"{told.time // NANOSECONDS}.{told.time % NANOSECONDS:09}",
        "side": SIDES[verdict.side],
        "kind": verdict.kind.value,
        "sequence": verdict.sequence,
        "acknowledgment": verdict.acknowledgment,
        "length": verdict.length,
        "trigger": None if verdict.trigger is None else verdict.trigger.value,
        "sure": verdict.sure,
        "rule": verdict.rule,
        "reason": verdict.reason,
        "rfc": verdict.rfc,
        "state": {
            "connection": None if state.connection is None else state.connection.value,
            "phase": None if state.phase is None else state.phase.value,
            "outstanding": state.outstanding,
            "scoreboard": [list(each) for each in state.scoreboard],
            "round_trip": _seconds(state.round_trip),
            "timeout": _seconds(state.timeout),
            "window": state.window,
        },
    }


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:.9f}"
