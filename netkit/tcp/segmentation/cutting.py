"""A payload cut into segments: which bytes each carries, and the number of its first (RFC 9293 §3.4, §3.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from netkit.errors import UsageError
from netkit.tcp.segmentation.size import SegmentSize
from netkit.tcp.sequence import MODULUS, add

__all__ = ["LARGEST_PAYLOAD", "MOST_SEGMENTS", "Portion", "Segmentation", "segment"]

LARGEST_PAYLOAD = 64 << 20
"""Bytes of a payload at most."""

MOST_SEGMENTS = 100_000


class Portion(NamedTuple):
    """What one segment carries of a payload: `length` bytes from `start` on; segments are numbered from 1.

    `sequence` is the number of the first byte as on the wire, `push` whether PSH is set: on the last, behind which nothing waits to be
    sent (RFC 9293 §3.9.1.2).
    """

    number: int
    start: int
    length: int
    sequence: int
    push: bool

    @property
    def end(self) -> int:
        """The offset behind the last byte."""
        return self.start + self.length

    @property
    def relative(self) -> int:
        """The sequence number as Wireshark shows it: the SYN has 0, the first byte of data 1."""
        return self.start + 1


class Segmentation(Sequence[Portion]):
    """The portions of a payload, in order; each is worked out when it is asked for, so that many cost no memory.

    `initial_sequence` is the number of the SYN, so the first byte of data has the next one.
    """

    def __init__(self, payload: bytes, size: SegmentSize, initial_sequence: int) -> None:
        self.payload = payload
        self.size = size
        self.initial_sequence = initial_sequence
        self._count = -(-len(payload) // size.data)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Portion: ...
    @overload
    def __getitem__(self, at: slice) -> list[Portion]: ...
    def __getitem__(self, at: int | slice) -> Portion | list[Portion]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(self._count))]
        place = at + self._count if at < 0 else at
        if not 0 <= place < self._count:
            raise IndexError(f"there are {self._count:,} segments, and no number {at + 1:,}")
        start = place * self.size.data
        last = place + 1 == self._count
        length = len(self.payload) - start if last else self.size.data
        return Portion(place + 1, start, length, add(self.initial_sequence, start + 1), last)

    def __iter__(self) -> Iterator[Portion]:
        full, sequence = self.size.data, self.initial_sequence + 1
        for place in range(self._count - 1):
            yield Portion(place + 1, place * full, full, (sequence + place * full) % MODULUS, False)  # noqa: FBT003
        yield self[-1]

    def data(self, portion: Portion) -> bytes:
        """The bytes of a portion."""
        return self.payload[portion.start : portion.end]

    @property
    def rest(self) -> int:
        """Bytes in the last segment if it is short; 0 where it is full."""
        return len(self.payload) % self.size.data

    @property
    def wraps_in(self) -> Portion | None:
        """The portion in which the numbers on the wire begin anew at 0, or with which they do; None where they don't."""
        left = -(self.initial_sequence + 1) % MODULUS
        return self[left // self.size.data] if left < len(self.payload) else None


def segment(payload: bytes, size: SegmentSize, initial_sequence: int = 0) -> Segmentation:
    """A payload cut into segments of this size: all are full but the last, which has what is left.

    UsageError for a payload without a byte, or too large, for more segments than netkit makes, and for a number that 32 bits can't hold.
    """
    if not payload:
        raise UsageError(
            "there is nothing to cut: the payload has 0 bytes",
            why="a segment with data has at least one byte; TCP sends nothing where there is nothing to send",
            hint="give a file with something in it",
        )
    if len(payload) > LARGEST_PAYLOAD:
        raise UsageError(
            f"the payload is too large: {len(payload):,} bytes",
            why=f"netkit cuts {LARGEST_PAYLOAD >> 20} MiB at most",
            hint="cut a part of it: head -c 1000000 FILE | netkit tcp segment -",
        )
    if not 0 <= initial_sequence < MODULUS:
        raise UsageError(
            f"{initial_sequence} is no sequence number",
            why=f"the field has 32 bits, so 0 to {MODULUS - 1:,} (RFC 9293 §3.4)",
        )
    found = Segmentation(payload, size, initial_sequence)
    if len(found) > MOST_SEGMENTS:
        raise UsageError(
            f"that would be {len(found):,} segments",
            why=f"netkit makes {MOST_SEGMENTS:,} at most",
            hint=f"take segments of at least {-(-len(payload) // MOST_SEGMENTS)} bytes, or a shorter payload",
        )
    return found
