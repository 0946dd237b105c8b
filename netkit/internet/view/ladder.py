"""A transfer as a ladder with a clock at each side."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.internet.crossing import Crossing, Side
from netkit.internet.view.words import LOST, TRIGGERS, blocks_told, clock, counted, label, span
from netkit.tcp.event import EventKind
from netkit.view import Emphasis, Gap, Ladder, Rung
from netkit.view import Side as LadderSide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.internet.transferring import Transfer
    from netkit.tcp import Event

__all__ = ["ladder"]

MOST_RUNGS = 60
"""Segments that are all drawn; of more, the ends and those about which there is something to say."""

BEGINNING, END, AROUND = 12, 6, 2
MOST_CHOSEN = 160
LONG_PAUSE = 0.2
"""Seconds between two rungs that are told: so long a timer takes at least in most systems."""

SENT = frozenset({EventKind.RETRANSMIT, EventKind.SEND, EventKind.PROBE})
SAID_OF_SENT = {"send.limited": "limited transmit", "send.probe": "tail loss probe, with new data"}
PROBES = {"probe.window": "window probe", "ack.keep-alive": "keep-alive"}

HEARD: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.OUT_OF_ORDER: "out of order: held",
        EventKind.DUPLICATE: "here already",
        EventKind.RECOVERED: "recovery is over",
        EventKind.UNDO: "nothing was lost: the window is put back",
        EventKind.DISCARD: "passed over",
    }
)
"""What an arrival is worth a word for."""


def ladder(run: Transfer, *, everything: bool = False) -> Ladder:
    """The segments one below the other by the sender's clock; what arrives is told with the time at its own side."""
    orders = _orders(run)
    rungs = sorted(run.crossings, key=lambda each: (_at_sender(each, run), orders.get(each.number, each.order)))
    duplicates = _duplicates(run, rungs)
    digits = _digits(run)
    drawn = range(len(rungs)) if everything or len(rungs) <= MOST_RUNGS else _worth_drawing(run, rungs)
    rows: list[Rung | Gap] = []
    last, before = -1, None
    for place in drawn:
        crossing = rungs[place]
        at = _at_sender(crossing, run)
        if place - last > 1:
            rows.append(Gap(text=f"{counted(place - last - 1, 'segment')} left out"))
        elif before is not None and at - before >= LONG_PAUSE:
            rows.append(Gap(text=f"{span(at - before)} later"))
        rows.append(_rung(run, crossing, digits, duplicates.get(crossing.number, 0)))
        last, before = place, at
    if drawn and last < len(rungs) - 1:
        rows.append(Gap(text=f"{counted(len(rungs) - 1 - last, 'segment')} left out"))
    sides = (
        LadderSide(name="sender", clock="the sender's clock, in ms", unit="ms"),
        LadderSide(name="receiver", clock="the receiver's clock", unit="ms"),
    )
    return Ladder(sides=sides, rows=rows)


def _at_sender(crossing: Crossing, run: Transfer) -> float:
    """When it left the sender or came there; where it was lost, when it would have come."""
    if crossing.side is Side.SENDER:
        return crossing.time
    return crossing.arrivals[0] if crossing.arrivals else crossing.time + run.plan.link.delay


def _orders(run: Transfer) -> dict[int, float]:
    """Where among the others a lost one of the receiver's would have come: just before the next that came at the same time."""
    found: dict[int, float] = {}
    at, order = -1.0, 0.0
    for crossing in reversed(run.crossings):
        if crossing.side is Side.SENDER:
            continue
        if not crossing.lost:
            at, order = _at_sender(crossing, run), crossing.order
        elif _at_sender(crossing, run) == at:
            order = found[crossing.number] = order - 1e-6
    return found


def _digits(run: Transfer) -> int:
    """Digits behind the point that tell all times apart: one for round times, else three."""
    times = (time for each in run.crossings[:200] for time in (each.time, *each.arrivals))
    return 1 if all(abs(time * 10_000 - round(time * 10_000)) < 1e-4 for time in times) else 3


