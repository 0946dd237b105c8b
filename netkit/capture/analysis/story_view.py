"""One connection, segment by segment, with the reasons. What `netkit capture tcp F N` shows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from netkit.capture.analysis.accounts_view import SCHEMA, account_json, found_in_words, how_it_went
from netkit.capture.analysis.finding import Finding
from netkit.capture.analysis.reasons import Explained, Reason
from netkit.capture.analysis.telling import Account, Event
from netkit.capture.problem import Problem
from netkit.capture.streams.follow_view import counted, end_of
from netkit.capture.streams.numbers import ACK, FIN, RST, SYN
from netkit.capture.view import duration, problem_json, seconds_text, troubles
from netkit.view import Block, Document, Fact, Facts, Heading, Json, Next, Paragraph, Remark, Remarks, Sentence, Table

__all__ = ["flags_of", "headline", "numbers_of", "story_view"]

MOST_SEGMENTS, MOST_REASONS = 60, 40
"""Segments, and reasons, that a person sees before asking for everything."""

FLAGS = ((SYN, "SYN"), (FIN, "FIN"), (RST, "RST"), (8, "PSH"), (ACK, "ACK"), (32, "URG"))


def flags_of(event: Event) -> str:
    """`SYN ACK`, as people write the flags."""
    return " ".join(name for bit, name in FLAGS if event.segment.flags & bit) or "no flag"


def numbers_of(event: Event) -> str:
    """`1–1,448`: the numbers of its bytes; the one number of a segment without."""
    first, length = event.numbered.sequence, event.segment.length
    if length is None:
        return "?"
    return f"{first:,}–{first + length - 1:,}" if length > 1 else f"{first:,}"


def headline(account: Account, *, title: str) -> str:
    """The sentence that says what happened."""
    ends = f"client {account.client.text}, server {account.server.text}"
    return f"{title} · TCP stream {account.number} · {ends}: {how_it_went([account])}; {end_of(account.ended, began=account.opened)}"


def story_view(
    account: Account,
    told: Sequence[Explained],
    *,
    title: str,
    problems: Sequence[Problem],
    everything: bool = False,
    pictures: Sequence[Block] = (),
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """What happened in a connection; `pictures` stand in the place of the list of segments."""
    blocks: list[Block] = [Sentence(text=headline(account, title=title)), Facts(rows=_facts(account))]
    blocks += pictures or _segments(account, told, everything=everything)
    if not pictures:
        blocks += _reasons(told, everything=everything)
    blocks += troubles(problems)
    if next_commands:
        blocks.append(Next(commands=next_commands))
    data: dict[str, Json] = {
        **account_json(account),
        "segments": [_json(each) for each in told],
        "problems": [problem_json(problem) for problem in problems],
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _facts(account: Account) -> list[Fact]:
    rows = [Fact(label="Opening", value=_opening(account), source="RFC 9293 §3.5")]
    for side, name, other in ((0, "client", "server"), (1, "server", "client")):
        trips = account.round_trips[side]
        sent = counted(account.sent[side])
        rows.append(Fact(label=f"The {name} sent", value=f"{sent} in {counted(account.packets[side], 'packet')}"))
        if trips:
            value = f"{duration(min(trips))} · {duration(int(median(trips)))} · {duration(max(trips))}"
            note = f"least, middle and most of {len(trips):,} acknowledgments of the {other}"
            rows.append(Fact(label="  answered within", value=value, note=note))
        if account.in_flight[side]:
            window = f"of at most {account.windows[1 - side]:,} that the {other} offered"
            rows.append(Fact(label="  most under way", value=counted(account.in_flight[side]), note=window))
    otherwise = f"Wireshark calls {account.otherwise:,} of them otherwise" if account.otherwise else ""
    rows.append(Fact(label="Found", value=found_in_words(account) or "nothing out of the ordinary", note=otherwise))
    return rows


def _opening(account: Account) -> str:
    if not account.opened:
        return "not captured"
    scales = " and ".join(
        f"{name} × {1 << min(shift, 14):,}" for name, shift in zip(("client", "server"), account.shifts, strict=True) if shift is not None
    )  # fmt: skip
    took = f"took {duration(account.handshake)}" if account.handshake else "not completed in the capture"
    both = all(shift is not None for shift in account.shifts)
    return f"{took}; windows count {scales}" if both else f"{took}; windows are not scaled"


def _segments(account: Account, told: Sequence[Explained], *, everything: bool) -> list[Block]:
    shown = told if everything else told[:MOST_SEGMENTS]
    rows = [_row(each, account.first_time) for each in shown]
    columns = ("packet", "at s", "from", "flags", "numbers", "ACK", "window", "what is found")
    blocks: list[Block] = [Table(columns=columns, rows=rows, right=(0, 1, 4, 5, 6))]
    if len(shown) < len(told):
        more = counted(len(told) - len(shown), "more segment")
        blocks.append(Paragraph(text=f"{more} follow; --everything shows them", quiet=True))
    if len(told) < sum(account.packets):
        blocks.append(Paragraph(text=f"only the first {len(told):,} of {sum(account.packets):,} segments are told"))
    return blocks


def _row(each: Explained, start: int | None) -> list[str]:
    event = each.event
    numbered = event.numbered
    after = "" if event.time is None or start is None else f"{(event.time - start) / 1e9:.6f}"
    acknowledged = f"{numbered.acknowledgment:,}" if event.segment.flags & ACK else ""
    side = "client" if event.of_client else "server"
    found = ", ".join(reason.name for reason in each.reasons)
    return [
        str(event.packet), after, side, flags_of(event), numbers_of(event), acknowledged, f"{numbered.window:,}", found
    ]  # fmt: skip


def _reasons(told: Sequence[Explained], *, everything: bool) -> list[Block]:
    every = _together([(each.event, reason) for each in told for reason in each.reasons])
    if not every:
        return []
    shown = every if everything else every[:MOST_REASONS]
    rows = [
        Remark(
            label=f"packet {first}" if count == 1 else f"packets {first} to {event.packet}",
            value=reason.name if count == 1 else f"{count} × {reason.name}",
            text=f"{'The client' if event.of_client else 'The server'}: {reason.text}",
            source=reason.rfc,
        )
        for first, count, event, reason in shown
    ]
    blocks: list[Block] = [Heading(text="What was found, and why"), Remarks(rows=rows)]
    if len(shown) < len(every):
        blocks.append(Paragraph(text=f"{len(every) - len(shown):,} more; --everything shows them", quiet=True))
    return blocks


def _together(every: Sequence[tuple[Event, Reason]]) -> list[tuple[int, int, Event, Reason]]:
    """Each reason with the first packet and the number of those it stands for: duplicates of one ACK in a row stand together."""
    found: list[tuple[int, int, Event, Reason]] = []
    for event, reason in every:
        if found and reason.finding is Finding.DUPLICATE_ACK:
            first, count, last, before = found[-1]
            if before.finding is reason.finding and last.analysed.duplicate_of == event.analysed.duplicate_of:
                found[-1] = first, count + 1, event, reason
                continue
        found.append((event.packet, 1, event, reason))
    return found


def _json(each: Explained) -> Json:
    event, analysed = each.event, each.event.analysed
    numbered = event.numbered
    again = analysed.again
    return {
        "packet": event.packet,
        "time": seconds_text(event.time),
        "direction": "client" if event.of_client else "server",
        "flags": flags_of(event).lower().split() if event.segment.flags else [],
        "sequence": numbered.sequence,
        "length": event.segment.length,
        "acknowledgment": numbered.acknowledgment if event.segment.flags & ACK else None,
        "window": numbered.window,
        "ack_rtt": seconds_text(analysed.ack_rtt or None),
        "acks_packet": analysed.acks_packet or None,
        "in_flight": analysed.in_flight or None,
        "found": [
            {"finding": str(reason.finding.name).lower(), "name": reason.name, "reason": reason.text, "rfc": reason.rfc}
            for reason in each.reasons
        ],
        "again": None
        if again is None
        else {"kind": again.kind.value, "proof": again.proof.value, "certain": again.certain},
    }
