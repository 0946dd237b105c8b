"""The Layer Two Tunneling Protocol, version 2 (RFC 2661): PPP through UDP, so that a provider's customer can be far from it."""

from __future__ import annotations

from netkit.packet.depth import too_deep
from netkit.packet.field import as_found, bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Next, Reading

__all__ = ["L2tp", "L2tpIdentifiers", "L2tpLength", "L2tpOffset", "L2tpPadding", "L2tpSequence", "read_l2tp"]

VERSION_2 = 2

RFC = "RFC 2661 §3.1"


class L2tp(Header):
    """Whether this carries a frame or is about the tunnel, and which fields follow."""

    key = "l2tp"
    title = "L2TP"
    rfc = RFC

    control: bool = flag("about the tunnel itself, and carries no frame", key="l2tp.type")
    length_present: bool = flag("the length follows", key="l2tp.length_bit")
    reserved_1: int = bits(2, "must be zero", key="l2tp.reserved", label="Reserved", default=0, minor=True)
    sequence_present: bool = flag("sequence numbers follow", key="l2tp.seq_bit")
    reserved_2: bool = flag("must be zero", key="l2tp.reserved", label="Reserved", minor=True)
    offset_present: bool = flag("it is said where the frame begins", key="l2tp.offset_bit", minor=True)
    priority: bool = flag("send this one before others: it keeps the session alive", key="l2tp.priority", minor=True)
    reserved_3: int = bits(4, "must be zero", key="l2tp.reserved", label="Reserved", default=0, minor=True)
    version: int = bits(4, "which version of L2TP this is: 2", key="l2tp.version", default=VERSION_2)


class L2tpLength(Header):
    """How long the message is."""

    key = "l2tp"
    title = "L2TP length"
    rfc = RFC

    total_length: int = bits(16, "bytes of the whole message, with this header", key="l2tp.length", kind=LENGTH)


class L2tpIdentifiers(Header):
    """Which tunnel, and which of its sessions."""

    key = "l2tp"
    title = "L2TP identifiers"
    rfc = RFC

    tunnel_identifier: int = bits(16, "which of the receiver's tunnels this is in", key="l2tp.tunnel")
    session_identifier: int = bits(16, "which session in the tunnel this is of", key="l2tp.session")


class L2tpSequence(Header):
    """The number of this message, and of the one that is expected."""

    key = "l2tp"
    title = "L2TP sequence numbers"
    rfc = RFC

    sent: int = bits(16, "the number of this message", key="l2tp.Ns", default=0)
    received: int = bits(16, "the number of the message that is expected from the other side", key="l2tp.Nr", default=0)


class L2tpOffset(Header):
    """Where the frame begins."""

    key = "l2tp"
    title = "L2TP offset"
    rfc = RFC

    offset: int = bits(16, "bytes between this header and the frame", key="l2tp.offset", default=0)


class L2tpPadding(Header):
    """What stands between header and frame."""

    key = "l2tp"
    title = "L2TP offset padding"
    rfc = RFC

    padding: bytes = as_found("bytes before the frame that say nothing", key="l2tp.offset_padding", minor=True)


def read_l2tp(reading: Reading) -> Next:
    """Read a header of version 2 and the fields that its flags announce; PPP follows where it carries a frame."""
    start = reading.position
    if reading.left > 1 and reading.data[start + 1] & 0x0F != VERSION_2:
        return None
    if too_deep(reading):
        return None
    l2tp = reading.open(L2tp)
    stated = reading.read(L2tpLength) if l2tp.length_present else None
    reading.read(L2tpIdentifiers)
    if l2tp.sequence_present:
        reading.read(L2tpSequence)
    if l2tp.offset_present:
        reading.take_exactly(L2tpPadding, reading.read(L2tpOffset).offset)
    if stated is not None:
        end = start + stated.total_length
        if end < reading.position:
            size = reading.position - start
            text = f"the length is {stated.total_length} bytes, but the header alone has {size}"
            reading.report("l2tp.length.short", stated, "total_length", text)
        elif end > reading.end and reading.complete:
            text = f"the length is {stated.total_length} bytes, but only {reading.end - start} are there"
            reading.report("l2tp.length.long", stated, "total_length", text)
        reading.limit(max(end, reading.position), "l2tp.length")
    return None if l2tp.control else ("l2tp.type", (0,))
