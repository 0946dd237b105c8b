"""What stands behind the packet that an ICMP error quotes: objects that tell more, such as the labels of MPLS (RFC 4884)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.checksum import checksum, word_sum
from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem
from netkit.packet.reading import Next, Reading, problem_in

__all__ = ["IcmpExtensions", "IcmpObject", "MplsLabel", "quote", "read_extensions"]

VERSION = 2

QUOTED_AT_LEAST = 128
"""Bytes that are quoted, filled up with zeros, before extensions begin (RFC 4884 §4)."""

_CLASSES = MappingProxyType(
    {1: "MPLS label stack", 2: "interface information", 3: "interface identification", 4: "extended information"}
)


class IcmpExtensions(Header):
    """What stands before the objects."""

    key = "icmp"
    title = "ICMP extensions"
    rfc = "RFC 4884 §7"

    version: int = bits(4, "2", key="icmp.ext.version", default=VERSION, minor=True)
    reserved: int = bits(12, "must be zero", key="icmp.ext.res", kind=HEXADECIMAL, default=0, minor=True)
    checksum: int = bits(16, "guards the extensions", key="icmp.ext.checksum", noted=True, kind=HEXADECIMAL, default=0)


class IcmpObject(Header):
    """What every object begins with."""

    key = "icmp"
    title = "ICMP extension object"
    rfc = "RFC 4884 §7.1"

    length: int = bits(16, "bytes of the object, this header included", key="icmp.ext.length", kind=LENGTH, minor=True)
    class_: int = bits(8, "what the object is about", key="icmp.ext.class", names=_CLASSES, label="Class")
    subtype: int = bits(8, "which form it has", key="icmp.ext.ctype", label="C-Type")


class MplsLabel(Header):
    """One label that the packet had when it was dropped."""

    key = "icmp"
    title = "MPLS label in an ICMP error"
    rfc = "RFC 4950 §5"

    label: int = bits(20, "by which the routers of an MPLS network passed the packet on", key="icmp.mpls.label")
    traffic_class: int = bits(3, "how to treat the packet", key="icmp.mpls.exp", minor=True)
    bottom: bool = flag("the last label of the stack", key="icmp.mpls.s", minor=True)
    time_to_live: int = bits(8, "hops left", key="icmp.mpls.ttl")


class IcmpObjectData(Header):
    """What an object says, kept whole."""

    key = "icmp"
    title = "ICMP extension object data"
    rfc = "RFC 4884 §7.1"

    data: bytes = variable("what the object says, kept whole", key="icmp.ext.content", size=lambda _: 0)


def quote(reading: Reading, start: int, words: int, word_bytes: int) -> None:
    """End the quoted packet, which begins behind `start` + 4, where its length in words says; extensions follow.

    Senders before RFC 4884 leave the length 0: then extensions that begin behind 128 bytes are known by their checksum (§5.5).
    """
    begin = start + 4
    if words:
        end = begin + words * word_bytes
        if end > reading.end:
            if reading.complete:
                text = f"{words * word_bytes} bytes are said to be quoted, but only {reading.end - begin} are there"
                reading.report_bytes(
                    "icmp.length.long", start + (0 if word_bytes == 8 else 1), 1, text, rfc="RFC 4884 §4"
                )
            return
    else:
        end = begin + QUOTED_AT_LEAST
        found = reading.data[end : reading.end]
        if word_bytes != 4 or len(found) < 8 or found[0] >> 4 != VERSION or word_sum(found) != 0xFFFF:
            return
    reading.read_trailer = _read_trailing_extensions
    reading.limit(end, "icmp.length")


def _read_trailing_extensions(reading: Reading, end: int) -> None:
    """Read the extensions behind a quoted packet, up to byte `end`."""
    reading.quoted = False
    if end - reading.position >= IcmpExtensions.fixed_bytes:
        read_extensions(reading)


def read_extensions(reading: Reading) -> Next:
    """Read the extensions up to the present end."""
    start, end = reading.position, reading.end
    header = reading.open(IcmpExtensions)
    if header.version != VERSION:
        text = f"the version of the extensions is {header.version}; it must be {VERSION}"
        reading.report("icmp.extensions.version", header, "version", text)
        return None
    if header.checksum and not reading.cut:
        reading.layer.check_later((_check, header, reading.data[start:end]))
    count = 0
    while reading.left >= IcmpObject.fixed_bytes:
        count += 1
        if not _read_object(reading, f"object {count}"):
            break
    return None


def _read_object(reading: Reading, group: str) -> bool:
    """Read one object; False where its length can't be."""
    thing = reading.read(IcmpObject, group)
    stop = thing.start + thing.length
    if not reading.position <= stop <= reading.end:
        text = f"the object says that it is {thing.length} bytes long, but {reading.end - thing.start} are there, of which its header has 4"
        reading.report("icmp.extensions.length", thing, "length", text)
        return False
    if thing.class_ == 1:
        while reading.position + MplsLabel.fixed_bytes <= stop:
            reading.read(MplsLabel, group)
    reading.take(IcmpObjectData, stop, group)
    return True


def _check(header: IcmpExtensions, extensions: bytes, layer: Layer) -> Problem | None:
    """The checksum of the extensions, over themselves only."""
    bit = header.first_bit("checksum")
    if word_sum(extensions) == 0xFFFF:
        layer.note(bit, "right")
        return None
    right = checksum(extensions[:2] + b"\0\0" + extensions[4:])
    layer.note(bit, f"wrong: 0x{right:04x} would be right")
    text = f"the checksum of the extensions is 0x{header.checksum:04x}; right would be 0x{right:04x}"
    return problem_in("icmp.extensions.checksum.bad", header, "checksum", text)
