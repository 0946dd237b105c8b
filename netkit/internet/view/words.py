"""Times, numbers and causes of a transfer in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.internet.crossing import Side
from netkit.tcp.event import Trigger
from netkit.tcp.segment import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netkit.internet.crossing import Crossing
    from netkit.internet.link import LinkSettings

__all__ = [
    "LOST",
    "TRIGGERS",
    "blocks_told",
    "clock",
    "counted",
    "flags_text",
    "label",
    "limits_of",
    "numbers",
    "span",
    "time_json",
    "triggers",
]

TRIGGERS: Mapping[Trigger, str] = MappingProxyType(
    {
        Trigger.TIMER: "the timer",
        Trigger.FAST: "fast retransmit",
        Trigger.PARTIAL_ACK: "partial ACK",
        Trigger.SACK: "SACK",
        Trigger.PROBE: "tail loss probe",
        Trigger.TOO_BIG: "smaller segments",
    }
)
"""What made a sender send again."""

LOST: Mapping[str, str] = MappingProxyType(
    {"chosen": "you asked for it", "chance": "by chance", "queue": "the queue was full", "size": "too big for the path"}
)
"""Why a segment never arrived."""


def clock(seconds: float, digits: int = 1) -> str:
    """A time as a clock shows it, in milliseconds: `1080.0`."""
    return f"{seconds * 1000:.{digits}f}"


def span(seconds: float) -> str:
    """How long something takes: `40 ms`, `1,080 ms`, `1.5 s` from ten seconds on."""
    if seconds >= 10:
        return f"{seconds:,.4g} s" if seconds < 1000 else f"{seconds:,.0f} s"
    return f"{seconds * 1000:,.4g} ms" if seconds < 1 else f"{seconds * 1000:,.0f} ms"


def time_json(seconds: float) -> str:
    """A time as the JSON has it: seconds with nine digits, as text."""
    return f"{Decimal(repr(seconds)):.9f}"


def counted(count: int, noun: str) -> str:
    """`1 segment`, `2,000 segments`."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


def numbers(sequence: int, length: int) -> str:
    """`1449–2896`: the relative numbers of some bytes; one number where there is one byte, or none."""
    return f"{sequence}–{sequence + length - 1}" if length > 1 else f"{sequence}"


def flags_text(flags: int) -> str:
    """`SYN ACK`, as people write the flags."""
    order = (Flag.SYN, Flag.FIN, Flag.RST, Flag.PSH, Flag.ACK, Flag.URG, Flag.ECE, Flag.CWR)
    return " ".join(str(each.name) for each in order if flags & each)


def label(crossing: Crossing, *, told: bool | None = None) -> str:
    """What a segment is, for a ladder: `SYN`, `1449–2896`, `ACK 2897`, `20273–20416, FIN`.

    `told` says whether a SYN or FIN shows what it acknowledges, too: the receiver's, where nothing is said.
    """
    flags = int(crossing.header.flags)
    named = [name for bit, name in ((Flag.SYN, "SYN"), (Flag.FIN, "FIN"), (Flag.RST, "RST")) if flags & bit]
    parts = [numbers(crossing.sequence, crossing.length)] if crossing.length else []
    parts += named
    if not crossing.length and crossing.acknowledgment is not None and not flags & Flag.RST:
        shown = (crossing.side is Side.RECEIVER if told is None else told) or not named
        parts += [f"ACK {crossing.acknowledgment}"] if shown else []
    return ", ".join(parts) + (" again" if crossing.again else "")


def blocks_told(crossing: Crossing, initial: int) -> list[str]:
    """The SACK blocks, whose numbers count from `initial`; the first of them may report what came twice (RFC 2883)."""
    blocks = [((start - initial) % 2**32, (end - initial) % 2**32) for start, end in crossing.header.sack]
    if not blocks:
        return []
    upto = crossing.acknowledgment or 0
    within = len(blocks) > 1 and blocks[1][0] <= blocks[0][0] and blocks[0][1] <= blocks[1][1]
    twice = blocks[0][1] <= upto or within
    told = [numbers(start, end - start) for start, end in blocks]
    if not twice:
        return [f"SACK {', '.join(told)}"]
    return [f"D-SACK {told[0]}", *([f"SACK {', '.join(told[1:])}"] if told[1:] else [])]


def triggers(found: Iterable[Trigger]) -> str:
    """`fast retransmit`, or `2 by fast retransmit, 1 by the timer`."""
    counts = Counter(found)
    if len(counts) == 1:
        return TRIGGERS[next(iter(counts))]
    return ", ".join(f"{counts[each]:,} by {TRIGGERS[each]}" for each in Trigger if counts[each])


def limits_of(link: LinkSettings) -> list[str]:
    """What a link does to packets beyond its delay: its rate, and how many it loses, lets overtake one another, or doubles."""
    rate = [] if link.rate is None else [f"{link.rate / 1e6:,.6g} Mbit/s"]
    chances = ((link.loss, "lost"), (link.reorder, "overtaken"), (link.duplicate, "doubled"))
    return [*rate, *(f"{chance * 100:g} % {what}" for chance, what in chances if chance)]
