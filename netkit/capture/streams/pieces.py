"""One direction of a stream in its pieces: which segment brought which bytes, what came twice, and who keeps it under each policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from netkit.capture.record import Record
from netkit.capture.streams.direction import Arrival, Watch
from netkit.capture.streams.end import End
from netkit.capture.streams.following import CLIENT, MOST_HELD, SERVER, Came, Followed, Following, segments_of
from netkit.capture.streams.numbers import StreamNumbers
from netkit.packet.overlap import TCP_POLICIES, Decision, Decisions, Policy
from netkit.tcp.reassembly import PIECE_COST

__all__ = ["MOST_DECISIONS", "Pieces", "Recorded", "pieces_of", "record_stream"]

MOST_DECISIONS = 100_000
"""Decisions that are kept; more are only counted."""


@dataclass(slots=True)
class Recorded:
    """The segments of one stream as they came, kept so that they can be put together by one policy after the other.

    `left_out` bytes came when there was no more room.
    """

    number: int
    came: list[Came] = field(default_factory=list)
    left_out: int = 0


@dataclass(slots=True)
class Pieces:
    """What one side said, put together by a policy.

    `arrivals` are its segments with data in the order in which they came, `decisions` those about bytes that came twice in the order in
    which they were made (`uncounted` more are not kept); both call a segment by its number, from 1. `owners` has (start, length,
    segment) of each held byte.
    """

    side: str
    followed: Followed
    policy: Policy
    arrivals: list[Arrival] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    uncounted: int = 0
    owners: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def source(self) -> End:
        """Who said it."""
        return self.followed.client if self.side == CLIENT else self.followed.server

    @property
    def destination(self) -> End:
        """Whom it was said to."""
        return self.followed.server if self.side == CLIENT else self.followed.client

    @property
    def data(self) -> Sequence[tuple[int, bytes]]:
        """The stretches that are there, as (offset, bytes)."""
        return self.followed.data.get(self.side, ())

    @property
    def said(self) -> int:
        """Bytes that are there, each counted once."""
        return self.followed.said(self.side)

    @property
    def end(self) -> int:
        """The byte behind the last that there is, or is known to have been."""
        return max((start + length for start, length in self._stretches()), default=0)

    @property
    def holes(self) -> list[tuple[int, int]]:
        """Where bytes are missing, as (first, the one behind the last), in order."""
        chunks = [chunk for chunk in self.followed.chunks if chunk.direction == self.side and chunk.data is None]
        return sorted((chunk.start, chunk.start + chunk.length) for chunk in chunks)

    def bytes_at(self, start: int, end: int) -> list[bytes | None]:
        """The bytes from one place up to another, None for each that is missing."""
        found: list[bytes | None] = [None] * max(end - start, 0)
        for offset, data in self.data:
            for at in range(max(offset, start), min(offset + len(data), end)):
                found[at - start] = data[at - offset : at - offset + 1]
        return found

    def _stretches(self) -> Iterable[tuple[int, int]]:
        return ((chunk.start, chunk.length) for chunk in self.followed.chunks if chunk.direction == self.side)


def record_stream(records: Iterable[Record], number: int, *, limit: int = MOST_HELD) -> tuple[Recorded, int]:
    """The segments of the TCP stream of this number, and how many streams there are; at most `limit` bytes are kept, cost included."""
    numbers = StreamNumbers()
    found = Recorded(number)
    cost = 0
    for each in segments_of(records, number, numbers):
        cost += len(each.data) + PIECE_COST
        if cost > limit:
            found.left_out += len(each.data)
        else:
            found.came.append(each)
    return found, numbers.count


def pieces_of(recorded: Recorded, policy: str) -> dict[str, Pieces] | None:
    """Both sides of a stream put together by a policy; None if no segment of it came. UsageError for a policy that there is not."""
    pending: dict[str, tuple[list[Arrival], Decisions]] = {
        side: ([], Decisions(MOST_DECISIONS)) for side in (CLIENT, SERVER)
    }
    watches = {side: Watch(arrivals.append, decisions) for side, (arrivals, decisions) in pending.items()}
    following = Following(recorded.number, policy, MOST_HELD, watches)
    for each in recorded.came:
        following.receive(*each)
    followed = following.result()
    if followed is None:
        return None
    found = {}
    for side, (arrivals, decisions) in pending.items():
        stream = following.sides[side].bytes
        owners = stream.owners if stream is not None else []
        found[side] = Pieces(
            side, followed, TCP_POLICIES[policy], arrivals, decisions.kept, decisions.uncounted, owners
        )
    return found
