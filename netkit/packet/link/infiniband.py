"""IP over InfiniBand (RFC 4391): what a capture has of that link before each packet, 40 bytes of addresses and the type."""

from __future__ import annotations

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, BYTES, HEXADECIMAL
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = ["InfinibandAddress", "InfinibandRoute", "InfinibandType", "read_infiniband"]

RFC = "LINKTYPE_IPOIB"

_GROUP = "the interface that the packet is for"


class InfinibandAddress(Header):
    """Whom the packet is for, where the capture has no more."""

    key = "ipoib"
    title = "IP over InfiniBand"
    rfc = RFC
    rule = "ipoib"

    unused: bytes = bits(160, "unused", key="ipoib.unused", kind=BYTES, default=bytes(20), minor=True)
    flags: int = bits(8, "what the receiver can do", key="ipoib.daddr.flags", kind=HEXADECIMAL, default=0, minor=True)
    queue_pair: int = bits(
        24, "which of the receiver's queues the packet is for", key="ipoib.daddr.qpn", kind=HEXADECIMAL, rfc="RFC 4391 §9.1.1"
    )  # fmt: skip
    destination: str = bits(128, _GROUP, key="ipoib.dgid", kind=ADDRESS_IPV6, rfc="RFC 4391 §9.1.1")


class InfinibandRoute(Header):
    """InfiniBand's own header for what goes to another of its networks, which looks like IPv6's."""

    key = "ipoib"
    title = "IP over InfiniBand, global route"
    rfc = RFC
    rule = "ipoib.route"

    version: int = bits(4, "6, as in IPv6", key="ipoib.grh.ipver", default=6, minor=True)
    traffic_class: int = bits(8, "how urgent the packet is", key="ipoib.grh.tclass", default=0, minor=True)
    flow_label: int = bits(20, "marks the packets of one flow", key="ipoib.grh.flowlabel", default=0, minor=True)
    flags: int = bits(8, "what the sender can do", key="ipoib.grh.flags", kind=HEXADECIMAL, default=0, minor=True)
    queue_pair: int = bits(
        24, "which of the sender's queues the packet is from", key="ipoib.grh.sqpn", kind=HEXADECIMAL
    )
    source: str = bits(128, "the interface that sent the packet", key="ipoib.grh.sgid", kind=ADDRESS_IPV6)
    destination: str = bits(128, _GROUP, key="ipoib.dgid", kind=ADDRESS_IPV6)


class InfinibandType(Header):
    """What follows."""

    key = "ipoib"
    title = "IP over InfiniBand, type"
    rfc = "RFC 4391 §6"

    type: int = bits(
        16, "which protocol the packet is of", key="ipoib.type", kind=HEXADECIMAL, names=ETHERTYPES, repeats=True
    )
    reserved: int = bits(16, "must be zero", key="ipoib.reserved", kind=HEXADECIMAL, default=0, minor=True)


def read_infiniband(reading: Reading) -> Next:
    """Read the addresses, which are a route where the first four bytes say something, and the type."""
    start = reading.position
    if any(reading.data[start : start + 4]):
        reading.open(InfinibandRoute)
    else:
        reading.open(InfinibandAddress)
    return "eth.type", (reading.read(InfinibandType).type,)
