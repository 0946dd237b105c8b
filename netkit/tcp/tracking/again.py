"""Old numbers pass: were they overtaken or doubled on the way, or sent again, and what made the sender do it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.event import Trigger
from netkit.tcp.sending.phase import Phase
from netkit.tcp.sequence import ahead
from netkit.tcp.tracking.half import DUPLICATES, FLOOR
from netkit.tcp.tracking.moment import Finding
from netkit.tcp.tracking.passage import SLACK, came_along, on_the_way
from netkit.tcp.tracking.reach import is_near
from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.tracking.half import Half
    from netkit.tcp.tracking.moment import Moment
    from netkit.tcp.tracking.outstanding import Sent

__all__ = ["Again"]

ONCE = 0.001
"""Seconds of an answer without delay."""

CLOSE = 0.95
"""Of a timeout: so much of it must have passed, since it is only known from here."""

CALM = (Phase.OPEN, Phase.DISORDER)


class Again:
    """One segment with old numbers, beside what its sender knew."""

    def __init__(self, own: Half, peer: Half, now: Moment) -> None:
        self.own, self.now = own, now
        self.located = own.reach.certain
        self.near = is_near(own.reach, peer.reach)
        self.trip = own.round_trip.smoothed or (own.reach.time or 0.0) + (peer.reach.time or 0.0)
        self.least = own.round_trip.minimum or self.trip
        self.copies = own.flight.within(now.start, now.end)
        self.above = own.flight.above(now.end)
        self.neighbour = own.flight.first_once(now.end)
        self.below = own.flight.below(now.start)
        self.proven = False
        """Whether the sender's clock shows that hidden bytes were sent after what lies above them."""
        known = own.acknowledged or 0
        at, self.hidden = max(now.start, known), False
        for sent in self.copies:
            self.hidden = self.hidden or sent.start > at
            at = max(at, sent.end)
        self.hidden = self.hidden or at < min(now.end, own.next or now.end)
        self.first = self.copies[0] if self.copies else None
        self.slack = SLACK + 0.1 * self.trip
        self.head = now.start <= known < now.end
        self.last = own.next is not None and now.end >= own.next

    def judge(self) -> Finding:
        """What it is."""
        if self.own.acknowledged is not None and self.now.end <= self.own.acknowledged:
            return self._known_already()
        found = on_the_way(self) or self._sent_again()
        if found.rule == "again.unknown" and came_along(self):
            return Finding(Kind.OVERTAKEN, "way.along", sure=False)
        return found

    def _known_already(self) -> Finding:
        """All of it had been acknowledged, and the sender should have known."""
        own, now = self.own, self.now
        if now.stamp is not None and own.stamp is not None and ahead(now.stamp, own.stamp) < 0:
            return Finding(Kind.OVERTAKEN, "way.older", sure=False)
        crossing = self.near or own.before is Phase.LOSS
        if crossing and own.advanced_at is not None and now.at - own.advanced_at <= self.slack:
            return self._just_before()
        if self._quiet() >= CLOSE * own.soonest and not self.last:
            return Finding(Kind.RETRANSMISSION, "again.ack-lost", sure=False, trigger=Trigger.TIMER)
        return Finding(Kind.RETRANSMISSION, "again.acknowledged", sure=False)

    def _just_before(self) -> Finding:
        """It crossed with the ACK: what the sender knew before that may tell why."""
        phase = self.own.before
        if phase is Phase.LOSS:
            return Finding(Kind.RETRANSMISSION, "again.crossed", sure=False, trigger=Trigger.TIMER)
        if self.own.sack is True and (phase is Phase.RECOVERY or self.own.sacked):
            return Finding(Kind.RETRANSMISSION, "again.crossed", sure=False, trigger=Trigger.SACK)
        return Finding(Kind.RETRANSMISSION, "again.acknowledged", sure=False)

    def _quiet(self) -> float:
        """How long the sender had neither sent nor heard anything new."""
        own = self.own
        since = [each for each in (own.sent_at, own.timer_from) if each is not None]
        return self.now.at - max(since) if since else 0.0

    def _timer_fits(self) -> bool:
        """Whether the retransmission timer can have run out just now: for the eldest segment, a timeout after it was sent last."""
        own, now = self.own, self.now
        if not self.head or own.timer_from is None:
            return False
        sent_at = self._sent_at()
        due = CLOSE * own.soonest
        return (
            now.at - sent_at >= due - SLACK and now.at - own.timer_from >= due - 1.2 * self.trip and not self._prompt()
        )

    def _soon(self) -> bool:
        """Whether it follows news so soon that no timer can have run out since, though not at once."""
        news = self.own.news_at
        return news is not None and self.now.at - news <= max(self.slack, 0.5 * FLOOR)

    def _sent_at(self) -> float:
        first, above, own = self.first, self.above, self.own
        if first is not None and first.start <= self.now.start:
            return first.last_at
        if above is not None:
            return above.first_at
        return own.sent_at if own.sent_at is not None else self.now.at

    def _prompt(self) -> bool:
        """Whether it answers an ACK that had something new to say."""
        news = self.own.news_at
        return news is not None and self.now.at - news <= self.slack

    def _shown(self) -> tuple[bool, bool]:
        """Whether what is known to have arrived shows a loss here; and whether it hints at one."""
        own = self.own
        beyond = own.sacked.above(self.now.end)
        order = self._order()
        enough = beyond > (DUPLICATES - 1) * max(own.largest, 1)
        return enough or own.delivered > order or (own.phase is Phase.RECOVERY and beyond > 0), beyond > 0

    def _order(self) -> int:
        if self.first is not None:
            return self.first.order
        return self.above.order - 1 if self.above is not None else self.own.order

    def _sent_again(self) -> Finding:
        own = self.own
        timer = self._timer_fits()
        if own.phase is Phase.LOSS:
            if timer:
                return self._by_timer()
            return Finding(Kind.RETRANSMISSION, "again.after-timer", sure=self._sure(), trigger=Trigger.TIMER)
        found = None
        if own.sack is False:
            found = self._by_duplicates(timer=timer)
        elif own.sacked or own.sack:
            found = self._by_sack(timer=timer)
        return found or self._by_silence(timer=timer)

    def _sure(self) -> bool:
        """Whether the place is known, and nothing but sending again can have brought these bytes now."""
        return self.located and (self.proven or not self.hidden) and self.own.doubt is None

    def _by_duplicates(self, *, timer: bool) -> Finding | None:
        """Without SACK: the segment that duplicate ACKs ask for, or the next one after an ACK that stops short."""
        own = self.own
        if not self.head or timer or not self._soon():
            return None
        sure = self._sure() and self._prompt()
        if own.phase is Phase.RECOVERY:
            if own.partial:
                return Finding(Kind.RETRANSMISSION, "again.partial", sure=sure, trigger=Trigger.PARTIAL_ACK)
            return None
        if own.duplicates >= DUPLICATES:
            words: dict[str, object] = {"count": own.duplicates}
            return Finding(Kind.RETRANSMISSION, "again.fast", sure=sure, trigger=Trigger.FAST, words=words)
        if self._prompt() and self.near and own.duplicates:
            return Finding(Kind.RETRANSMISSION, "again.fewer", sure=False, trigger=Trigger.FAST)
        return None

    def _by_sack(self, *, timer: bool) -> Finding | None:
        """With SACK: a hole, and enough that arrived although it was sent later."""
        shown, hinted = self._shown()
        if not (shown or hinted):
            return None
        if timer:
            if shown and self._soon():
                return self._by_timer(sure=False) if self.near else _unknown()
            return None
        if not shown and not self._prompt() and self._quiet() > 2.5 * self.trip:
            return None
        due = self.head and self.now.at - self._sent_at() >= CLOSE * self.own.soonest
        if due and not self._at_once():
            return _unknown()
        rule = "again.sack" if self.own.sacked.above(self.now.end) > 0 else "again.rack"
        return Finding(Kind.RETRANSMISSION, rule, sure=self._sure() and shown and not due, trigger=Trigger.SACK)

    def _at_once(self) -> bool:
        """Whether it follows the last news without any delay."""
        return self.own.news_at is not None and self.now.at - self.own.news_at <= ONCE

    def _by_silence(self, *, timer: bool) -> Finding:
        """Nothing new had come: the timer, or a tail loss probe."""
        own = self.own
        probe = self._probe_fits()
        if probe and not timer:
            own.probes = True if not self.head else own.probes
            return Finding(
                Kind.RETRANSMISSION, "again.probe", sure=self._sure() and not self.head, trigger=Trigger.PROBE
            )
        if timer and not probe:
            calm = own.phase is Phase.OPEN and own.sack and own.probe_end is None and not own.sacked
            if calm and not self.last and self._quiet() >= CLOSE * own.timeout:
                own.probes = False
            return self._by_timer()
        if timer:
            if own.probes is None:
                return Finding(Kind.RETRANSMISSION, "again.timer-or-probe", sure=False)
            return Finding(Kind.RETRANSMISSION, "again.late-probe", sure=False, trigger=Trigger.PROBE)
        return _unknown()

    def _probe_fits(self) -> bool:
        """Whether a tail loss probe can have been due: the last segment, about two round trips after anything happened."""
        own = self.own
        if own.sack is False or own.phase not in CALM or own.probe_end is not None or own.probes is False:
            return False
        if not self.last or self._prompt():
            return False
        due = own.timeout if own.round_trip.smoothed is None else min(2 * own.round_trip.smoothed, own.timeout)
        return self._quiet() >= 0.85 * due

    def _by_timer(self, *, sure: bool = True) -> Finding:
        once = self.first is not None and self.first.copies == 1
        alone = once and self.head and self.last and self.own.sack is not False and self.own.probes is None
        silent = self.near or self._quiet() >= 0.5 * self.own.soonest  # else the way may have been longer for a while
        words: dict[str, object] = {"time": f"{self.now.at - (self.own.timer_from or 0.0):.3g} s"}
        return Finding(
            Kind.RETRANSMISSION,
            "again.timer",
            sure=sure and self._sure() and silent and not alone,
            trigger=Trigger.TIMER,
            words=words,
        )

    def note(self, finding: Finding) -> list[Sent]:
        """Take in that it was sent again, for that reason."""
        own, now = self.own, self.now
        if finding.trigger is Trigger.TIMER:
            if own.phase is not Phase.LOSS:
                own.loss_stamp, own.loss_order = now.stamp, own.order
            if finding.rule == "again.timer":
                own.backoff += 1
                own.loss_order = own.order
            own.phase, own.point, own.probe_end = Phase.LOSS, own.next or now.end, None
            own.duplicates, own.partial = 0, False
        elif finding.trigger in (Trigger.SACK, Trigger.FAST) and own.phase is not Phase.RECOVERY:
            own.loss_stamp = now.stamp
            own.phase, own.point, own.partial = Phase.RECOVERY, own.next or now.end, False
        elif finding.trigger is Trigger.PROBE or finding.rule == "again.timer-or-probe":
            own.probe_end = own.next
        if not finding.sure and finding.rule != "again.timer-or-probe":
            own.suspect(now.at, own.next)
        own.waited = now.at - self._sent_at()
        return own.send_again(now.at, now.start, now.end, now.stamp, hidden=self.hidden)


def _unknown() -> Finding:
    return Finding(Kind.RETRANSMISSION, "again.unknown", sure=False)
