"""What is under way: every segment that was sent and not yet acknowledged, and what is thought to have become of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Flight", "Sent"]


@dataclass(slots=True, eq=False)
class Sent:
    """A segment under way; `start` and `end` count bytes from the first number (SYN 0), so they never wrap.

    `sent_at` is when its last copy went out, `first_at` the first. `sacked` says that the receiver has it, `lost` that it is thought to be
    lost, `again` that a copy of it is under way since. `order` counts all copies that went out: which of two at one moment was the later.
    """

    start: int
    end: int
    sent_at: float
    first_at: float
    copies: int = 1
    sacked: bool = False
    lost: bool = False
    again: bool = False
    push: bool = False
    order: int = 0


class Flight:
    """The segments under way in order, and their counts.

    `sacked` counts those that the receiver is known to have (without SACK: one for each duplicate ACK), `lost` those thought to be lost,
    and `again` the copies under way. `under_way` is RFC 6675's pipe, in segments.
    """

    def __init__(self) -> None:
        self._sent: deque[Sent] = deque()
        self.sacked = self.lost = self.again = 0
        self._order = 0

    def __len__(self) -> int:
        return len(self._sent)

    def __iter__(self) -> Iterator[Sent]:
        return iter(self._sent)

    @property
    def under_way(self) -> int:
        """Segments thought to be in the network (RFC 6675 section 2, pipe)."""
        return len(self._sent) - self.sacked - self.lost + self.again

    @property
    def first(self) -> Sent | None:
        """The oldest."""
        return self._sent[0] if self._sent else None

    @property
    def last(self) -> Sent | None:
        """The newest."""
        return self._sent[-1] if self._sent else None

    def add(self, sent: Sent) -> None:
        """A new segment went out."""
        self._order += 1
        sent.order = self._order
        self._sent.append(sent)

    def acknowledge(self, upto: int) -> list[Sent]:
        """Take away what an ACK covers, and give it; one that is covered in part stays with its rest."""
        done = []
        while self._sent and self._sent[0].end <= upto:
            sent = self._sent.popleft()
            self.sacked -= sent.sacked
            self.lost -= sent.lost
            self.again -= sent.again
            done.append(sent)
        if self._sent and self._sent[0].start < upto:
            self._sent[0].start = upto
        return done

    def mark_sacked(self, start: int, end: int) -> list[Sent]:
        """Those that lie within a SACK block and were not known to be there."""
        found = []
        for sent in self._sent:
            if sent.start >= end:
                break
            if sent.start >= start and sent.end <= end and not sent.sacked:
                self.lost -= sent.lost
                self.again -= sent.again
                found.append((sent, sent.again))
                sent.sacked, sent.lost = True, False
                self.sacked += 1
        for sent, _ in found:
            sent.again = False
        return [sent for sent, _ in found]

    def mark_lost(self, sent: Sent) -> bool:
        """One is thought to be lost, it or its last copy; False if that was known."""
        if sent.sacked or (sent.lost and not sent.again):
            return False
        if sent.again:
            sent.again = False
            self.again -= 1
        if not sent.lost:
            sent.lost = True
            self.lost += 1
        return True

    def sent_again(self, sent: Sent, now: float, *, probe: bool = False) -> None:
        """A copy went out; one that is a `probe` stands for a segment that may be there still, and is not counted twice."""
        self._order += 1
        sent.sent_at, sent.order = now, self._order
        sent.copies += 1
        if not sent.again and not probe:
            sent.again = True
            self.again += 1

    def uncount(self, sent: Sent) -> None:
        """The copy that went out is not counted as under way (RFC 6675 section 4, rule 4 of NextSeg)."""
        if sent.again:
            sent.again = False
            self.again -= 1

    def replace(self, pieces: Iterable[Sent]) -> None:
        """Other segments with the same numbers are under way now, those that are new having gone out just now."""
        self._sent = deque(pieces)
        for sent in self._sent:
            if not sent.order:
                self._order += 1
                sent.order = self._order
        self.sacked = (
            sum(sent.sacked for sent in self._sent) if any(sent.sacked for sent in self._sent) else self.sacked
        )
        self.lost = sum(sent.lost for sent in self._sent)
        self.again = sum(sent.again for sent in self._sent)

    def forget_losses(self) -> None:
        """Nothing is thought to be lost any more: the loss was none."""
        for sent in self._sent:
            sent.lost = False
        self.lost = 0

    def forget_sacked(self) -> None:
        """Nothing is known any more to have arrived beyond the first."""
        for sent in self._sent:
            sent.sacked = False
        self.sacked = 0
