"""The bytes of one direction of a TCP connection, put together from segments that come late, twice, or overlapping (RFC 9293 §3.4)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from netkit.packet.overlap import TCP_POLICIES, Decision, IntervalStore, policy_named
from netkit.tcp.sequence import HALF, MODULUS, add

__all__ = ["FURTHEST", "PIECE_COST", "Reassembler"]

FURTHEST = 1 << 30
"""The largest window there can be (RFC 7323 §2.3): no segment that is meant lies further ahead of the first missing byte."""

PIECE_COST = 256
"""What a piece costs beside its bytes, at most about; so a limit also holds for a flood of segments of one byte."""


class Reassembler:
    """A picture of everything that was received of a stream; offsets count its bytes, 0 being the first behind the SYN.

    `initial_sequence` is the SYN's sequence number, so the first byte of data has the next one. `policy` names who wins where segments
    overlap (`netkit.packet.overlap.TCP_POLICIES`); it holds for all bytes that are held, until `take` gives the contiguous ones away and
    freezes them. With a `limit` no more than so many bytes are held, each piece counted with what it costs beside them. `tell` is called
    with each decision about bytes that came twice; pushes are numbered from 1.

    Nothing a segment says raises; an unknown policy is a UsageError.
    """

    def __init__(
        self,
        initial_sequence: int,
        policy: str = "first",
        *,
        limit: int | None = None,
        tell: Callable[[Decision], None] | None = None,
    ) -> None:
        self.initial_sequence = initial_sequence % MODULUS
        self.policy = policy_named(policy, TCP_POLICIES)
        self.limit = limit
        self.taken = 0
        """Bytes that were taken or given up: the offset of the first byte that can still change."""
        self.refused = 0
        """Bytes that were not let in: too far ahead, or beyond the limit."""
        self._store = IntervalStore(self.policy, tell)
        self._first = add(self.initial_sequence, 1)
        self._reach = 0
        self._pushes = 0

    def push(self, sequence: int, data: bytes) -> None:
        """Take in a segment's data, whose first byte has this sequence number.

        What lies before the first byte that can still change is cut off, as is done with what a receiver has delivered already
        (RFC 9293 §3.10.7.4).
        """
        self._pushes += 1
        # How far ahead of the first missing byte, as far as that is known; of the two ways around the shorter one counts.
        offset = self._reach + (sequence - self._first - self._reach + HALF) % MODULUS - HALF
        end = offset + len(data)
        if end > self._reach + FURTHEST:
            offset, end = self._renewed(sequence, len(data))
        if offset < self.taken:
            data = data[self.taken - offset :]
            offset = self.taken
        if end > self._reach + FURTHEST or (self.limit is not None and self.cost + len(data) + PIECE_COST > self.limit):
            self.refused += len(data)
        else:
            self._store.put(offset, data if type(data) is bytes else bytes(data), self._pushes)

    def _renewed(self, sequence: int, size: int) -> tuple[int, int]:
        """Where a segment begins and ends, as it looks from the first byte that is really missing."""
        reach = self.next_offset
        offset = reach + (sequence - self._first - reach + HALF) % MODULUS - HALF
        return offset, offset + size

    @property
    def next_offset(self) -> int:
        """The offset of the first byte that is not there: what a receiver would acknowledge."""
        self._reach = self._store.reach(self._reach)
        return self._reach

    @property
    def next_sequence(self) -> int:
        """The sequence number of the first byte that is not there."""
        return add(self._first, self.next_offset)

    @property
    def held(self) -> int:
        """Bytes held, each counted once."""
        return self._store.held

    @property
    def cost(self) -> int:
        """What is held, counted as the limit counts it."""
        return self._store.held + PIECE_COST * self._store.count

    @property
    def pieces(self) -> list[tuple[int, bytes]]:
        """Every held byte, as (offset, bytes) in order: one entry for each stretch without a gap."""
        found: list[tuple[int, list[bytes]]] = []
        end = -1
        for piece in self._store.parts():
            if piece.start != end:
                found.append((piece.start, []))
            found[-1][1].append(piece.data)
            end = piece.end
        return [(start, b"".join(parts)) for start, parts in found]

    @property
    def owners(self) -> list[tuple[int, int, int]]:
        """Whose each held byte is: (offset, length, number of the push), in order."""
        return [(piece.start, piece.end - piece.start, piece.number) for piece in self._store.pieces()]

    @property
    def holes(self) -> list[tuple[int, int]]:
        """Where bytes are missing below the last one that is held, as (first offset, the offset behind the last), in order."""
        return list(self._store.holes(self.taken, self._store.end))

    @property
    def contiguous(self) -> bytes:
        """The bytes that `take` would give: from the first that was not taken yet up to the first that is missing."""
        end = self.next_offset
        return b"".join([piece.data for piece in takewhile(lambda piece: piece.start < end, self._store.parts())])

    def take(self) -> bytes:
        """Remove and give the contiguous bytes; what arrives for them later changes nothing any more."""
        start, self.taken = self.taken, self.next_offset
        return b"".join(self._store.take(start, self.taken)) if start < self.taken else b""

    def skip(self) -> int:
        """Give up the first hole, once everything before it was taken: gives how many bytes are left out, 0 if there is no hole."""
        hole = next(self._store.holes(self.taken, self._store.end), None)
        if hole is None or hole[0] != self.taken:
            return 0
        self.taken = self._reach = hole[1]
        return hole[1] - hole[0]
