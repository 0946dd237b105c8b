"""One side of a connection as a sender: what it has sent, what it had heard when it sent the next, and what it made of that."""

from __future__ import annotations

from collections import deque

from netkit.tcp.profile import PROFILES
from netkit.tcp.sending.phase import Phase
from netkit.tcp.sending.round_trip import RoundTrip
from netkit.tcp.sequence import ahead
from netkit.tcp.tracking.news import News
from netkit.tcp.tracking.outstanding import Outstanding, Sent
from netkit.tcp.tracking.ranges import Ranges
from netkit.tcp.tracking.reach import Reach

__all__ = ["DUPLICATES", "FLOOR", "Half"]

DUPLICATES = 3
MOST_NEWS = 4096
"""Segments of the other side that this one may not have heard of yet; the eldest of more count as heard."""

EARLY = 0.0005
"""Seconds by which an answer may seem to come too early, beside a tenth of the way: the way is not always as long."""

HERE = 0.002
"""Seconds: who answers within so long counts as being where the capture was made."""

FLOOR = 0.2
"""Seconds of the least timeout that is common: Linux lays it on top of the round trip, other systems have more."""

SHORT = 0.004
"""Seconds within which an ACK and a segment may cross at the sender itself."""

LONG = 1.0
"""Seconds after which a side has heard of a segment although its echo does not say so."""


