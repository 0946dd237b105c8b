"""Pictures of a connection: its segments as a ladder, its numbers over time, and the bytes under way. Each has its list of events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from netkit.capture.analysis.finding import AGAIN, Finding
from netkit.capture.analysis.reasons import Explained
from netkit.capture.analysis.story_view import flags_of, numbers_of
from netkit.capture.analysis.telling import Account, Event
from netkit.capture.streams.numbers import ACK, FIN, SYN
from netkit.capture.view import duration
from netkit.view import Axis, Emphasis, Gap, Ladder, Plot, PlotMark, PlotShape, Rung, Series, Side

__all__ = ["PLOTS", "flight_plot", "ladder", "sequence_plot"]

MOST_RUNGS = 60
"""Segments in a row that a ladder has before it leaves out those about which there is nothing to say."""

AROUND = 2
"""Of these, the neighbours on either side of one about which there is something to say."""

ENDS = 10
"""Segments at the beginning and at the end that are always drawn."""

LONG_PAUSE = 200_000_000
"""Nanoseconds between two segments that a ladder says in words: so long a timer takes at least in most systems."""

NAMES = ("client", "server")


def _since(event: Event, account: Account) -> int | None:
    return None if event.time is None or account.first_time is None else event.time - account.first_time


def ladder(account: Account, told: Sequence[Explained], *, everything: bool = False) -> Ladder:
    """The segments one below the other, from side to side, with what was found about each; times are the capture's, in milliseconds."""
    drawn = range(len(told)) if everything or len(told) <= MOST_RUNGS else _worth_drawing(told)
    rows: list[Rung | Gap] = []
    last, before = -1, None
    for place in drawn:
        each = told[place]
        since = _since(each.event, account)
        if place - last > 1:
            left_out = place - last - 1
            rows.append(Gap(text=f"{left_out:,} {'segment' if left_out == 1 else 'segments'} like these left out"))
        elif since is not None and before is not None and since - before >= LONG_PAUSE:
            rows.append(Gap(text=f"{duration(since - before)} pass"))
        rows.append(_rung(each, since))
        last, before = place, since
    if drawn and last < len(told) - 1:
        rows.append(Gap(text=f"{len(told) - 1 - last:,} segments left out"))
    sides = (
        Side(name=f"client {account.client.text}", clock="ms", unit="ms"),
        Side(name=f"server {account.server.text}"),
    )
    return Ladder(sides=sides, rows=rows, caption=f"TCP stream {account.number}: times in ms since its first segment")


def _worth_drawing(told: Sequence[Explained]) -> list[int]:
    """The beginning, the end, and what something was found about, with its neighbours."""
    chosen = {*range(min(ENDS, len(told))), *range(max(0, len(told) - ENDS), len(told))}
    for place, each in enumerate(told):
        if each.reasons and not _only_repeats(told, place):
            chosen |= set(range(max(0, place - AROUND), min(len(told), place + AROUND + 1)))
    return sorted(chosen)


def _only_repeats(told: Sequence[Explained], place: int) -> bool:
    """Whether a segment is the third or later of duplicate ACKs in a row, and not the last."""
    here = told[place].event.analysed
    return here.findings == Finding.DUPLICATE_ACK and here.duplicate_number > 3


def _rung(each: Explained, since: int | None) -> Rung:
    event = each.event
    numbers, length = event.numbered, event.segment.length or 0
    label = " ".join(
        part for part in (_flags(event), numbers_of(event) if length else "", _acknowledged(event)) if part
    )
    emphasis = Emphasis.PLAIN
    if event.analysed.findings & AGAIN:
        emphasis = Emphasis.AGAIN
    elif event.analysed.findings & _TROUBLES:
        emphasis = Emphasis.PROBLEM
    remarks = [reason.name for reason in each.reasons]
    if not remarks and numbers.window == 0:
        remarks = ["window 0"]
    return Rung(
        label=label,
        source=0 if event.of_client else 1,
        target=1 if event.of_client else 0,
        left_time="" if since is None else f"{since / 1e6:.3f}",
        remark=", ".join(remarks),
        rule=each.reasons[0].rfc if each.reasons else "",
        emphasis=emphasis,
        packet=event.packet,
    )


_TROUBLES = Finding.LOST_SEGMENT | Finding.ACK_LOST_SEGMENT | Finding.ZERO_WINDOW | Finding.WINDOW_FULL


def _flags(event: Event) -> str:
    """The flags worth a word beside numbers: all but ACK and PSH."""
    return " ".join(each for each in flags_of(event).split() if each not in ("ACK", "PSH", "no", "flag"))