def _worth_drawing(run: Transfer, rungs: Sequence[Crossing]) -> list[int]:
    """Both ends, and what was lost or sent again, with its neighbours."""
    chosen = {*range(BEGINNING), *range(len(rungs) - END, len(rungs))}
    for place, crossing in enumerate(rungs):
        if len(chosen) >= MOST_CHOSEN:
            break
        if crossing.lost or crossing.again or len(crossing.arrivals) > 1 or _remarkable(run, crossing):
            chosen |= set(range(max(0, place - AROUND), min(len(rungs), place + AROUND + 1)))
    return sorted(chosen)


def _remarkable(run: Transfer, crossing: Crossing) -> bool:
    kinds = {event.kind for first, last in crossing.heard for event in run.events[first:last]}
    return bool(kinds & {EventKind.RECOVERED, EventKind.UNDO, EventKind.WINDOW, EventKind.RESET})


def _duplicates(run: Transfer, rungs: Sequence[Crossing]) -> dict[int, int]:
    """Which duplicate of its acknowledgment an ACK is, from 1."""
    found: dict[int, int] = {}
    count, number = 0, -1
    for crossing in rungs:
        if crossing.side is not Side.RECEIVER or crossing.acknowledgment is None:
            continue
        if crossing.acknowledgment != number:
            count, number = 0, crossing.acknowledgment
        if any(event.kind is EventKind.DUPLICATE_ACK for event in _heard(run, crossing)):
            count += 1
            found[crossing.number] = count
    return found


def _heard(run: Transfer, crossing: Crossing) -> Iterator[Event]:
    for first, last in crossing.heard:
        yield from run.events[first:last]


def _rung(run: Transfer, crossing: Crossing, digits: int, duplicate: int) -> Rung:
    arrival = clock(crossing.arrivals[0], digits) if crossing.arrivals else ""
    sent = clock(crossing.time, digits)
    ours = crossing.side is Side.SENDER
    remarks, rule = _remarks(run, crossing, duplicate)
    return Rung(
        label=label(crossing),
        source=int(crossing.side),
        target=1 - int(crossing.side),
        left_time=sent if ours else arrival,
        right_time=arrival if ours else sent,
        remark="; ".join(remarks),
        rule=rule,
        lost=bool(crossing.lost),
        emphasis=Emphasis.AGAIN if crossing.again else Emphasis.PLAIN,
    )


def _remarks(run: Transfer, crossing: Crossing, duplicate: int) -> tuple[list[str], str]:
    """What there is to say of a segment, and the rule that made it go out where that is worth a word."""
    remarks, rule = _why_sent(run, crossing)
    remarks += blocks_told(crossing, run.ends[1 - crossing.side].block.initial)
    if crossing.header.window == 0 and not crossing.header.flags & 0x04:
        remarks.append("window 0")
    if duplicate:
        remarks.append(f"{_ordinal(duplicate)} duplicate" if duplicate == 1 else _ordinal(duplicate))
    if crossing.lost:
        remarks.append(f"lost ({LOST[crossing.lost]})")
    remarks += [HEARD[event.kind] for event in _heard(run, crossing) if event.kind in HEARD]
    if len(crossing.arrivals) > 1:
        remarks.append("came twice")
    return remarks, rule


def _why_sent(run: Transfer, crossing: Crossing) -> tuple[list[str], str]:
    remarks: list[str] = []
    rule = ""
    for event in run.events[slice(*crossing.told)]:
        if event.kind not in SENT or event.sequence != crossing.sequence:
            continue
        if event.trigger is not None and event.kind is EventKind.RETRANSMIT:
            remarks, rule = [TRIGGERS[event.trigger]], event.rfc
        elif event.rule in SAID_OF_SENT or event.rule in PROBES:
            remarks, rule = [SAID_OF_SENT.get(event.rule) or PROBES[event.rule]], event.rfc
    return remarks, rule


def _ordinal(number: int) -> str:
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
