"""The sending half of a connection: what may go out now, what goes out again, and when to look again (RFC 9293 section 3.7, 3.8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netkit.tcp.event import EventKind, Trigger
from netkit.tcp.sending.books import Books
from netkit.tcp.sending.flight import Sent
from netkit.tcp.sending.last_resort import hole_within, rescued
from netkit.tcp.sending.phase import Phase
from netkit.tcp.sending.recovery import AckFacts, Recovery
from netkit.tcp.sending.stream import Stream
from netkit.tcp.why import seconds

if TYPE_CHECKING:
    from netkit.tcp.congestion import CongestionControl
    from netkit.tcp.event import Event
    from netkit.tcp.profile import Profile

__all__ = ["FIRST_TROUBLE", "Emission", "Sender"]

Emission = tuple[int, int, bool]
"""Something to be sent: the first number, the number after the last, whether to push it on."""

LEAST_WAIT = 0.001
"""Seconds for which any timer runs."""

LONGEST_SILLY_WAIT = 1.0
"""Seconds that data may wait for a larger window (RFC 9293 section 3.8.6.2.1: the override timeout, 0.1 to 1)."""

FIRST_TROUBLE = 3
"""Retransmissions after which the application is told that there is trouble (RFC 9293 section 3.8.3: R1)."""


class Sender:
    """The stream to the other side. Numbers count from the SYN (0) and never wrap; `window_end` is the first number beyond its window.

    `largest` is the most bytes that a segment may carry. `next_deadline` is when `tick()` has something to do (None: never).
    `retries` counts what the timer sent since the last progress, `again_since` is when it first did (None: not yet), `asked` the questions
    for the window that nothing has answered yet.
    """

    def __init__(self, profile: Profile, control: CongestionControl, record: Callable[[Event], None]) -> None:
        self.books = Books(profile, control, record)
        self.stream = Stream()
        self.recovery = Recovery(self.books)
        self.largest = 536
        self.window_end = 0
        self.largest_window = 0
        self.timer_at: float | None = None
        self.probe_at: float | None = None
        self.persist_at: float | None = None
        self.retries = self.asked = 0
        self._asked_end = 0
        self._shut_since = 0.0
        self._persist_count = self._probe_count = 0
        self._limited = False
        self._last_sent_at: float | None = None
        self._most_out = 0
        self._usage_end = 0
        self._waits = ""
        self._held_back = 0
        self._short_end = 0
        self.again_since: float | None = None

    @property
    def next_deadline(self) -> float | None:
        """The earliest of its timers."""
        timers = (self.timer_at, self.probe_at, self.persist_at, self.recovery.losses.recheck_at)
        running = [each for each in timers if each is not None]
        return min(running) if running else None

    @property
    def sent_end(self) -> int:
        """The number after the last that was ever sent: a byte that asked for the window counts, too."""
        return max(self.books.next, self._asked_end)

    @property
    def all_acknowledged(self) -> bool:
        """Whether the other side has everything, FIN too."""
        return self.books.acknowledged >= self.stream.end

    def acknowledged(self, upto: int, facts: AckFacts, blocks: list[tuple[int, int]], sample: float | None) -> None:
        """An acceptable ACK: `blocks` are SACK's, `sample` the round-trip time that its timestamps tell (None: none)."""
        books, flight = self.books, self.books.flight
        self.asked = 0
        books.next = max(books.next, upto)  # the byte that asked for the window was taken
        if upto > books.acknowledged:
            facts.advanced = True
            facts.done = flight.acknowledge(upto)
            books.acknowledged = upto
            self.stream.release(upto)
            self.retries, self.again_since = 0, None
        for start, end in blocks:
            facts.sacked += flight.mark_sacked(start, end)
        facts.original = self._original(facts)
        self._measure(facts, sample)
        books.more = books.next < min(self.stream.end, self.window_end)
        self.recovery.acknowledged(facts)
        self._grow()
        if facts.advanced:
            self._set_timers(restart=True)

    def _original(self, facts: AckFacts) -> bool:
        """Whether something arrived that was sent once, and before the loss; without SACK a copy may stand for all behind it."""
        if not self.books.sack and any(sent.copies > 1 for sent in facts.done):
            return False
        return any(sent.copies == 1 and sent.end <= self.recovery.point for sent in facts.fresh)

    def emit(self) -> list[tuple[Emission, bool]]:
        """What goes out now, each with whether it is sent again; the timers are set."""
        out: list[tuple[Emission, bool]] = []
        self._after_silence()
        if not self.recovery.new_first:
            out += self._lost_again()
        sent = self._new(out)
        if not sent and self.recovery.resorts:
            out += self._last_resort()
        if out:
            self._set_timers(restart=False)
        self._usage(sent)
        self._see_window()
        return out

    def restart_timer(self) -> None:
        """Something went out again that nothing had asked for: the timer begins anew."""
        self._set_timers(restart=True)

    def tick(self) -> list[tuple[Emission, bool]]:
        """Timers that ran out by now; what they send."""
        now = self.books.now
        out: list[tuple[Emission, bool]] = []
        if (
            self.recovery.losses.recheck_at is not None
            and self.recovery.losses.recheck_at <= now
            and self.recovery.look_again()
        ):
            out += self.emit()
        if self.probe_at is not None and self.probe_at <= now:
            out += self._probe()
        if self.timer_at is not None and self.timer_at <= now:
            out += self._time_out()
        if self.persist_at is not None and self.persist_at <= now:
            out += self._ask_window()
        return out

    def _measure(self, facts: AckFacts, sample: float | None) -> None:
        """A round-trip time, from timestamps, or from a segment that was sent once (RFC 6298 sections 3 and 4)."""
        books = self.books
        if sample is not None and facts.advanced:
            out = len(books.flight) + len(facts.done)
            books.round_trip.sample(sample, expected=max(1, -(-out // 2)) if books.profile.share_measurements else 1)
            return
        once = [sent for sent in facts.done if sent.copies == 1 and not sent.sacked]
        if once and all(sent.copies == 1 for sent in facts.done):
            books.round_trip.sample(books.now - once[-1].first_at)

    def _grow(self) -> None:
        """Raise the window for what arrived, if it was in use (RFC 7661 section 4.3 asks for that)."""
        books, count = self.books, self.recovery.raise_window
        if count <= 0:
            return
        control = books.control
        in_use = control.window < 2 * self._most_out if control.slow_start else self._limited
        most = books.profile.growth_for_an_ack
        if in_use and most and control.slow_start:
            count = min(count, most)
        if in_use:
            control.acknowledged(count, now=books.now, round_trip=books.round_trip.smoothed)

    def _usage(self, sent: int) -> None:
        """How far the window is in use: only one that is may grow."""
        books, flight = self.books, self.books.flight
        limited = flight.under_way >= books.control.window
        if not sent and not limited:
            return
        if books.acknowledged >= self._usage_end or limited or (not self._limited and len(flight) > self._most_out):
            self._limited, self._most_out, self._usage_end = limited, len(flight), books.next

    def _lost_again(self) -> list[tuple[Emission, bool]]:
        """What is lost goes out again, oldest first, as far as the window allows."""
        books, flight = self.books, self.books.flight
        out: list[tuple[Emission, bool]] = []
        if not flight.lost:
            return out
        for sent in flight:
            if flight.under_way >= books.control.window:
                break
            if sent.lost and not sent.again:
                self._again(sent, *self._trigger(sent))
                out.append(((sent.start, sent.end, sent.push), True))
        return out

    def _last_resort(self) -> list[tuple[Emission, bool]]:
        """Neither a loss nor new data is to be sent: a hole that is none for sure, or once the last segment, keeps the ACKs coming."""
        books, flight, recovery = self.books, self.books.flight, self.recovery
        out: list[tuple[Emission, bool]] = []
        while flight.under_way < books.control.window and not any(sent.lost and not sent.again for sent in flight):
            sent, rule = hole_within(flight), "again.hole"
            if sent is None and books.acknowledged > recovery.rescued:
                sent, rule = rescued(flight), "again.rescue"
            if sent is None:
                break
            self._again(sent, Trigger.SACK, rule)
            if rule == "again.rescue":
                flight.uncount(sent)
                recovery.rescued = recovery.point
            out.append(((sent.start, sent.end, sent.push), True))
        return out

    def _trigger(self, sent: Sent) -> tuple[Trigger, str]:
        recovery = self.recovery
        if recovery.phase is Phase.LOSS:
            return Trigger.TIMER, "again.after-timer"
        if recovery.partial and not self.books.sack:
            return Trigger.PARTIAL_ACK, "again.partial"
        if not self.books.sack or (sent is self.books.flight.first and not recovery.losses.uses_rack):
            return Trigger.FAST, "again.fast"
        return Trigger.SACK, "again.rack" if recovery.losses.uses_rack else "again.sack"

    def _again(self, sent: Sent, trigger: Trigger, rule: str, *, probe: bool = False) -> None:
        books = self.books
        books.flight.sent_again(sent, books.now, probe=probe)
        self.recovery.sent_again(books.now)
        words: dict[str, object] = {"count": self.recovery.duplicates} if rule == "again.fast" else {}
        if rule == "again.timer":
            words = {"time": seconds(books.round_trip.timeout)}
        books.tell(EventKind.RETRANSMIT, rule, sent.start, self.stream.size(sent.start, sent.end), trigger, **words)

    def _new(self, out: list[tuple[Emission, bool]]) -> int:
        """New data as far as both windows allow; how many segments."""
        books, flight, count = self.books, self.books.flight, 0
        self._waits = ""
        while books.next < self.stream.end and flight.under_way < books.control.window:
            end = self._next_end()
            if end is None:
                break
            rule = "send.finish" if end > self.stream.written and end - books.next == 1 else "send.new"
            if self.recovery.phase is Phase.DISORDER:
                rule = "send.limited"
            elif rule == "send.new" and books.profile.nagle and end - books.next < self.largest and not len(flight):
                rule = "send.rest"
            out.append((self._send(end, rule), False))
            count += 1
        return count

    def _send(self, end: int, rule: str) -> Emission:
        books = self.books
        start = books.next
        if end - start < self.largest:
            self._short_end = end
        push = end >= self.stream.written or end == self.stream.boundary(start)
        books.flight.add(Sent(start, end, books.now, books.now, push=push))
        books.next = end
        self._last_sent_at = books.now
        self.recovery.sent_new()
        books.tell(EventKind.SEND, rule, start, self.stream.size(start, end))
        return start, end, push

    def _after_silence(self) -> None:
        """When nothing was sent for a timeout, what was learned of the path holds no more (RFC 5681 section 4.1)."""
        books, control = self.books, self.books.control
        if len(books.flight) or self._last_sent_at is None or books.next >= self.stream.end:
            return
        initial = books.profile.initial_window
        if not books.profile.restart_after_idle:
            return
        if control.window > initial and books.now - self._last_sent_at > books.round_trip.timeout:
            control.window = initial
            books.tell(EventKind.WINDOW, "window.restart", books.next, window=initial)

    def _next_end(self) -> int | None:
        """Where the next new segment ends; None if it has to wait, and `_waits` says why."""
        books, profile = self.books, self.books.profile
        start, stop = books.next, self.stream.end
        bound = self.stream.boundary(start) if not profile.nagle else self.stream.written
        end = min(start + self.largest, bound if start < self.stream.written else stop)
        if end == self.stream.written and self.stream.finished and end - start < self.largest:
            end += 1  # FIN goes along
        room = self.window_end - start
        if end - start > room:
            if room <= 0:
                self._waits = "wait.window"
                return None
            end = start + room
            if room < self.largest and room < self.largest_window // 2:
                self._waits = "wait.silly"
                return None
        short = end - start < self.largest and end <= self.stream.written
        waits = self._short_end > books.acknowledged if profile.nagle_for_short else len(books.flight) > 0
        if profile.nagle and short and waits and not self.stream.finished:
            self._waits = "wait.nagle"
            return None
        return end

    def _see_window(self) -> None:
        """A window that is shut is asked again after a while (RFC 9293 section 3.8.6.1)."""
        books = self.books
        if self._waits == "wait.nagle" and self._held_back != books.next:
            self._held_back = books.next
            books.tell(EventKind.WAIT, "wait.nagle", books.next)
        shut = self._waits in ("wait.window", "wait.silly") and not len(books.flight)
        if shut and self.persist_at is None:
            wait = books.round_trip.timeout
            self._shut_since = books.now
            self.persist_at = books.now + (wait if self._waits == "wait.window" else min(wait, LONGEST_SILLY_WAIT))
            books.tell(EventKind.WAIT, self._waits, books.next)
        elif not shut:
            self.persist_at, self._persist_count = None, 0

    def _ask_window(self) -> list[tuple[Emission, bool]]:
        books = self.books
        room = self.window_end - books.next
        if room > 0:
            self.persist_at, self._persist_count = None, 0
            out = [(self._send(min(books.next + room, self.stream.end), "send.override"), False)]
            self._set_timers(restart=False)
            return out
        self._persist_count += 1
        self.asked += 1
        new = books.profile.probe_with_data
        if new:
            self._asked_end = min(books.next + 1, self.stream.end)
        wait = min(books.round_trip.timeout * 2**self._persist_count, books.profile.maximum_timeout)
        self.persist_at = books.now + wait
        shut = seconds(books.now - self._shut_since)
        if new:
            size = self.stream.size(books.next, self._asked_end)
            books.tell(EventKind.PROBE, "probe.window", books.next, size, Trigger.PROBE, time=shut)
            return [((books.next, self._asked_end, True), True)]
        old = books.acknowledged - 1
        books.tell(EventKind.PROBE, "probe.window-old", old, 0, Trigger.PROBE, time=shut)
        return [((old, old, False), True)]

    def _set_timers(self, *, restart: bool) -> None:
        """The timer runs while something is under way (RFC 6298 section 5); a probe may come before it (RFC 8985 section 7.2)."""
        books, flight = self.books, self.books.flight
        if not len(flight):
            self.timer_at = self.probe_at = None
            return
        if restart or self.timer_at is None:
            self.timer_at = books.now + books.round_trip.timeout
        self.probe_at = None
        profile, trip = books.profile, books.round_trip
        calm = self.recovery.phase in (Phase.OPEN, Phase.REDUCING) and not flight.sacked
        if (
            not (profile.tail_loss_probe and profile.rack and books.sack and calm)
            or self.recovery.probe_end is not None
        ):
            return
        if trip.smoothed is None or trip.count == self._probe_count:
            return  # each probe needs a measurement of its own (RFC 8985 section 7.3)
        wait = 2 * trip.smoothed + (profile.probe_allowance if len(flight) == 1 else profile.probe_slack)
        self.probe_at = min(books.now + wait, self.timer_at)

    def _probe(self) -> list[tuple[Emission, bool]]:
        """New data if there is any, else the last segment once more (RFC 8985 section 7.3)."""
        books, recovery = self.books, self.recovery
        late = self.timer_at is not None and self.probe_at is not None and self.probe_at >= self.timer_at
        self.probe_at, self._probe_count = None, books.round_trip.count
        recovery.probe_end, recovery.probe_again = books.next, True
        end = self._next_end() if books.next < self.stream.end else None
        if end is not None:
            recovery.probe_again = False
            out = [(self._send(end, "send.probe"), False)]
        elif (last := books.flight.last) is not None:
            self._again(
                last, *((Trigger.TIMER, "again.late-probe") if late else (Trigger.PROBE, "again.probe")), probe=True
            )
            out = [((last.start, last.end, last.push), True)]
        else:
            return []
        recovery.probe_end = books.next
        oldest = books.flight.first
        since = oldest.sent_at if oldest is not None and books.profile.timer_from_oldest else books.now
        self.timer_at = max(since + books.round_trip.timeout, books.now + LEAST_WAIT)
        return out

    def _time_out(self) -> list[tuple[Emission, bool]]:
        """The oldest segment goes out again, and the timer runs twice as long (RFC 6298 section 5.4 to 5.6)."""
        books, first = self.books, self.books.flight.first
        if first is None:
            self.timer_at = None
            return []
        self.retries += 1
        if self.again_since is None:
            self.again_since = books.now
        self.recovery.timed_out(again=self.retries > 1)
        first = books.flight.first or first
        self._again(first, Trigger.TIMER, "again.timer")
        books.round_trip.backoff += 1
        if self.retries == FIRST_TROUBLE:
            books.tell(EventKind.TIMEOUT, "trouble.retries", first.start, 0, count=self.retries + 1)
        self.probe_at = None
        self.timer_at = books.now + books.round_trip.timeout
        return [((first.start, first.end, first.push), True)]