def _acknowledged(event: Event) -> str:
    length = event.segment.length or 0
    if not event.segment.flags & ACK or (length and not event.segment.flags & (SYN | FIN)):
        return ""
    return f"ACK {event.numbered.acknowledgment:,}"


def _of(account: Account) -> int:
    """The side that sent more: 0 for the client, 1 for the server."""
    return 0 if account.sent[0] > account.sent[1] else 1


def _points(account: Account, told: Sequence[Explained]) -> list[tuple[float, Explained]]:
    found = []
    for each in told:
        since = _since(each.event, account)
        if since is not None:
            found.append((since / 1e9, each))
    return found


def sequence_plot(account: Account, told: Sequence[Explained], *, side: int | None = None) -> Plot:
    """Which bytes a side sent when, up to where the other acknowledged them, and how far its window reached; what was sent again is marked.

    `side` is 0 for the client's bytes, 1 for the server's, None for who sent more.
    """
    side = _of(account) if side is None else side
    sent: list[tuple[float, float]] = []
    again: list[tuple[float, float]] = []
    acknowledged: list[tuple[float, float]] = []
    edge: list[tuple[float, float]] = []
    for time, each in _points(account, told):
        event = each.event
        if event.of_client == (side == 0):
            if event.segment.length:
                (again if event.analysed.findings & AGAIN else sent).append((time, event.numbered.next_sequence or 0))
        elif event.segment.flags & ACK:
            acknowledged.append((time, event.numbered.acknowledgment))
            edge.append((time, event.numbered.acknowledgment + event.numbered.window))
    other = NAMES[1 - side]
    series = [
        Series(name=f"sent by the {NAMES[side]}", points=sent, shape=PlotShape.MARKS, mark=PlotMark.DOT),
        Series(name=f"acknowledged by the {other}", points=acknowledged, shape=PlotShape.STEPS),
        Series(name="sent again, or out of order", points=again, shape=PlotShape.MARKS, mark=PlotMark.CROSS),
    ]
    top = max((y for _, y in (*sent, *again)), default=0.0)
    if edge and min(y for _, y in edge) <= 4 * max(top, 1.0):  # a far edge would flatten all the rest
        series.append(Series(name=f"end of the {other}'s window", points=edge, shape=PlotShape.STEPS))
    return Plot(
        x=Axis(label="time since the first segment", unit="s", least=0),
        y=Axis(label="sequence number", unit="bytes", least=0),
        series=[each for each in series if each.points],
        caption=f"What the {NAMES[side]} sent, and when it was acknowledged",
        events=_events(account, told),
    )


def flight_plot(account: Account, told: Sequence[Explained], *, side: int | None = None) -> Plot:
    """How many bytes of a side were under way, and how many the other had offered to take; `side` as above."""
    side = _of(account) if side is None else side
    flight: list[tuple[float, float]] = []
    offered: list[tuple[float, float]] = []
    highest = acknowledged = 0
    for time, each in _points(account, told):
        event = each.event
        if event.of_client == (side == 0):
            highest = max(highest, event.numbered.next_sequence or 0)
        elif event.segment.flags & ACK:
            acknowledged = max(acknowledged, event.numbered.acknowledgment)
            offered.append((time, event.numbered.window))
        flight.append((time, max(0, highest - acknowledged) if acknowledged else 0))
    return Plot(
        x=Axis(label="time since the first segment", unit="s", least=0),
        y=Axis(label="bytes", unit="bytes", least=0),
        series=[
            Series(name=f"under way from the {NAMES[side]}", points=flight, shape=PlotShape.STEPS),
            *(
                [Series(name=f"window of the {NAMES[1 - side]}", points=offered, shape=PlotShape.STEPS)]
                if offered
                else []
            ),
        ],
        caption=f"How many bytes of the {NAMES[side]}'s were under way",
        events=_events(account, told),
    )


def _events(account: Account, told: Sequence[Explained]) -> list[str]:
    """What was found, in order, for those who do not look at the picture."""
    found = []
    for each in told:
        since = _since(each.event, account)
        at = "" if since is None else f"{duration(since)}: "
        found += [f"{at}packet {each.event.packet}, {reason.name}. {reason.text}" for reason in each.reasons]
    return found


PLOTS: Mapping[str, Callable[..., Plot]] = MappingProxyType({"sequence": sequence_plot, "flight": flight_plot})
"""The plots by the name that a user gives."""
