"""An ICMP error about a segment of ours: whether it is believed, and what follows (RFC 9293 section 3.9.2.2, RFC 5927, RFC 1191)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from netkit.tcp.connection.lifetime import OPENING, SENDING
from netkit.tcp.connection.states import Cause, State
from netkit.tcp.event import EventKind
from netkit.tcp.sending.cutting import cut_smaller

if TYPE_CHECKING:
    from netkit.tcp.connection.block import Block
    from netkit.tcp.sending.sender import Emission

__all__ = ["NetworkError", "Severity", "reported"]

TIMESTAMPS = 12
HEADERS = {4: 40, 6: 60}
"""Bytes of the fixed headers of IP and TCP."""

SMALLEST_MTU = {4: 68, 6: 1280}
"""Bytes that every link carries (RFC 791 section 3.2, RFC 8200 section 5)."""

PLATEAUS = (32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, 508, 296, 68)
"""MTUs that there are: what is tried where an old router does not say what would fit (RFC 1191 section 7.1)."""


class Severity(Enum):
    """What an error means for a connection: the packet was too big, it may pass, or it won't."""

    TOO_BIG = "too big"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkError:
    """What ICMP reports of a segment of ours, whose `sequence` number it quotes as it was on the wire.

    `what` says it in words. Of one that was too big, `mtu` is what the next link carries (0: not told), and `size` how long the packet was.
    """

    sequence: int
    severity: Severity
    what: str
    mtu: int = 0
    size: int = 0


def reported(block: Block, error: NetworkError) -> list[tuple[Emission, bool]]:
    """Believe it or not, and act on it; what is sent again because of it, as a sender gives it.

    Anybody could send such an error: one that quotes a number which is not under way is passed over (RFC 5927 section 4).
    """
    number = block.mine(error.sequence)
    sender = block.sender
    opening = block.state in OPENING
    under_way = error.sequence == block.initial if opening else sender.books.acknowledged <= number < sender.sent_end
    if block.state not in OPENING | SENDING or not under_way:
        block.tell(EventKind.DISCARD, "error.forged", number, what=error.what)
    elif error.severity is Severity.TOO_BIG:
        return [] if opening else _too_big(block, error, number)
    elif error.severity is Severity.HARD and opening:
        block.tell(EventKind.RESET, "reset.unreachable", number, what=error.what)
        block.move(Cause.GIVE_UP)
    else:
        rule = "error.soft" if error.severity is Severity.SOFT else "error.hard"
        block.tell(EventKind.ERROR, rule, number, what=error.what)
    return []


def _too_big(block: Block, error: NetworkError, number: int) -> list[tuple[Emission, bool]]:
    """The path carries less than was thought: segments become smaller, and those that were too big go out again."""
    version = 6 if ":" in block.remote[0] else 4
    overhead = HEADERS[version] + (TIMESTAMPS if block.timestamps else 0)
    mtu = error.mtu or next((each for each in PLATEAUS if each < error.size), SMALLEST_MTU[version])
    largest = mtu - overhead
    if mtu < SMALLEST_MTU[version] or not 0 < largest < block.sender.largest or block.state is State.CLOSED:
        block.tell(EventKind.DISCARD, "error.mtu", number, mtu=f"{mtu:,}")
        return []
    rule = "error.too-big-v6" if version == 6 else "error.too-big"
    block.tell(EventKind.ERROR, rule, number, mtu=f"{mtu:,}", largest=f"{largest:,}")
    return cut_smaller(block.sender, largest)
