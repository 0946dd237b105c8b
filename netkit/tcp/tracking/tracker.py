"""Both sides of a captured stream, followed segment by segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.segment import Flag
from netkit.tcp.sequence import MODULUS, ahead
from netkit.tcp.tracking.acknowledging import judge_acknowledgment
from netkit.tcp.tracking.arrived import Arrived
from netkit.tcp.tracking.following import Following
from netkit.tcp.tracking.half import Half
from netkit.tcp.tracking.hindsight import Hindsight
from netkit.tcp.tracking.marked import judge_opening, judge_reset
from netkit.tcp.tracking.moment import Moment
from netkit.tcp.tracking.news import News
from netkit.tcp.tracking.reach import Place, is_near, place_of
from netkit.tcp.tracking.sending import judge_sent
from netkit.tcp.tracking.sentences import TOLD
from netkit.tcp.tracking.verdict import SenderState, Verdict

if TYPE_CHECKING:
    from netkit.tcp.connection.states import State
    from netkit.tcp.segment import Segment
    from netkit.tcp.tracking.moment import Finding

__all__ = ["Tracker"]

SYN, FIN, RST, ACK = int(Flag.SYN), int(Flag.FIN), int(Flag.RST), int(Flag.ACK)
LARGEST_SHIFT = 14
FARTHEST = 1 << 24
"""Bytes that an ACK may be ahead of what was captured; one further on is not believed."""


class Tracker:
    """Segments of one stream go in as they were captured; for each comes out what it is and why it was sent.

    It says what can be known at that moment. What comes later may settle an earlier question: `settled` gives the verdicts
    that have changed since it was last asked. Nothing that goes in raises, and what is kept has a limit (4,096 segments a side).
    """

    def __init__(self) -> None:
        self._count = 0
        self._begin()

    def _begin(self) -> None:
        self._halves = (Half(), Half())
        self._arrived = (Arrived(), Arrived())
        self._following = Following()
        self._hindsight = Hindsight()
        self._shifts: list[int | None] = [None, None]
        self._opened = [False, False]
        self._permits = [False, False]
        self._asked_at: list[float | None] = [None, None]

    @property
    def place(self) -> Place:
        """From where the capture was made, as far as the times tell so far."""
        return place_of(self._halves[0].reach, self._halves[1].reach)

    @property
    def reaches(self) -> tuple[float | None, float | None]:
        """The time from the place of capture to each side and back, in seconds."""
        return self._halves[0].reach.time, self._halves[1].reach.time

    @property
    def paths(self) -> tuple[tuple[State, ...], tuple[State, ...]]:
        """The states that each side has gone through."""
        first, second = self._following.paths
        return tuple(first), tuple(second)

    def settled(self) -> list[Verdict]:
        """Earlier verdicts that what came since has changed."""
        return self._hindsight.take()

    def take(self, time: float, direction: int, segment: Segment) -> Verdict:
        """Follow the next segment: `time` in seconds by any one clock, `direction` 0 or 1 for the side that sent it."""
        side = 1 if direction else 0
        own, peer = self._halves[side], self._halves[1 - side]
        flags = int(segment.flags)
        if flags & SYN and not flags & (ACK | RST) and own.base not in (None, segment.sequence):
            self._begin()  # the ports are used again
            own, peer = self._halves[side], self._halves[1 - side]
        now = self._moment(time, side, segment)
        self._measure(side, now, segment)
        own.catch_up(time, now.echo)
        arrived = self._arrived[side]
        arrived.catch_up(time, own.away)
        finding = self._judge(own, peer, arrived, now)
        self._pass_on(side, now)
        self._follow(side, now)
        verdict = self._verdict(side, now, finding, own)
        self._hindsight.watch(verdict, own)
        if verdict.rule in ("open.connect", "open.accept"):
            self._hindsight.open(verdict)
        elif now.length and self.place in (Place.FIRST, Place.SECOND):
            self._hindsight.placed(0 if self.place is Place.FIRST else 1)
        return verdict

    def _moment(self, time: float, side: int, segment: Segment) -> Moment:
        """The segment with its numbers unwrapped."""
        own, peer = self._halves[side], self._halves[1 - side]
        flags = int(segment.flags)
        if own.base is None:
            own.base = segment.sequence if flags & SYN else (segment.sequence - 1) % MODULUS
        start = _near(segment.sequence, own.base, own.next)
        acknowledged = None
        blocks: list[tuple[int, int]] = []
        if flags & ACK:
            if peer.base is None:
                peer.base = (segment.acknowledgment - 1) % MODULUS
            acknowledged = _near(segment.acknowledgment, peer.base, peer.next)
            for low, high in segment.sack[:4]:
                first = _near(low, peer.base, acknowledged)
                blocks.append((first, first + (high - low) % MODULUS))
        clocks = segment.timestamps
        echo = None if clocks is None or not flags & ACK else clocks.echo
        return Moment(
            time, start, start + segment.length, len(segment.payload), acknowledged, flags, self._scaled(side, segment),
            None if clocks is None else clocks.value, echo, tuple(blocks),
        )  # fmt: skip

    def _scaled(self, side: int, segment: Segment) -> int:
        """The window in bytes; where nobody saw the opening, as it stands in the header."""
        if segment.flags & Flag.SYN:
            self._shifts[side] = segment.shift
            return segment.window
        both = self._shifts[0] is not None and self._shifts[1] is not None
        return segment.window << min(self._shifts[side] or 0, LARGEST_SHIFT) if both else segment.window

    def _measure(self, side: int, now: Moment, segment: Segment) -> None:
        """How far the sender is from here; and what the opening settles."""
        own, peer = self._halves[side], self._halves[1 - side]
        if now.flags & SYN:
            self._permits[side] = segment.sack_permitted
            if now.flags & ACK:
                own.sack = peer.sack = segment.sack_permitted and (
                    self._permits[1 - side] or not self._opened[1 - side]
                )
        if now.blocks and peer.sack is None:
            peer.sack = True
        asked, self._asked_at[side] = self._asked_at[side], None
        if asked is not None and now.flags & ACK and not now.flags & RST:
            own.reach.answered(now.at - asked)
        if now.flags & SYN:
            fresh = not self._opened[side]
            self._asked_at[1 - side] = now.at if fresh else None  # which copy is answered can't be told
            self._opened[side] = True
        elif now.echo is not None and now.echo != own.echo:
            own.reach.echoed(now.echo, now.at)
        if now.echo is not None:
            own.echo = now.echo
        if now.stamp is not None:
            own.see_clock(now.at, now.stamp)
            peer.reach.passed(now.stamp, now.at)
        elif now.acknowledged is not None and peer.next == now.acknowledged and peer.flight.last is not None:
            last = peer.flight.last
            if last.copies == 1 and own.reach.time is None:
                own.reach.answered(now.at - last.first_at)

    def _judge(self, own: Half, peer: Half, arrived: Arrived, now: Moment) -> Finding:
        if now.flags & RST:
            return judge_reset(own, peer, now)
        if now.flags & SYN:
            found = judge_opening(own, peer, now)
            if own.next is None:
                own.send(now.at, now.start, now.end, now.stamp, finish=False)
            else:
                own.sent_at = now.at
            return found
        if now.end > now.start:
            return judge_sent(own, peer, now)
        found = judge_acknowledgment(own, arrived, now, near=is_near(own.reach, peer.reach))
        if own.next is None:
            own.next = now.start
        return found

    def _pass_on(self, side: int, now: Moment) -> None:
        """What the segment tells the other side."""
        own, peer = self._halves[side], self._halves[1 - side]
        self._arrived[1 - side].pass_towards(now)
        if now.acknowledged is None or now.flags & RST:
            return
        if peer.next is None or peer.next < now.acknowledged <= peer.next + FARTHEST:
            peer.next = now.acknowledged
        pure = now.end == now.start
        peer.hear(News(now.at, now.acknowledged, now.stamp, now.echo, now.blocks, now.window, pure))
        if own.next is None or now.start >= own.next - 1 or not pure:
            self._arrived[side].said(now.acknowledged, now.window, now.blocks)

    def _follow(self, side: int, now: Moment) -> None:
        follow = self._following
        if now.flags & RST:
            follow.reset(side)
            return
        if now.flags & SYN:
            follow.opened(side, answers=bool(now.flags & ACK))
        elif now.acknowledged is not None:
            follow.acknowledged(side, now.acknowledged, finishing=bool(now.flags & FIN))
        if now.flags & FIN:
            follow.finished(side, now.end)

    def _verdict(self, side: int, now: Moment, finding: Finding, own: Half) -> Verdict:
        sentence, rfc = TOLD[finding.rule]
        number, self._count = self._count, self._count + 1
        return Verdict(
            number=number, time=now.at, side=side, kind=finding.kind, sequence=now.start % MODULUS, length=now.length,
            trigger=finding.trigger, sure=finding.sure, rule=finding.rule, reason=sentence.format_map(finding.words), rfc=rfc,
            state=self._state(side, own), acknowledgment=None if now.acknowledged is None else now.acknowledged % MODULUS,
        )  # fmt: skip

    def _state(self, side: int, own: Half) -> SenderState:
        """How the sender stands now."""
        known = own.reach.time is not None
        outstanding = 0
        if own.next is not None and own.acknowledged is not None:
            outstanding = max(0, own.next - own.acknowledged)
        measured = own.round_trip.smoothed is not None
        return SenderState(
            connection=self._following.state(side),
            phase=own.phase if known else None,
            outstanding=outstanding,
            scoreboard=own.sacked.held,
            round_trip=own.round_trip.smoothed,
            timeout=own.timeout if measured else None,
            window=own.window,
        )


def _near(number: int, base: int, near: int | None) -> int:
    """A number of the wire as a count from `base`: of all that it can be, the nearest to `near`."""
    relative = (number - base) % MODULUS
    if near is None:
        return relative
    return near + ahead(relative, near % MODULUS)
