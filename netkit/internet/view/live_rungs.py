"""What happens on a connection with another machine, row by row as it happens: the ladder of a transfer, with each reason told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.internet.host.news import NewsKind
from netkit.internet.view.words import LOST, blocks_told, clock, counted, label
from netkit.tcp.event import EventKind
from netkit.tcp.segment import Flag
from netkit.view import Emphasis, Gap, Ladder, Rung
from netkit.view import Side as LadderSide

if TYPE_CHECKING:
    from netkit.internet.crossing import Crossing
    from netkit.internet.host.conversation import Conversation
    from netkit.internet.host.news import News
    from netkit.tcp import Event

__all__ = ["LiveRows", "widest_rows"]

ALL_DRAWN = 40
"""Rows that are all drawn; of those behind them only what is worth it."""

MOST_DRAWN = 160
"""Rows after which even what was lost or sent again is only counted."""

TOLD_IN_FULL = 2
"""How often a reason that comes again and again is told."""

SENDING = frozenset({EventKind.SEND, EventKind.RETRANSMIT, EventKind.PROBE, EventKind.ACKNOWLEDGE})
TURNS = frozenset(
    {
        EventKind.STATE, EventKind.LOSS, EventKind.RECOVERED, EventKind.UNDO, EventKind.TIMEOUT, EventKind.WAIT, EventKind.WINDOW,
        EventKind.RESET, EventKind.ERROR,
    }
)  # fmt: skip
"""What changes the course of a connection."""

ALWAYS = TURNS | {EventKind.RETRANSMIT, EventKind.DISCARD}
"""What is told each time."""

OPENING = MappingProxyType(
    {"ack": ("both sides know each other's first number: the connection stands", "RFC 9293 §3.5")}
)
LATE = ("the connection is over here, and this comes late: a reset goes back", "RFC 9293 §3.10.7.1")
Reasons = list[tuple[str, str]]


class LiveRows:
    """Turns news into rows of a ladder whose left side is netkit; `everything` leaves none out, and tells each reason each time."""

    def __init__(self, talk: Conversation, *, everything: bool = False) -> None:
        self._talk = talk
        self._everything = everything
        self._times_told: Counter[str] = Counter()
        self._drawn = self._left_out = 0

    def rows(self, news: News) -> Iterator[Rung | Gap]:
        """The rows of one piece of news; none where it is left out."""
        row = self._row(news)
        if row is None:
            return
        if not self._worth_drawing(news):
            self._left_out += 1
            return
        yield from self.rest()
        self._drawn += 1
        yield row

    def rest(self) -> Iterator[Gap]:
        """How many rows were left out since the last one that was drawn."""
        if self._left_out:
            yield Gap(text=f"{counted(self._left_out, 'segment')} left out")
        self._left_out = 0

    def _worth_drawing(self, news: News) -> bool:
        crossing = news.crossing
        if news.kind is NewsKind.TOO_BIG:
            self._times_told["size"] += 1
            return self._everything or self._times_told["size"] <= TOLD_IN_FULL
        if self._everything or crossing is None or self._drawn < ALL_DRAWN:
            return True
        kinds = {event.kind for event in news.events}
        if crossing.header.flags & (Flag.SYN | Flag.FIN | Flag.RST) or kinds & {EventKind.ERROR, EventKind.RESET}:
            return True
        if self._drawn >= MOST_DRAWN:
            return False
        return bool(crossing.lost or crossing.again or len(crossing.arrivals) > 1 or kinds & (TURNS - {EventKind.WAIT}))

    def _row(self, news: News) -> Rung | Gap | None:
        crossing = news.crossing
        if crossing is None or news.kind is NewsKind.TOO_BIG:
            return self._between(news)
        ours = crossing.side is self._talk.ours
        if ours:
            reasons = self._why_sent(crossing, news.events)
        elif news.kind is NewsKind.LOST:
            reasons = []
        else:
            reasons = self._why_it_matters(crossing, news)
        reasons = [*_offers(crossing), *reasons]
        said = [text for text, _ in reasons]
        initial = self._talk.initial_of(other=ours)
        said += blocks_told(crossing, initial)
        if crossing.lost:
            said.append(f"lost ({LOST[crossing.lost]})")
        left = clock(crossing.time if ours else news.time)
        right = clock(crossing.arrivals[0]) if ours and crossing.arrivals else "" if ours else clock(crossing.time)
        return Rung(
            label=label(crossing, told=bool(crossing.header.flags & Flag.SYN)),
            source=int(not ours),
            target=int(ours),
            left_time=left,
            right_time=right,
            remark="; ".join(said),
            rule=next((rfc for _, rfc in reasons if rfc), ""),
            lost=bool(crossing.lost),
            emphasis=Emphasis.AGAIN if crossing.again or news.kind is NewsKind.CAME_TWICE else Emphasis.PLAIN,
        )

    def _between(self, news: News) -> Gap | None:
        """What no segment stands for."""
        reasons = [(news.reason, news.rfc)] if news.reason else []
        reasons += [(event.reason, event.rfc) for event in news.events if event.kind in TURNS]
        told = [text + (f" ({rfc})" if rfc else "") for text, rfc in reasons]
        return Gap(text=f"{clock(news.time)} ms: {'; '.join(told)}") if told else None

    def _why_sent(self, crossing: Crossing, events: Sequence[Event]) -> Reasons:
        flags = crossing.header.flags
        if flags & Flag.RST:
            found = [event for event in events if event.kind is EventKind.RESET]
        elif crossing.length or flags & (Flag.SYN | Flag.FIN):
            found = [event for event in events if event.kind in SENDING and _is_about(event, crossing)]
        else:
            found = [event for event in events if event.kind is EventKind.ACKNOWLEDGE or event.rule == "ack.keep-alive"]
            if not found and any(event.reason.endswith("ESTABLISHED") for event in events):
                return [OPENING["ack"]]
        return self._told(found[:1])

    def _why_it_matters(self, crossing: Crossing, news: News) -> Reasons:
        found = [event for event in news.events if event.kind not in SENDING]
        reasons = self._told(found)
        if news.kind is NewsKind.CAME_TWICE:
            reasons.insert(0, ("a copy, made on the way", ""))
        elif len(crossing.arrivals) > 1:
            reasons.append(("the path has doubled it", ""))
        return reasons

    def _told(self, events: Sequence[Event]) -> Reasons:
        reasons = []
        for event in events:
            self._times_told[event.rule] += 1
            if self._everything or event.kind in ALWAYS or self._times_told[event.rule] <= TOLD_IN_FULL:
                late = event.rule == "reset.refused" and self._talk.endpoint.block.over
                reasons.append(LATE if late else (event.reason, event.rfc))
        return reasons


def _is_about(event: Event, crossing: Crossing) -> bool:
    return event.sequence == crossing.sequence or (crossing.sequence == 0 and event.rule == "again.answer")


def _offers(crossing: Crossing) -> Reasons:
    """What a SYN says of its sender."""
    header = crossing.header
    if not header.flags & Flag.SYN or crossing.again:
        return []
    parts = [] if header.largest is None else [f"MSS {header.largest:,}"]
    parts += ["SACK"] if header.sack_permitted else []
    parts += ["timestamps"] if header.timestamps is not None else []
    parts += [] if header.shift is None else [f"windows × {1 << min(header.shift, 14):,}"]
    return [(f"offers {', '.join(parts)}", "RFC 9293 §3.2")] if parts else []


SAMPLE: Mapping[str, str] = MappingProxyType(
    {"label": "1000001–1001448 again", "left_time": "12345.6", "right_time": "12345.6", "remark": "x" * 200}
)


def widest_rows(names: tuple[str, str]) -> Ladder:
    """A ladder with the two sides and a row each way that needs as much room as any will."""
    sides = tuple(
        LadderSide(name=name, clock=told, unit="ms")
        for name, told in zip(names, ("ms since the beginning", "when it is there"), strict=True)
    )
    return Ladder(sides=sides, rows=[Rung(**SAMPLE), Rung(**SAMPLE, source=1, target=0)])  # type: ignore[arg-type]
