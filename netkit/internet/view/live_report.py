"""What came of a connection with another machine: in a sentence, as a table of events, and for programs."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from netkit.internet.crossing import Side
from netkit.internet.host.ending import LiveKind
from netkit.internet.view.event_json import ending_json, event_json, retransmission_json
from netkit.internet.view.words import LOST, clock, counted, flags_text, limits_of, numbers, span, time_json, triggers
from netkit.tcp.connection.states import State
from netkit.tcp.event import EventKind
from netkit.view import Table

if TYPE_CHECKING:
    from netkit.internet.host.conversation import Conversation
    from netkit.view import Json

__all__ = ["ended_well", "events_table", "headline", "live_json", "summary"]

WORDS = ("netkit", "kernel")


def headline(talk: Conversation, where: str) -> str:
    """Who talks with whom, where, over which path, by which rules."""
    plan = talk.plan
    link = plan.link
    path = [f"round trip {span(2 * link.delay)}" if link.delay else "no delay added", *limits_of(link)]
    if plan.mtu is not None:
        path.append(f"a link with MTU {plan.mtu:,} in the middle")
    way = f"netkit {plan.local} to the kernel's {plan.remote}" if plan.connects else f"netkit listens at {plan.local}"
    profile = talk.endpoint.block.profile
    return f"{way} · {where} · {', '.join(path)} · profile {plan.profile}, {profile.congestion}"


def summary(talk: Conversation) -> str:
    """Counts of both directions, and how it ended."""
    parts = [_direction(talk, talk.ours, "sent"), _direction(talk, talk.theirs, "came from the kernel")]
    again = [event.trigger for event in talk.events if event.kind is EventKind.RETRANSMIT and event.trigger is not None]
    if again:
        parts[0] += f", {len(again):,} sent again ({triggers(again)})"
    ending = talk.ending
    told = "It is not over" if ending is None else ending.text[:1].upper() + ending.text[1:]
    rule = f" ({ending.rfc})" if ending is not None and ending.rfc else ""
    carried = f"{counted(len(talk.program.received), 'byte')} read, {talk.program.written:,} written"
    took = f"{span(talk.now)} in all"
    return f"{told}{rule}. {'; '.join(parts)}; {carried}; {took}."


def _direction(talk: Conversation, side: Side, verb: str) -> str:
    crossings = [each for each in talk.crossings if each.side is side]
    lost = Counter(each.lost for each in crossings if each.lost)
    text = f"{counted(len(crossings), 'segment')} {verb}"
    if lost:
        text += f", of which {' and '.join(f'{count:,} lost ({LOST[why]})' for why, count in sorted(lost.items()))}"
    doubled = sum(len(each.arrivals) > 1 for each in crossings)
    return text + (f", {doubled:,} doubled" if doubled else "")


def events_table(talk: Conversation) -> Table:
    """Every event at netkit's end."""
    rows = [
        [
            clock(event.time, 3),
            event.kind.value,
            numbers(event.sequence, event.length) if event.sequence else "",
            event.reason,
            event.rfc,
        ]
        for event in talk.events
    ]
    return Table(
        columns=("at ms", "what", "numbers", "why", "rule"), rows=rows, right=(0,), caption="What netkit did, and why"
    )


def _word(talk: Conversation, side: Side) -> str:
    return WORDS[side is not talk.ours]


def live_json(talk: Conversation, where: str) -> dict[str, Json]:
    """Times are seconds from the beginning on as text, numbers relative (SYN 0, first byte 1), lengths bytes of data."""
    plan = talk.plan
    states = [State.CLOSED, *(State(e.reason.rpartition(" ")[2]) for e in talk.events if e.kind is EventKind.STATE)]
    return {
        "local": str(plan.local),
        "remote": str(talk.remote),
        "where": where,
        "profile": plan.profile,
        "congestion": talk.endpoint.block.profile.congestion,
        "seed": plan.seed,
        "mss": plan.announced,
        "mtu": plan.mtu,
        "segments": [
            {
                "time": time_json(each.time),
                "side": _word(talk, each.side),
                "sequence": each.sequence,
                "acknowledgment": each.acknowledgment,
                "length": each.length,
                "flags": flags_text(each.header.flags).lower().split(),
                "window": each.header.window,
                "again": each.again,
                "lost": each.lost or None,
                "arrivals": [time_json(arrival) for arrival in each.arrivals],
            }
            for each in talk.crossings
        ],
        "events": [event_json(event, "netkit") for event in talk.events],
        "retransmissions": [
            retransmission_json(event)
            for event in talk.events
            if event.kind is EventKind.RETRANSMIT and event.trigger is not None
        ],
        "states": [each.value for each in states],
        "read": len(talk.program.received),
        "written": talk.program.written,
        "sha256": hashlib.sha256(talk.program.received).hexdigest(),
        "ended": time_json(talk.now),
        "ending": ending_json(talk.ending),
    }


def ended_well(talk: Conversation) -> bool:
    """Whether both sides have closed."""
    return talk.ending is not None and talk.ending.kind is LiveKind.CLOSED
