"""Losses: how they are noticed, and how the window answers (RFC 5681, 6582, 6675, 8985, 9937; undoing: RFC 3708, 4015, 5682)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.tcp.congestion.control import NO_THRESHOLD
from netkit.tcp.event import EventKind
from netkit.tcp.sending.losses import Losses
from netkit.tcp.sending.phase import Phase
from netkit.tcp.sending.reduction import Reduction

if TYPE_CHECKING:
    from netkit.tcp.sending.books import Books
    from netkit.tcp.sending.flight import Sent

__all__ = ["AckFacts", "Recovery"]

TICK = 0.001
"""Seconds of the timestamp clock: two moments that are closer can't be told apart by it."""


@dataclass(slots=True)
class AckFacts:
    """What an ACK says: whether it `advanced`, which segments are `done` and which newly `sacked`.

    `duplicate` says that it repeats the last one (RFC 5681 section 2), `repeated` what D-SACK reports twice, `echo` when the segment that
    it answers was sent (by timestamps; None where it does not say), `original` that something arrived of which one copy was sent.
    """

    advanced: bool = False
    duplicate: bool = False
    done: list[Sent] = field(default_factory=list)
    sacked: list[Sent] = field(default_factory=list)
    repeated: tuple[int, int] | None = None
    echo: float | None = None
    original: bool = False
    congestion: bool = False

    @property
    def fresh(self) -> list[Sent]:
        """What is known to have arrived since this ACK, and was not before."""
        return [*[sent for sent in self.done if not sent.sacked], *self.sacked]


