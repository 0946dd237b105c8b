"""A segment read from its bytes: header, the options that TCP itself reads, payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from netkit.packet.transport.tcp import Tcp
from netkit.tcp.segment import Flag, Segment, Timestamps

__all__ = ["Arrived", "read_segment"]

NUMBERS = Tcp.taker(
    "source_port",
    "destination_port",
    "sequence_number",
    "acknowledgment_number",
    "window",
    "checksum",
    "urgent_pointer",
)
LENGTH_AT, FLAGS_AT = 12, 13
END, FILLER = 0, 1
LARGEST, SHIFT, SACK_PERMITTED, SACK, TIMESTAMPS = 2, 3, 4, 5, 8
MOST_BLOCKS = 4


class Arrived(NamedTuple):
    """A segment with the ports that it came from and to."""

    source_port: int
    destination_port: int
    segment: Segment


def read_segment(data: bytes, *, congestion: bool = False) -> Arrived | str:
    """The segment whose header begins with the first of these bytes and that ends with the last; or in words, why it is none.

    `congestion` says that the IP header had a router's mark. Its checksum is not looked at. Options that are unknown, or have a length
    that they can't have, are passed over; one without an end ends them (RFC 9293 section 3.1).
    """
    if len(data) < Tcp.fixed_bytes:
        return f"a TCP header has {Tcp.fixed_bytes} bytes at least, and there are {len(data)}"
    source, destination, sequence, acknowledgment, window, _, urgent = NUMBERS(data, 0)
    size = (data[LENGTH_AT] >> 4) * 4
    if not Tcp.fixed_bytes <= size <= len(data):
        return f"its header would have {size} bytes, of {len(data)} that there are"
    segment = Segment(
        sequence=sequence,
        acknowledgment=acknowledgment,
        flags=Flag(data[FLAGS_AT]),
        window=window,
        payload=data[size:],
        urgent=urgent,
        congestion=congestion,
        **_options(data[Tcp.fixed_bytes : size]),  # type: ignore[arg-type]
    )
    return Arrived(source, destination, segment)


def _options(data: bytes) -> dict[str, object]:
    found: dict[str, object] = {}
    at = 0
    while at < len(data) and data[at] != END:
        if data[at] == FILLER:
            at += 1
            continue
        size = data[at + 1] if at + 1 < len(data) else 0
        if size < 2 or at + size > len(data):
            break
        reader = READERS.get((data[at], size)) or (_blocks if data[at] == SACK else None)
        if reader is not None:
            found |= reader(data[at + 2 : at + size])
        at += size
    return found


def _number(value: bytes) -> int:
    return int.from_bytes(value, "big")


def _blocks(value: bytes) -> dict[str, object]:
    count = min(len(value) // 8, MOST_BLOCKS)
    edges = [_number(value[at : at + 4]) for at in range(0, 8 * count, 4)]
    return {"sack": tuple(zip(edges[::2], edges[1::2], strict=True))} if count else {}


READERS: Mapping[tuple[int, int], Callable[[bytes], dict[str, object]]] = MappingProxyType(
    {
        (LARGEST, 4): lambda value: {"largest": _number(value)},
        (SHIFT, 3): lambda value: {"shift": value[0]},
        (SACK_PERMITTED, 2): lambda _: {"sack_permitted": True},
        (TIMESTAMPS, 10): lambda value: {"timestamps": Timestamps(_number(value[:4]), _number(value[4:]))},
    }
)
"""What an option of this kind and length says (RFC 9293 section 3.2, RFC 7323, RFC 2018)."""
