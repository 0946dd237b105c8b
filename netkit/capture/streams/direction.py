"""What one side of a TCP connection said: its segments become bytes, and the places where bytes are missing become known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from netkit.capture.streams.numbers import FIN, RST, SYN
from netkit.packet.overlap import Decision
from netkit.tcp import Reassembler
from netkit.tcp.reassembly import FURTHEST
from netkit.tcp.sequence import MODULUS, ahead

__all__ = ["Arrival", "Direction", "Owner", "Watch"]


class Owner(NamedTuple):
    """Whose bytes stand somewhere: from `start` on `length` bytes came with the packets of these numbers."""

    start: int
    length: int
    numbers: Sequence[int]


class Arrival(NamedTuple):
    """How a segment with data was taken in, which came in the packets of these `numbers`.

    It is the one with the number `push` that was put into the stream, or 0 where it was not. It covers `length` bytes from `start` on, of
    which `new` were not there yet; `expected` is the byte that was missing first when it came, `reached` the one that is now. `left_out`
    bytes were not let in: they lie before the first byte or too far ahead, or only asked whether the other side is there.
    """

    push: int
    numbers: Sequence[int]
    start: int
    length: int
    new: int
    expected: int
    reached: int
    left_out: int

    @property
    def twice(self) -> int:
        """How many of its bytes were there already."""
        return self.length - self.new - self.left_out


class Watch(NamedTuple):
    """Who is told of each segment with data, and of each decision about bytes that came twice."""

    arrived: Callable[[Arrival], None]
    decided: Callable[[Decision], None]


class Direction:
    """The bytes that one side sent; offsets count them from 0, the first behind the SYN.

    Where the SYN was not seen, the first segment's first byte has offset 0. At most `limit` bytes are held. `policy` says who wins where
    segments overlap; it holds for all bytes of the stream, for none are given away before the end. A `watch` is told of what comes.
    """

    def __init__(self, policy: str, limit: int, watch: Watch | None = None) -> None:
        self.policy = policy
        self.watch = watch
        self.limit = limit
        self.bytes: Reassembler | None = None
        self.end = 0
        """The byte behind the last that came, as far as is known."""
        self.finish: int | None = None
        """Where a FIN said that the bytes end."""
        self.acknowledged = 0
        """So many bytes the other side said that it has."""
        self.ordered = 0
        """Up to here it is settled when the bytes were delivered."""
        self.reset_bytes = 0
        """Bytes that came with a reset: mostly a remark on why (RFC 9293 §3.5.3); they are kept in their place."""
        self.early_bytes = 0
        """Bytes before the first that counts."""
        self._numbers: list[Sequence[int] | int] = []

    def receive(self, flags: int, sequence: int, data: bytes, numbers: Sequence[int]) -> None:
        """Take in a segment with its data, which came in the packets of these numbers."""
        if self.bytes is None:
            if flags & RST and not data:
                return  # what a reset counts from is often 0, and says nothing of the bytes
            first = sequence if flags & SYN else (sequence - 1) % MODULUS
            self.bytes = self._reassembler(first)
        if flags & RST:
            self.reset_bytes += len(data)
        if flags & SYN:
            sequence = (sequence + 1) % MODULUS
        reassembler = self.bytes
        start = reassembler.next_offset + ahead(sequence, reassembler.next_sequence)
        end = start + len(data)
        if data and not self._keeps_alive(flags, start, data):
            early = min(len(data), max(-start, 0))
            self.early_bytes += early
            refused, held = reassembler.refused, reassembler.held
            expected = reassembler.next_offset
            reassembler.push(sequence, data)
            self._numbers.append(numbers[0] if len(numbers) == 1 else tuple(numbers))
            refused = reassembler.refused - refused
            if not refused:
                self.end = max(self.end, end)
            arrival = (start, len(data), reassembler.held - held, expected, reassembler.next_offset, early + refused)
            self._tell(len(self._numbers), numbers, *arrival)
        elif data:
            self._tell(0, numbers, start, len(data), 0, reassembler.next_offset, reassembler.next_offset, len(data))
        if flags & FIN and 0 <= end <= self.reach + FURTHEST:
            self.finish = end if self.finish is None else max(self.finish, end)

    def _reassembler(self, initial_sequence: int) -> Reassembler:
        tell = None if self.watch is None else self.watch.decided
        return Reassembler(initial_sequence, self.policy, limit=self.limit, tell=tell)

    def _tell(self, push: int, numbers: Sequence[int], *rest: int) -> None:
        if self.watch is not None:
            self.watch.arrived(Arrival(push, numbers, *rest))

    def _keeps_alive(self, flags: int, start: int, data: bytes) -> bool:
        """Whether a segment only asks whether the other side is still there, with one byte of garbage before the next (RFC 9293 §3.8.4)."""
        return data == b"\0" and not flags & FIN and start == self.end - 1 and self.reach >= self.end

    @property
    def reach(self) -> int:
        """The offset of the first byte that has not come."""
        return self.bytes.next_offset if self.bytes is not None else 0

    def acknowledge(self, number: int) -> None:
        """Take in what the other side says that it expects next."""
        if self.bytes is None:
            self.bytes = self._reassembler((number - 1) % MODULUS)
        offset = self.bytes.next_offset + ahead(number, self.bytes.next_sequence)
        if self.acknowledged < offset <= self.end + FURTHEST:
            self.acknowledged = offset

    def settle(self) -> tuple[int, int] | None:
        """The bytes that were delivered since the last time, as (first, the one behind the last): they came, or the other side has them."""
        there = max(self.reach, min(self.acknowledged, self.end))
        if there <= self.ordered:
            return None
        start, self.ordered = self.ordered, there
        return start, there

    def settle_rest(self) -> tuple[int, int] | None:
        """What is left when nothing more comes: bytes behind holes, and such as are known to be missing at the end."""
        start, end = self.ordered, max(self.end, self.stated_end)
        self.ordered = max(start, end)
        return (start, end) if end > start else None

    @property
    def stated_end(self) -> int:
        """Where the bytes end by what was said: a FIN stands there, or the other side has all before it."""
        if self.finish is not None:
            return self.finish
        # A FIN that was not captured has a number, too: one number more than there are bytes says nothing of a byte.
        return self.acknowledged if self.acknowledged > self.end + 1 else 0

    @property
    def refused(self) -> int:
        """Bytes that were not let in: beyond the limit, or too far ahead."""
        return self.bytes.refused if self.bytes is not None else 0

    def pieces(self) -> list[tuple[int, bytes]]:
        """The bytes that are there, as (offset, bytes) in order, one entry for each stretch without a gap."""
        return self.bytes.pieces if self.bytes is not None else []

    def owners(self) -> Iterator[Owner]:
        """In which packets each byte came, in order."""
        for start, length, push in self.bytes.owners if self.bytes is not None else ():
            number = self._numbers[push - 1]
            yield Owner(start, length, (number,) if isinstance(number, int) else number)
