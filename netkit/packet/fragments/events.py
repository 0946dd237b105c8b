"""What happens to packets in a host that puts fragments together; each event says so in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from netkit.packet.dissection import Dissection
from netkit.packet.fragments.arrival import Identity
from netkit.packet.fragments.result import Reassembled
from netkit.packet.place import byte_range

__all__ = ["Cause", "Completed", "Event", "GivenUp", "Held", "Ignored"]


class Cause(Enum):
    """Why fragments were given up or ignored; the value is a word in JSON."""

    TIME = "time"
    MEMORY = "memory"
    DISTANCE = "distance"
    RULE = "rule"
    NUMBER = "number"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A fragment waits for others of its packet: `held` bytes of data are there, of `size` in all, where that is known."""

    number: int
    identity: Identity
    start: int
    length: int
    held: int
    size: int | None

    @property
    def text(self) -> str:
        """The event as a sentence."""
        rest = "the last fragment has not come" if self.size is None else f"{self.size - self.held:,} are missing"
        there = f"{self.held:,} {'byte is' if self.held == 1 else 'bytes are'} there"
        return f"packet {self.number} is held ({byte_range(self.start, self.length)}): {there}, {rest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A whole packet: `numbers` are those of its fragments in the order of arrival, or the packet's own where it was not cut.

    `packet` begins with the IP header where it was put together (`whole` then says how), and is the packet itself where it was not.
    """

    numbers: Sequence[int]
    packet: Dissection
    whole: Reassembled | None = None

    @property
    def identity(self) -> Identity | None:
        """What the fragments had in common; None of a packet that was not cut."""
        return self.whole.fragments[0].identity if self.whole is not None else None

    @property
    def text(self) -> str:
        """The event as a sentence."""
        if self.whole is None:
            return f"packet {self.numbers[0]} is whole"
        return f"{_packets(self.numbers)} are one packet of {len(self.packet.data):,} bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """The fragments of a packet are thrown away; `message` is what the host would tell the sender, or empty."""

    numbers: Sequence[int]
    identity: Identity
    cause: Cause
    why: str
    message: str = ""

    @property
    def text(self) -> str:
        """The event as a sentence."""
        one = len(self.numbers) == 1
        told = f"; the host sends {self.message}" if self.message else ""
        return f"{_packets(self.numbers)} {'is' if one else 'are'} thrown away: {self.why}{told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A fragment that was not let in."""

    number: int
    identity: Identity
    cause: Cause
    why: str

    @property
    def text(self) -> str:
        """The event as a sentence."""
        return f"packet {self.number} is ignored: {self.why}"


Event = Held | Completed | GivenUp | Ignored

MOST_NAMED = 8


def _packets(numbers: Sequence[int]) -> str:
    """`packet 3`, `packets 3 and 4`, `packets 3, 4 and 5`; of many the first."""
    words = [str(number) for number in numbers[:MOST_NAMED]]
    if len(numbers) > MOST_NAMED:
        return f"packets {', '.join(words)} and {len(numbers) - MOST_NAMED} more"
    return f"packet {words[0]}" if len(words) == 1 else f"packets {', '.join(words[:-1])} and {words[-1]}"
