"""The set of types that a name has, as NSEC, NSEC3 and CSYNC write it (RFC 4034 §4.1.2)."""

from __future__ import annotations

from netkit.packet.application.dns.records.kinds import TYPE_BITMAP
from netkit.packet.field import as_found
from netkit.packet.header import Header
from netkit.packet.reading import Reading

__all__ = ["TypeBitmap", "check_bitmap", "read_bitmap"]

LARGEST_BLOCK = 32
"""Bytes of one block: 256 types."""


class TypeBitmap(Header):
    """The types of records that the name has."""

    key = "dns"
    title = "DNS type bitmap"
    rfc = "RFC 4034 §4.1.2"

    types: bytes = as_found("the types of records that the name has", key="dns.nsec.type_bitmap", kind=TYPE_BITMAP)


def read_bitmap(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
    """Read the blocks up to the present end."""
    if reading.left:
        check_bitmap(reading, "dns.nsec.type_bitmap")
        reading.run(TypeBitmap.fields[0], reading.left, group)


def check_bitmap(reading: Reading, key: str) -> None:
    """Say what is wrong with the blocks that lie ahead, if anything is; the first fault only, since it moves what follows."""
    data, at, end, last = reading.data, reading.position, reading.end, -1
    while at < end:
        if at + 2 > end:
            text = "the type bitmap ends inside the two bytes that a block begins with"
            return reading.report_bytes("dns.bitmap.truncated", at, end - at, text, key=key, rfc=TypeBitmap.rfc)
        block, size = data[at], data[at + 1]
        if not 1 <= size <= LARGEST_BLOCK:
            text = f"block {block} of the type bitmap says that it has {size} bytes; a block has 1 to {LARGEST_BLOCK}"
            return reading.report_bytes("dns.bitmap.block.length", at + 1, 1, text, key=key, rfc=TypeBitmap.rfc)
        if at + 2 + size > end:
            text = f"block {block} of the type bitmap says that it has {size} bytes, but {end - at - 2} are left"
            return reading.report_bytes("dns.bitmap.truncated", at + 1, 1, text, key=key, rfc=TypeBitmap.rfc)
        if block <= last:
            text = f"block {block} of the type bitmap comes after block {last}; blocks stand in increasing order"
            return reading.report_bytes("dns.bitmap.block.order", at, 1, text, key=key, rfc=TypeBitmap.rfc)
        if not data[at + 1 + size]:
            text = f"block {block} of the type bitmap ends with a byte of zeros, which must be left out"
            return reading.report_bytes("dns.bitmap.block.zeros", at + 1 + size, 1, text, key=key, rfc=TypeBitmap.rfc)
        last = block
        at += 2 + size
    return None