class Recovery:
    """The phase of a sender, and what is to be sent again.

    `point` is the number up to which all must be acknowledged before a phase is over, `duplicates` counts duplicate ACKs in a row,
    `losses` finds what is lost. `raise_window` is by how many segments the window may grow after the last ACK, if it was in use;
    `rescued` is the number up to which all must be acknowledged before the last segment is sent again for want of anything better;
    `probe_end` is the number up to which a tail loss probe was out (None: none is).
    """

    def __init__(self, books: Books) -> None:
        self.phase = Phase.OPEN
        self.point = self.rescued = 0
        self.duplicates = 0
        self.losses = Losses(books)
        self.reduction: Reduction | None = None
        self.probe_end: int | None = None
        self.probe_again = False
        self.forward = False
        self.new_first = False
        self.partial = False
        self.raise_window = 0
        self._books = books
        self._undo: tuple[int, int] | None = None
        self._again_out = 0
        self._first_again_at: float | None = None

    @property
    def resorts(self) -> bool:
        """Whether it may send again what is not known to be lost (RFC 6675 section 4, NextSeg): in recovery, with SACK, without RACK."""
        books = self._books
        return self.phase is Phase.RECOVERY and books.sack and not self.losses.uses_rack and books.profile.last_resort

    def sent_again(self, now: float) -> None:
        """A copy went out."""
        self._again_out += 1
        if self._first_again_at is None:
            self._first_again_at = now
        if self.reduction is not None:
            self.reduction.sent += 1

    def sent_new(self) -> None:
        """New data went out."""
        if self.reduction is not None:
            self.reduction.sent += 1

    def acknowledged(self, facts: AckFacts) -> None:
        """Look at an ACK: what is lost, which phase it is now, and which window."""
        books, flight = self._books, self._books.flight
        delivered_before, lost_before = books.delivered, flight.lost
        self._count(facts)
        self.new_first = False
        if facts.repeated is not None:
            self._again_out = max(0, self._again_out - 1)
            if self.probe_end is None or not self.probe_again:
                self.losses.rack.repeated(books.acknowledged, books.next)
        if books.profile.rack:
            arrived = sorted(facts.fresh, key=lambda sent: sent.end)
            self.losses.rack.delivered(arrived, books.now, books.round_trip.minimum)
        self._answer_probe(facts)
        self._step(facts)
        if not len(flight):
            self.losses.recheck_at = None
        if facts.congestion and self.phase in (Phase.OPEN, Phase.DISORDER):
            self._reduce(Phase.REDUCING, "loss.congestion", facts)
        delivered = books.delivered - delivered_before
        if self.reduction is not None and self.phase in (Phase.RECOVERY, Phase.REDUCING):
            if delivered > 0:
                books.control.window = max(
                    1,
                    self.reduction.window(
                        delivered, flight.under_way, advanced=facts.advanced, more_lost=flight.lost > lost_before
                    ),
                )
        elif facts.advanced:
            self.raise_window = delivered
            return
        self.raise_window = 0

    def timed_out(self, *, again: bool) -> None:
        """The timer ran out, `again` without progress: all that is not known to have arrived is lost (RFC 5681 section 3.1)."""
        books, flight = self._books, self._books.flight
        fresh = self.phase in (Phase.OPEN, Phase.DISORDER) or books.acknowledged >= self.point
        if fresh or (self.phase is Phase.LOSS and not again):
            self._remember()
            books.control.threshold = self._lowered()
            books.control.timed_out()
        if not books.sack:
            flight.sacked = 0
        elif flight.first is not None and flight.first.sacked:
            flight.forget_sacked()  # the receiver has gone back on what it said (RFC 2018 section 8)
        self.losses.mark_by_timer()
        self.reduction = None
        books.control.window = flight.under_way + 1
        self.forward = books.profile.forward_recovery and (again or self.phase not in (Phase.RECOVERY, Phase.LOSS))
        self.phase, self.point = Phase.LOSS, books.next
        self.duplicates = 0
        self.losses.recheck_at = self.probe_end = None
        books.tell(
            EventKind.LOSS, "loss.timer", books.acknowledged, 0, threshold=books.control.threshold,
            window=books.control.window,
        )  # fmt: skip

    def look_again(self) -> bool:
        """The time that RACK allows for reordering is over; True if something is lost."""
        lost_before = self._books.flight.lost
        self.losses.recheck_at = None
        self.losses.find(self.phase)
        if self._books.flight.lost == lost_before:
            return False
        if self.phase in (Phase.OPEN, Phase.DISORDER, Phase.REDUCING):
            self._reduce(Phase.RECOVERY, "loss.enter")
        if self.reduction is not None:
            self._books.control.window = max(
                1, self.reduction.window(1, self._books.flight.under_way, advanced=False, more_lost=True)
            )
        return True

    def _count(self, facts: AckFacts) -> None:
        """What has arrived; without SACK each duplicate ACK stands for one segment (RFC 5681 section 3.2)."""
        books, flight = self._books, self._books.flight
        if books.sack:
            books.delivered += sum(not sent.sacked for sent in facts.done) + len(facts.sacked)
            self.duplicates = 0 if facts.advanced else self.duplicates + bool(facts.duplicate or facts.sacked)
            return
        count = len(facts.done)
        if count:
            books.delivered += max(count - flight.sacked, 1)
            flight.sacked = max(0, flight.sacked - (count - 1))
            flight.sacked = min(flight.sacked, len(flight))
        if facts.advanced:
            self.duplicates = 0
        if facts.duplicate:
            self.duplicates += 1

    def _another_arrived(self, facts: AckFacts) -> None:
        books, flight = self._books, self._books.flight
        if books.sack or not facts.duplicate:
            return
        room = len(flight) - flight.lost
        if flight.sacked < room:
            flight.sacked += 1
            books.delivered += 1

    def _step(self, facts: AckFacts) -> None:
        """One ACK in the state machine of congestion."""
        books = self._books
        if not len(books.flight):
            books.flight.sacked = 0
        if self._over(facts):
            return
        if self.phase is Phase.RECOVERY:
            self._another_arrived(facts)
            if facts.advanced and self._undone(facts, partial=True):
                return
            if facts.repeated is not None and self._undone(facts, partial=False):
                return
            self.partial = self.partial or facts.advanced
            self.losses.find(self.phase, partial=facts.advanced)
            return
        if self.phase is Phase.LOSS and not self._in_loss(facts):
            return
        if not books.sack and facts.advanced:
            books.flight.sacked = 0
        self._another_arrived(facts)
        if facts.repeated is not None:
            self._undone(facts, partial=False)
        self.losses.find(self.phase)
        if books.flight.lost or (not self.losses.uses_rack and books.flight.sacked >= books.profile.duplicates):
            self._reduce(Phase.RECOVERY, "loss.enter", facts)
            self.losses.find(self.phase, entering=True)
        elif self.phase is not Phase.REDUCING:
            self.phase = Phase.DISORDER if books.flight.sacked else Phase.OPEN

    def _over(self, facts: AckFacts) -> bool:
        """Whether a phase ended with this ACK, and nothing else is to be done."""
        books = self._books
        if self.phase in (Phase.OPEN, Phase.DISORDER) or books.acknowledged < self.point:
            return False
        if self.phase is Phase.LOSS:
            return False
        if self.phase is Phase.REDUCING and books.acknowledged == self.point:
            return False  # the answer to the mark comes behind it: until it has arrived, the echo is still the old one
        if self.phase is Phase.RECOVERY:
            if self._undone(facts, partial=False):
                return False
            if not books.sack and books.acknowledged == self.point:
                return True  # RFC 6582 section 4: else duplicates of old segments would look like a new loss
        if not books.sack:
            books.flight.sacked = 0
        self._end()
        return False

    def _end(self) -> None:
        books = self._books
        if self.phase in (Phase.RECOVERY, Phase.REDUCING) and books.control.threshold < NO_THRESHOLD:
            books.control.window = books.control.threshold
        if self.phase in (Phase.RECOVERY, Phase.LOSS):
            self.losses.rack.recovered()
        if self.phase is not Phase.OPEN:
            books.tell(EventKind.RECOVERED, "recovered", books.acknowledged)
        self.phase, self.reduction, self._undo, self._first_again_at = Phase.OPEN, None, None, None

    def _in_loss(self, facts: AckFacts) -> bool:
        """After the timer: slow start through what was under way (RFC 5681 section 3.1), or the timer was wrong (RFC 5682).

        True if that is over.
        """
        books, flight = self._books, self._books.flight
        recovered = books.acknowledged >= self.point
        if facts.advanced and self._undone(facts, partial=False):
            return True
        if self.forward and self._looked_forward(facts, recovered=recovered):
            return self.phase is not Phase.LOSS
        if recovered:
            self._end()
            return True
        if not books.sack:
            if books.next > self.point and facts.duplicate:
                self._another_arrived(facts)
            elif facts.advanced:
                flight.sacked = 0
        self.losses.find(self.phase)
        return False

    def _looked_forward(self, facts: AckFacts, *, recovered: bool) -> bool:
        """F-RTO: whether the ACK settles what is done next; new data is sent first to find out whether the timer was wrong (RFC 5682)."""
        books = self._books
        if facts.original and facts.advanced and self._put_back("undo.forward", facts.advanced):
            return True
        if books.next > self.point:
            if facts.sacked or facts.duplicate:
                self.forward = False
        elif facts.advanced and not recovered and books.more:
            self.point = books.next
            self.new_first = True
            return True
        else:
            self.forward = False
        return False

    def _lowered(self) -> int:
        """The new threshold: from what was under way, which the window may exceed where the sender has less to send (RFC 5681 section 3.1).

        What limited transmit has sent beyond the window does not count.
        """
        books = self._books
        window, flight = books.control.window, len(books.flight)
        size = min(window, flight) if books.profile.reduce_from_flight else window
        return books.control.after_loss(size, now=books.now)

    def _before(self, facts: AckFacts | None) -> int:
        """How much was under way when recovery began, the last ACK not counted (RecoverFS in RFC 9937 section 6.1)."""
        books, flight = self._books, self._books.flight
        if not books.profile.reduce_from_flight:
            return books.control.window
        fresh = len(facts.sacked) + len(facts.done) if facts is not None else 0
        return max(1, len(flight) - (flight.sacked if books.sack else 0) + fresh)

    def _reduce(self, phase: Phase, rule: str, facts: AckFacts | None = None) -> None:
        """A loss or a mark: a new threshold, and the way down to it."""
        books = self._books
        self._remember()
        before = self._before(facts)
        books.control.threshold = self._lowered()
        self.reduction = Reduction(before, books.control.threshold)
        self.phase, self.point, self.partial = phase, books.next, False
        self.rescued = books.flight.first.end if books.flight.first is not None else books.next
        books.tell(EventKind.LOSS, rule, books.acknowledged, 0, threshold=books.control.threshold)

    def _remember(self) -> None:
        """The window as it was, in case that nothing was lost."""
        control = self._books.control
        self._undo = (control.window, control.threshold)
        self._again_out, self._first_again_at = 0, None

    def _undone(self, facts: AckFacts, *, partial: bool) -> bool:
        """Whether this ACK shows that nothing had been lost; then the window is as it was before."""
        books = self._books
        if self._undo is None or not books.profile.undo:
            return False
        mended = facts.repeated is not None and self._again_out == 0 and self._first_again_at is not None
        if mended and not partial:
            return self._put_back("undo.sack", facts.advanced)
        early = self._first_again_at is not None and facts.echo is not None and facts.echo < self._first_again_at - TICK
        if early and facts.advanced and books.timestamps:
            return self._put_back("undo.timestamps", facts.advanced)
        return False

    def _put_back(self, rule: str, advanced: bool) -> bool:  # noqa: FBT001 - which kind of ACK it was
        books = self._books
        if self._undo is None:
            return False
        window, threshold = self._undo
        books.control.window = max(books.control.window, window)
        books.control.threshold = max(books.control.threshold, threshold)
        books.control.undone()
        books.flight.forget_losses()
        books.tell(EventKind.UNDO, rule, books.acknowledged)
        self._undo = self.reduction = self._first_again_at = None
        self.forward = False
        self.phase = Phase.OPEN if advanced else Phase.DISORDER
        return True

    def _answer_probe(self, facts: AckFacts) -> None:
        """What became of a tail loss probe (RFC 8985 section 7.4)."""
        books = self._books
        if self.probe_end is None or books.acknowledged < self.probe_end:
            return
        mended = self.probe_again and facts.repeated is None and facts.advanced and not facts.sacked
        self.probe_end = None
        if mended and self.phase in (Phase.OPEN, Phase.DISORDER):
            books.control.threshold = self._lowered()
            books.control.window = books.control.threshold
            books.tell(EventKind.LOSS, "loss.probe", books.acknowledged, 0, threshold=books.control.threshold)
