"""Messages of DNS in TCP streams: the bytes of each direction put in order, and cut where their lengths say (RFC 1035 §4.2.2)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator

from netkit.capture.streams.numbers import SYN
from netkit.packet.application.dns.message import Dns, DnsLength
from netkit.tcp import Reassembler
from netkit.tcp.sequence import MODULUS

__all__ = ["MOST_DIRECTIONS", "TcpMessages"]

MOST_DIRECTIONS = 1_000
"""Directions of streams that are put together at the same time; the one that was silent longest is given up first."""

MOST_WAITING = 1 << 18
"""Bytes of one direction that wait for others: some of the longest messages."""


class TcpMessages:
    """Segments go in, and messages come out as soon as they are whole; without its SYN a direction begins with its first segment."""

    def __init__(self) -> None:
        self.given_up = 0
        """Directions that had to be forgotten for others, with bytes of theirs waiting."""
        self._directions: OrderedDict[Hashable, _Bytes] = OrderedDict()

    def take(self, direction: Hashable, flags: int, sequence: int, data: bytes) -> Iterator[bytes]:
        """The messages that a segment completes; `sequence` is the segment's own number."""
        known = self._directions.get(direction)
        if flags & SYN or known is None:
            if not data and not flags & SYN:
                return
            known = self._directions[direction] = _Bytes(sequence if flags & SYN else (sequence - 1) % MODULUS)
            if len(self._directions) > MOST_DIRECTIONS:
                _, oldest = self._directions.popitem(last=False)
                self.given_up += oldest.waiting
        self._directions.move_to_end(direction)
        if data:
            yield from known.take((sequence + bool(flags & SYN)) % MODULUS, data)


class _Bytes:
    """What one direction said and nobody has read yet."""

    def __init__(self, initial: int) -> None:
        self.reassembler = Reassembler(initial, limit=MOST_WAITING)
        self.ready = b""

    @property
    def waiting(self) -> bool:
        """Whether bytes are here that belong to no message yet."""
        return bool(self.ready or self.reassembler.held)

    def take(self, sequence: int, data: bytes) -> Iterator[bytes]:
        self.reassembler.push(sequence, data)
        self.ready += self.reassembler.take()
        while len(self.ready) >= DnsLength.fixed_bytes:
            end = DnsLength.fixed_bytes + int.from_bytes(self.ready[: DnsLength.fixed_bytes], "big")
            if len(self.ready) < end:
                return
            message, self.ready = self.ready[DnsLength.fixed_bytes : end], self.ready[end:]
            if len(message) >= Dns.fixed_bytes:
                yield message
