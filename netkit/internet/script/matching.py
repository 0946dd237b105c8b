"""What a script expects, held against what went out: field by field, in the script's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.tcp.segment import Flag, Segment

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import SegmentSpec
    from netkit.internet.script.machine import Outgoing

__all__ = ["Difference", "differences", "flags_text", "segment_text"]

LETTERS = (
    (Flag.SYN, "S"), (Flag.FIN, "F"), (Flag.RST, "R"), (Flag.PSH, "P"), (Flag.URG, "U"), (Flag.ECE, "E"), (Flag.CWR, "W"),
    (Flag.ACK, "."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which they differ: what was expected, what came."""

    field: str
    expected: str
    found: str


def differences(
    spec: SegmentSpec,
    outgoing: Outgoing,
    *,
    joined: bool = False,
    clock: Callable[[int], int] = int,
    tick: int = 0,
    tolerance: int = 0,
) -> list[Difference]:
    """Where what went out is not what a script expects.

    `joined` says that several segments stand for the one that is expected: then PSH is not compared, for where it stands depends on how
    they are cut. `clock` turns a timestamp into the script's; its value is compared only where the script says how long a `tick` is
    (microseconds), within the `tolerance` (microseconds). NOP and the order of options are not compared.
    """
    segment = outgoing.segment
    found: list[Difference] = []

    def compare(field: str, expected: object, came: object) -> None:
        if expected != came:
            found.append(Difference(field, str(expected), str(came)))

    ignored = Flag.PSH if joined else 0
    compare("flags", flags_text(Flag(spec.flags & ~ignored)), flags_text(Flag(segment.flags & ~ignored)))
    compare("sequence number", spec.sequence, segment.sequence)
    compare("length", spec.length, len(segment.payload))
    if spec.flags & segment.flags & Flag.ACK:
        compare("acknowledgment number", spec.acknowledgment, segment.acknowledgment)
    if spec.window is not None:
        compare("window", spec.window, segment.window)
    if spec.mark == "ect01":
        if outgoing.mark not in ("ect0", "ect1"):
            compare("mark", "ect0 or ect1", outgoing.mark)
    elif spec.mark:
        compare("mark", spec.mark, outgoing.mark)
    if spec.ports is not None and outgoing.ports is not None:
        compare("ports", spec.ports, outgoing.ports)
    if spec.options is not None:
        _options(spec, segment, compare, clock=clock, tick=tick, tolerance=tolerance)
    return found


def _options(
    spec: SegmentSpec,
    segment: Segment,
    compare: Callable[[str, object, object], None],
    *,
    clock: Callable[[int], int],
    tick: int,
    tolerance: int,
) -> None:
    options = spec.options
    if options is None:
        return
    compare("option mss", _told(options.largest), _told(segment.largest))
    compare("option wscale", _told(options.shift), _told(segment.shift))
    compare("option sackOK", _there(options.sack_permitted), _there(segment.sack_permitted))
    compare("option sack", _blocks(options.sack), _blocks(segment.sack))
    expected, came = options.timestamps, segment.timestamps
    if expected is None or came is None:
        compare("option TS", _there(expected is not None), _there(came is not None))
        return
    compare("timestamp's echo", expected[1], came.echo)
    value = clock(came.value)
    if tick and abs((value - expected[0] + 2**31) % 2**32 - 2**31) * tick > tolerance:
        compare("timestamp", expected[0], value)


def _told(value: int | None) -> str:
    return "none" if value is None else str(value)


def _there(value: bool) -> str:  # noqa: FBT001 - whether an option is there
    return "there" if value else "not there"


def _blocks(blocks: tuple[tuple[int, int], ...]) -> str:
    return " ".join(f"{left}:{right}" for left, right in blocks) or "none"


def flags_text(flags: Flag) -> str:
    """Flags as a script writes them."""
    return "".join(letter for flag, letter in LETTERS if flags & flag) or "-"


def segment_text(outgoing: Outgoing, clock: Callable[[int], int] = int) -> str:
    """A segment that went out, as a script would expect it; the clock as the script counts."""
    segment = outgoing.segment
    length = len(segment.payload)
    parts = ["[" + outgoing.mark + "]"] if outgoing.mark != "noecn" else []
    parts.append(flags_text(segment.flags))
    parts.append(f"{segment.sequence}:{segment.sequence + length}({length})")
    if segment.flags & Flag.ACK:
        parts.append(f"ack {segment.acknowledgment}")
    parts.append(f"win {segment.window}")
    options = []
    if segment.largest is not None:
        options.append(f"mss {segment.largest}")
    if segment.sack_permitted:
        options.append("sackOK")
    if segment.timestamps is not None:
        options.append(f"TS val {clock(segment.timestamps.value)} ecr {segment.timestamps.echo}")
    if segment.shift is not None:
        options.append(f"wscale {segment.shift}")
    if segment.sack:
        options.append("sack " + _blocks(segment.sack))
    if options:
        parts.append("<" + ",".join(options) + ">")
    return " ".join(parts)
