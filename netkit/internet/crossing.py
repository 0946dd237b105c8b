"""One segment on its way from one side to the other: when it left, what became of it, and which events go with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.tcp import Segment

__all__ = ["Crossing", "Side"]


WORDS = ("sender", "receiver")


class Side(IntEnum):
    """The two ends of a transfer; `word` is the word in JSON."""

    SENDER = 0
    RECEIVER = 1

    @property
    def word(self) -> str:
        """The side in words."""
        return WORDS[self]


@dataclass(slots=True)
class Crossing:
    """A segment; times in seconds.

    `header` is the segment without its payload, of which there are `length` bytes; `sequence` and `acknowledgment` (None without ACK) are
    relative as Wireshark shows them. `again` says that all of its numbers had been sent before. `lost` says why it never arrived ("" if it
    did), `left` when it had left the bottleneck, `arrivals` when it came. `told` are the numbers of the events of the call that sent it,
    first and last but one; `heard` likewise those of each arrival. `order` is its place among all that the sender sends and receives.
    """

    number: int
    side: Side
    time: float
    header: Segment
    sequence: int
    acknowledgment: int | None
    length: int
    again: bool
    lost: str
    met: float
    left: float | None
    arrivals: tuple[float, ...]
    told: tuple[int, int]
    heard: tuple[tuple[int, int], ...] = ()
    order: int = 0

    @property
    def end(self) -> int:
        """The relative number after the last that it takes."""
        return self.sequence + self.length + self.header.length