class Half:
    """What is known of a side as a sender. Numbers count from its SYN and are unwrapped; times are when its segments pass the capture.

    `next` is the number after the highest that it sent, `acknowledged` what it knew to be acknowledged, `point` the number up to which a
    phase lasts, `timer_from` since when its retransmission timer may have run, `heard_at` and `news_at` when a segment that answers
    its last ACK, and its last ACK with anything new, would pass. `delivered` is the greatest order (see `Sent`) that is known to have
    arrived. `probe_end` is where a tail loss probe ended that is not answered; `probes` says whether this sender is known to send such.
    """

    def __init__(self) -> None:
        self.base: int | None = None
        self.reach = Reach()
        self.flight = Outstanding()
        self.sacked = Ranges()
        self.round_trip = RoundTrip(PROFILES["linux"])
        self.phase = Phase.OPEN
        self.next: int | None = None
        self.acknowledged: int | None = None
        self.point = 0
        self.duplicates = 0
        self.timer_from: float | None = None
        self.sent_at: float | None = None
        self.heard_at: float | None = None
        self.news_at: float | None = None
        self.advanced_at: float | None = None
        self.order = self.delivered = 0
        self.backoff = 0
        self.loss_order = 0
        self.loss_stamp: int | None = None
        self.before = Phase.OPEN
        """How it stood before the last ACKs that came close together."""
        self.partial = False
        self.undone = False
        self.repeated = False
        self.probe_end: int | None = None
        self.probes: bool | None = None
        self.sack: bool | None = None
        self.stamp: int | None = None
        self.echo: int | None = None
        self.doubt: int | None = None
        """Up to where it must be acknowledged, and the moment `doubt_until` be over, before what its state was is sure again."""
        self.doubt_until = 0.0
        self.waited = 0.0
        """Seconds from the copy before to the last one of what was sent again."""
        self.largest = 0
        self.window: int | None = None
        """What the other side offers, as this one has heard."""
        self.closed_since: float | None = None
        self.tick: float | None = None
        """Seconds that a tick of its clock takes."""
        self._clock: tuple[float, int] | None = None
        self._news: deque[News] = deque()

    @property
    def away(self) -> float:
        """Seconds to this end and back; 0 where that is not known, or as good as nothing."""
        time = self.reach.time or 0.0
        return 0.0 if time < HERE else time

    @property
    def timeout(self) -> float:
        """The retransmission timeout, doubled as often as the timer ran out in a row."""
        return float(self.round_trip.timeout * 2 ** min(self.backoff, 10))

    @property
    def soonest(self) -> float:
        """The timeout if the round trip did not vary at all: the timer does not run out before it."""
        least = self.round_trip.minimum
        if least is None:
            return self.timeout
        return float(min(self.timeout, (least + FLOOR) * 2 ** min(self.backoff, 10)))

    def see_clock(self, now: float, stamp: int) -> None:
        """A segment shows its sender's clock: how long a tick of it is comes out over time (RFC 7323 section 5.4: 1 ms to 1 s)."""
        if self._clock is None:
            self._clock = now, stamp
        ticks = ahead(stamp, self._clock[1])
        if ticks > 1 and now > self._clock[0]:
            self.tick = (now - self._clock[0]) / ticks

    def hear(self, news: News) -> None:
        """Something passes towards this side."""
        self._news.append(news)
        if len(self._news) > MOST_NEWS:
            self._take(self._news.popleft(), news.at)

    def catch_up(self, now: float, echo: int | None, *, loose: bool = False) -> None:
        """Take in what this side had heard when it sent a segment that passes now.

        `echo` is the clock that it sends back, which proves what it had heard. Without it the time tells; `loose` takes in what it can
        only have heard if the way is shorter than it seems.
        """
        away = (0.5 if loose else 0.9) * self.away
        while self._news:
            news = self._news[0]
            heard = news.at + away <= now + EARLY
            if echo is not None and news.stamp is not None:
                later = ahead(news.stamp, echo)
                if later < 0:
                    heard = True
                elif later == 0:
                    heard = news.at + 0.5 * self.away <= now + EARLY
                else:
                    heard = heard and now - news.at >= self.away + LONG
            if not heard:
                break
            self._take(self._news.popleft(), now)

    def send(self, now: float, start: int, end: int, stamp: int | None, *, finish: bool) -> None:
        """New numbers go out."""
        if not len(self.flight):
            self.timer_from = now
            self.backoff = 0
        self.order += 1
        self.flight.append(Sent(start, end, now, now, self.order, stamp, stamp, finish=finish))
        self.next, self.sent_at = end, now
        if self.doubt is not None and now < self.doubt_until:
            self.doubt = end
        if stamp is not None:
            self.stamp = stamp

    def send_again(self, now: float, start: int, end: int, stamp: int | None, *, hidden: bool) -> list[Sent]:
        """Old numbers go out once more; gives the segments of which they are a copy."""
        flight = self.flight
        flight.cut(start)
        flight.cut(end)
        self.order += 1
        found = flight.within(start, end)
        at = start
        for sent in found:
            if sent.start > at:
                flight.insert(Sent(at, sent.start, now, now, self.order, stamp, stamp, copies=2, hidden=True))
            sent.copies += 1
            sent.last_at, sent.order, sent.stamp = now, self.order, stamp
            at = max(at, sent.end)
        if hidden and at < end:
            flight.insert(Sent(at, end, now, now, self.order, stamp, stamp, copies=2, hidden=True))
        if self.acknowledged is not None and start <= self.acknowledged:
            self.timer_from = now
        self.sent_at = now
        return found

    def suspect(self, now: float, upto: int | None) -> None:
        """Something happened that can't be told from here: what its state is, is not sure for a while."""
        self.doubt = upto
        self.doubt_until = now + 2 * (self.round_trip.smoothed or self.away)

    def _take(self, news: News, now: float) -> None:
        """Hear one ACK, before what passes now was sent."""
        at = max(news.at, min(news.at + self.away, now))
        self.heard_at = at
        same_window = self.window is None or 0 < news.window <= self.window
        self._see_window(news.window, at)
        if self.acknowledged is None:
            first = self.flight.first
            self.acknowledged = news.acknowledged if first is None else min(first.start, news.acknowledged)
        if self.next is not None and news.acknowledged > self.next:
            return  # of what was never captured
        fresh = False
        if news.acknowledged > self.acknowledged:
            self._advance(news, at)
            fresh = True
        elif news.acknowledged == self.acknowledged and news.pure and len(self.flight) and same_window:
            self.duplicates += 1
            fresh = self.sack is not True and self.phase in (Phase.OPEN, Phase.DISORDER)
        self.repeated = False
        for place, block in enumerate(news.blocks):
            if place == 0 and news.repeats:
                self.repeated = True
            elif news.acknowledged >= self.acknowledged:
                fresh = self._select(block, news, at) or fresh
        if (
            self.probe_end is not None
            and news.acknowledged >= self.probe_end
            and (self.repeated or not fresh)
            and news.pure
        ):
            self.probe_end = None  # both copies have arrived
        if fresh:
            self.news_at = at
        if self.phase in (Phase.OPEN, Phase.DISORDER):
            self.phase = Phase.DISORDER if self.sacked or self.duplicates else Phase.OPEN

    def _see_window(self, window: int, at: float) -> None:
        if window == 0 and self.window != 0:
            self.closed_since = at
        elif window:
            self.closed_since = None
        self.window = window

    def _advance(self, news: News, at: float) -> None:
        """The ACK covers something new."""
        done = self.flight.acknowledge(news.acknowledged)
        fresh = [sent for sent in done if not sent.sacked]
        self._measure(done, fresh, news.echo, at)
        self._deliver(fresh, at)
        if self.advanced_at is None or at - self.advanced_at > SHORT:
            self.before = self.phase
        if (self.phase is Phase.LOSS and self._was_needless(news, done, fresh)) or (
            self.phase is Phase.RECOVERY and self._older(news.echo)
        ):
            self._undo()
        self.acknowledged = news.acknowledged
        self.advanced_at = self.timer_from = at
        self.duplicates = self.backoff = 0
        self.sacked.drop_below(news.acknowledged)
        if self.doubt is not None and news.acknowledged >= self.doubt and at >= self.doubt_until:
            self.doubt = None
        if self.probe_end is not None and news.acknowledged > self.probe_end:
            self.probe_end = (
                None  # an ACK of just the probe leaves open whether another copy arrives; Linux waits for the next one
            )
        if self.phase in (Phase.RECOVERY, Phase.LOSS):
            self.partial = news.acknowledged < self.point
            if not self.partial:
                self.phase = Phase.OPEN

    def _select(self, block: tuple[int, int], news: News, at: float) -> bool:
        """One block of SACK; True if it says anything new."""
        start, end = block
        if self.next is None or self.acknowledged is None or not self.acknowledged <= start < end <= self.next:
            return False
        found: list[Sent] = []
        for low, high in self.sacked.add(start, end):
            found += [sent for sent in self.flight.within(low, high) if not sent.sacked]
        arrived = [sent for sent in found if self.sacked.covers(sent.start, sent.end)]
        for sent in arrived:
            sent.sacked = True
        self._sample(arrived, at)
        self._deliver(arrived, at)
        if arrived and self.phase is Phase.LOSS and self._was_needless(news, arrived, arrived):
            self._undo()
        return bool(arrived)

    def _measure(self, done: list[Sent], fresh: list[Sent], echo: int | None, at: float) -> None:
        """Measure the round trip by an ACK that goes on: not by what was sent twice, unless a clock tells which copy it answers."""
        again = [sent for sent in done if sent.copies > 1]
        if not again:
            self._sample(fresh, at)
            return
        for sent in again:
            if echo is not None and echo in (sent.stamp, sent.first_stamp):
                took = at - (sent.last_at if echo == sent.stamp else sent.first_at)
                if took > 0 and self.reach.time is not None:
                    self.round_trip.sample(took)
                return

    def _sample(self, arrived: list[Sent], at: float) -> None:
        """Measure the round trip by what was sent once (RFC 6298 section 3)."""
        sample = next((at - sent.first_at for sent in arrived if sent.copies == 1), None)
        if sample is not None and sample > 0 and self.reach.time is not None:
            self.round_trip.sample(sample)

    def _deliver(self, arrived: list[Sent], at: float) -> None:
        """What was sent last of all that arrived; a copy that came back too quickly is not believed (RFC 8985 section 6.2)."""
        least = self.round_trip.minimum or 0.0
        for sent in arrived:
            if sent.copies == 1 or at - sent.last_at >= 0.95 * least:
                self.delivered = max(self.delivered, sent.order)

    def _was_needless(self, news: News, done: list[Sent], fresh: list[Sent]) -> bool:
        """Whether an ACK shows that the timer ran out too early (RFC 4015 section 3, RFC 5682 section 3.1)."""
        if done and self._older(news.echo):
            return True
        if self.sack is not True and any(sent.copies > 1 for sent in done):
            return False
        return any(sent.copies == 1 and sent.order <= self.loss_order for sent in fresh)

    def _older(self, echo: int | None) -> bool:
        """Whether an ACK answers something that was sent before anything went out again."""
        return echo is not None and self.loss_stamp is not None and ahead(self.loss_stamp, echo) > 0

    def _undo(self) -> None:
        self.phase, self.undone, self.loss_stamp = Phase.OPEN, True, None
