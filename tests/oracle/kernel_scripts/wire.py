"""Segments as packets of a TUN device, and back."""

from __future__ import annotations

import ipaddress
import struct

from netkit.tcp.segment import Flag, Segment, Timestamps

MARKS = ("noecn", "ect1", "ect0", "ce")


def packet(segment: Segment, source: tuple[str, int], destination: tuple[str, int], mark: str) -> bytes:
    """An IP packet with right checksums."""
    options = b""
    if segment.largest is not None:
        options += struct.pack("!BBH", 2, 4, segment.largest)
    if segment.sack_permitted:
        options += b"\x04\x02"
    if segment.timestamps is not None:
        options += struct.pack("!BBII", 8, 10, segment.timestamps.value, segment.timestamps.echo)
    if segment.shift is not None:
        options += struct.pack("!BBB", 3, 3, segment.shift)
    if segment.sack:
        options += struct.pack("!BB", 5, 2 + 8 * len(segment.sack))
        options += b"".join(struct.pack("!II", *block) for block in segment.sack)
    options += b"\x01" * (-len(options) % 4)
    header = struct.pack(
        "!HHIIBBHHH", source[1], destination[1], segment.sequence, segment.acknowledgment, (20 + len(options)) // 4 << 4,
        int(segment.flags), segment.window, 0, 0,
    )  # fmt: skip
    body = bytearray(header + options + segment.payload)
    ends = [ipaddress.ip_address(each[0]) for each in (source, destination)]
    pseudo = b"".join(each.packed for each in ends) + struct.pack("!IHBB", len(body), 0, 0, 6)
    struct.pack_into("!H", body, 16, _checksum(pseudo + body))
    code = MARKS.index(mark) if mark in MARKS else 0
    if ends[0].version == 6:
        first = struct.pack("!IHBB", 6 << 28 | code << 20, len(body), 6, 64)
        return first + ends[0].packed + ends[1].packed + bytes(body)
    first = struct.pack("!BBHHHBBH", 0x45, code, 20 + len(body), 0, 0x4000, 64, 6, 0) + ends[0].packed + ends[1].packed
    first = first[:10] + struct.pack("!H", _checksum(first)) + first[12:]
    return first + bytes(body)


def parsed(data: bytes) -> tuple[Segment, int, int, str] | None:
    """A segment, its source and destination ports and its mark; None for what is none of TCP."""
    if data[0] >> 4 == 4:
        protocol, at, mark, end = data[9], (data[0] & 15) * 4, data[1] & 3, int.from_bytes(data[2:4], "big")
    else:
        protocol, at, mark, end = data[6], 40, data[1] >> 4 & 3, 40 + int.from_bytes(data[4:6], "big")
    if protocol != 6:
        return None
    source, destination, sequence, acknowledgment, offset, flags, window = struct.unpack_from("!HHIIBBH", data, at)
    found: dict[str, object] = {}
    place, stop = at + 20, at + (offset >> 4) * 4
    while place < stop and data[place]:
        if data[place] == 1:
            place += 1
            continue
        kind, length = data[place], data[place + 1]
        body = data[place + 2 : place + length]
        if kind == 2:
            found["largest"] = int.from_bytes(body, "big")
        elif kind == 3:
            found["shift"] = body[0]
        elif kind == 4:
            found["sack_permitted"] = True
        elif kind == 5:
            found["sack"] = tuple(struct.iter_unpack("!II", body))
        elif kind == 8:
            found["timestamps"] = Timestamps(*struct.unpack("!II", body))
        place += length
    segment = Segment(
        sequence=sequence, acknowledgment=acknowledgment, flags=Flag(flags), window=window, payload=data[stop:end],
        capable=mark in (1, 2), congestion=mark == 3, **found,  # type: ignore[arg-type]
    )  # fmt: skip
    return segment, source, destination, MARKS[mark]


def _checksum(data: bytes) -> int:
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return 0xFFFF ^ total
