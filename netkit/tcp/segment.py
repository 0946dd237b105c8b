"""A segment as two endpoints exchange it: the header's numbers, the options that TCP itself reads, and the bytes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

__all__ = ["Flag", "Segment", "Timestamps"]


class Flag(IntFlag):
    """The control bits (RFC 9293 section 3.1; ECE and CWR: RFC 3168)."""

    FIN = 0x01
    SYN = 0x02
    RST = 0x04
    PSH = 0x08
    ACK = 0x10
    URG = 0x20
    ECE = 0x40
    CWR = 0x80

    __and__ = int.__and__  # type: ignore[assignment]
    """A plain number: every segment is asked for its bits a dozen times, and making a set of flags each time took a tenth of a run."""


NO_FLAGS = Flag(0)


@dataclass(frozen=True, slots=True)
class Timestamps:
    """The option's two numbers (RFC 7323 section 3): the sender's clock, and the last that it saw of the other's."""

    value: int
    echo: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One segment; numbers are as on the wire, modulo 2^32.

    `window` is the number in the header, before it is scaled, `urgent` the urgent pointer. `largest` is the maximum segment size option,
    `shift` the window scale's, each None where the option is not there; `sack` are the blocks of the SACK option, each from its first
    number to the one after its last. `congestion` says that the IP header carries the mark of a congested router (CE), `capable` that it
    may be marked (ECT).
    """

    sequence: int
    acknowledgment: int = 0
    flags: Flag = NO_FLAGS
    window: int = 0
    urgent: int = 0
    payload: bytes = b""
    largest: int | None = None
    shift: int | None = None
    sack_permitted: bool = False
    sack: tuple[tuple[int, int], ...] = ()
    timestamps: Timestamps | None = None
    congestion: bool = False
    capable: bool = False

    @property
    def length(self) -> int:
        """How many sequence numbers it takes: its bytes, and one each for SYN and FIN (RFC 9293 section 3.3.1)."""
        return len(self.payload) + bool(self.flags & Flag.SYN) + bool(self.flags & Flag.FIN)

    @property
    def options_size(self) -> int:
        """Bytes of options in the header, padded to words of four; timestamps are aligned outside of a SYN (RFC 7323 appendix A)."""
        size = (4 if self.largest is not None else 0) + (3 if self.shift is not None else 0)
        size += (2 if self.sack_permitted else 0) + (2 + 8 * len(self.sack) if self.sack else 0)
        if self.timestamps is not None:
            size += 10 if self.largest is not None else 12
        return -(-size // 4) * 4
