"""Which of the segments under way are lost: by duplicate ACKs, by SACK, or by time (RFC 5681, 6582, 6675, 8985)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.sending.phase import Phase
from netkit.tcp.sending.rack import Rack

if TYPE_CHECKING:
    from netkit.tcp.sending.books import Books

__all__ = ["Losses"]


class Losses:
    """`recheck_at` is when RACK has to look again, in seconds (None: it need not)."""

    def __init__(self, books: Books) -> None:
        self.rack = Rack()
        self.recheck_at: float | None = None
        self._books = books

    @property
    def uses_rack(self) -> bool:
        """RACK needs SACK (RFC 8985 section 3)."""
        return self._books.profile.rack and self._books.sack

    def find(self, phase: Phase, *, partial: bool = False, entering: bool = False) -> None:
        """Mark what is lost, by the strongest rule that both sides allow.

        `partial` says that an ACK stopped short, `entering` that recovery begins, with the first segment (RFC 6675 section 5, step 4.3).
        """
        if not len(self._books.flight):
            return
        if not self._books.sack:
            self._by_duplicates(phase, partial=partial)
        elif self.uses_rack:
            self._by_time(phase)
        elif phase is Phase.RECOVERY:
            self._by_count(entering=entering)

    def mark_by_timer(self) -> None:
        """The timer ran out: what is not known to have arrived is lost, but with RACK what has just gone out (RFC 8985 section 6.3)."""
        books, trip = self._books, self._books.round_trip
        window = self.rack.window(trip.minimum, trip.smoothed)
        for sent in books.flight:
            if sent is books.flight.first or not self.uses_rack or not self.rack.recent(sent, books.now, window):
                books.flight.mark_lost(sent)

    def _by_duplicates(self, phase: Phase, *, partial: bool) -> None:
        """Without SACK: the first, after enough duplicate ACKs, or after an ACK that stops short (RFC 6582 section 3.2)."""
        flight = self._books.flight
        if phase is Phase.RECOVERY:
            lost = partial or flight.lost == 0
        else:
            lost = phase is not Phase.LOSS and flight.sacked >= self._books.profile.duplicates
        if lost and flight.first is not None and not flight.first.again:
            flight.mark_lost(flight.first)

    def _by_time(self, phase: Phase) -> None:
        """RACK: what was sent before something that has arrived (RFC 8985 section 6.2)."""
        books, flight, trip = self._books, self._books.flight, self._books.round_trip
        at_once = phase in (Phase.RECOVERY, Phase.LOSS) or flight.sacked >= books.profile.duplicates
        lost, wait = self.rack.lost(flight, books.now, minimum=trip.minimum, smoothed=trip.smoothed, at_once=at_once)
        for sent in lost:
            flight.mark_lost(sent)
        self.recheck_at = None if wait is None else books.now + wait

    def _by_count(self, *, entering: bool) -> None:
        """SACK: what has enough behind it (RFC 6675 section 4, IsLost)."""
        flight, threshold = self._books.flight, self._books.profile.duplicates
        behind = flight.sacked
        for sent in flight:
            if behind < threshold:
                break
            if sent.sacked:
                behind -= 1
            elif not sent.again and not sent.lost:
                flight.mark_lost(sent)
        first = flight.first
        if entering and first is not None and not flight.lost and not first.sacked:
            flight.mark_lost(first)
