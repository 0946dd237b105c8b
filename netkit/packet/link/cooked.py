"""Linux cooked capture (SLL): what a capture on all interfaces at once has in place of each link's own header.

Its versions, LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2, say the same in another order; the second names the interface too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_MAC, BYTES, HEXADECIMAL, LENGTH
from netkit.packet.link.ethernet import trailer_into
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = [
    "Cooked", "Cooked2", "CookedAddress", "CookedEthernetAddress", "CookedGreType", "CookedIpv4Address", "CookedLinuxType",
    "CookedTrailer", "CookedType", "CookedUnused", "read_cooked", "read_cooked2",
]  # fmt: skip

RFC = "LINKTYPE_LINUX_SLL"
RFC2 = "LINKTYPE_LINUX_SLL2"

PACKET_TYPES: Mapping[int, str] = MappingProxyType(
    {0: "to us", 1: "to everyone", 2: "to a group", 3: "to someone else", 4: "sent by us"}
)

LINKS: Mapping[int, str] = MappingProxyType(
    {
        1: "Ethernet", 32: "InfiniBand", 256: "SLIP", 280: "CAN", 512: "PPP", 513: "Cisco HDLC", 768: "IPv4 in IPv4", 769: "IPv6 in IPv6",
        770: "Frame Relay", 772: "loopback", 776: "IPv6 in IPv4", 778: "GRE over IPv4", 801: "802.11", 803: "802.11 with radiotap",
        804: "IEEE 802.15.4", 823: "GRE over IPv6", 824: "netlink", 65534: "none",
    }
)  # fmt: skip

LINUX_TYPES: Mapping[int, str] = MappingProxyType(
    {1: "IPX behind an 802.3 length", 3: "any", 4: "802.2 LLC", 5: "SNAP", 7: "PPP", 12: "CAN"}
)

GRE = 778

FRAME_RELAY, RADIOTAP = 770, 803

LARGEST_LINUX_TYPE = 1536
"""Up to here Linux has numbers of its own, which are no Ethernet types."""

ROOM = 8
"""Bytes for the address, of which a shorter one leaves some unused."""


class Cooked(Header):
    """What happened to the packet on which kind of link."""

    key = "sll"
    title = "Linux cooked capture"
    rfc = RFC

    packet_type: int = bits(16, "which way the packet went", key="sll.pkttype", names=PACKET_TYPES)
    hardware_type: int = bits(16, "the kind of link", key="sll.hatype", names=LINKS)
    address_length: int = bits(16, "bytes of the sender's address on the link", key="sll.halen", kind=LENGTH, default=0)


class CookedEthernetAddress(Header):
    """Who sent the packet on an Ethernet."""

    key = "sll"
    title = "Linux cooked capture, address"
    rfc = RFC

    source: str = bits(48, "the interface on the link that sent the packet", key="sll.src.eth", kind=ADDRESS_MAC)


class CookedIpv4Address(Header):
    """Who sent the packet through a tunnel."""

    key = "sll"
    title = "Linux cooked capture, address"
    rfc = RFC

    source: str = bits(
        32, "the address of the tunnel's end that sent the packet", key="sll.src.ipv4", kind=ADDRESS_IPV4
    )


class CookedAddress(Header):
    """Who sent the packet on any other link."""

    key = "sll"
    title = "Linux cooked capture, address"
    rfc = RFC

    source: bytes = as_found("the sender's address on the link, or the first 8 bytes of it", key="sll.src.other")


class CookedUnused(Header):
    """What the address leaves of its eight bytes."""

    key = "sll"
    title = "Linux cooked capture, unused"
    rfc = RFC

    unused: bytes = as_found("bytes that the address leaves unused", key="sll.unused", minor=True)


class CookedType(Header):
    """What follows, by its Ethernet type."""

    key = "sll"
    title = "Linux cooked capture, protocol"
    rfc = RFC

    protocol: int = bits(
        16, "which protocol the packet is of", key="sll.etype", kind=HEXADECIMAL, names=ETHERTYPES, repeats=True
    )  # fmt: skip


class CookedLinuxType(Header):
    """What follows, by a number of Linux's own."""

    key = "sll"
    title = "Linux cooked capture, protocol"
    rfc = RFC

    protocol: int = bits(
        16, "which protocol the packet is of, as Linux numbers those that have no Ethernet type", key="sll.ltype", kind=HEXADECIMAL,
        names=LINUX_TYPES, repeats=True,
    )  # fmt: skip


class CookedGreType(Header):
    """What follows, by its number in the GRE tunnel that it came through."""

    key = "sll"
    title = "Linux cooked capture, protocol"
    rfc = RFC

    protocol: int = bits(
        16, "which protocol the packet is of, as GRE numbers them", key="sll.gretype", kind=HEXADECIMAL, names=ETHERTYPES, repeats=True
    )  # fmt: skip


class Cooked2(Header):
    """Behind the protocol: where, and on which kind of link, the packet was captured."""

    key = "sll"
    title = "Linux cooked capture, version 2"
    rfc = RFC2

    reserved: bytes = bits(16, "must be zero", key="sll.reserved", kind=BYTES, default=b"\0\0", minor=True)
    interface_index: int = bits(32, "which interface the packet was captured on", key="sll.ifindex", default=0)
    hardware_type: int = bits(16, "the kind of link", key="sll.hatype", names=LINKS)
    packet_type: int = bits(8, "which way the packet went", key="sll.pkttype", names=PACKET_TYPES)
    address_length: int = bits(8, "bytes of the sender's address on the link", key="sll.halen", kind=LENGTH, default=0)


class CookedTrailer(Header):
    """Bytes behind the packet, which the link added."""

    key = "sll"
    title = "Linux cooked capture, trailer"
    rfc = RFC

    trailer: bytes = variable("bytes of the link's frame behind the packet", key="sll.trailer", size=lambda _: 0)


_read_trailer = trailer_into(CookedTrailer)


def read_cooked(reading: Reading) -> Next:
    """Read the header of LINKTYPE_LINUX_SLL: the protocol stands behind the address."""
    head = reading.open(Cooked)
    _read_address(reading, head.address_length)
    return _following(reading, head.hardware_type, _read_protocol(reading, head.hardware_type))


def read_cooked2(reading: Reading) -> Next:
    """Read the header of LINKTYPE_LINUX_SLL2: the protocol comes first."""
    reading.begin(Cooked2)
    start = reading.position
    protocol = _read_protocol(reading, int.from_bytes(reading.data[start + 8 : start + 10], "big"))
    head = reading.read(Cooked2)
    _read_address(reading, head.address_length)
    return _following(reading, head.hardware_type, protocol)


def _read_address(reading: Reading, length: int) -> None:
    """Read the eight bytes of the address, of which `length` are used."""
    if length == 6:
        reading.read(CookedEthernetAddress)
    elif length == 4:
        reading.read(CookedIpv4Address)
    else:
        length = min(length, ROOM)
        reading.take_exactly(CookedAddress, length)
    reading.take_exactly(CookedUnused, ROOM - length)


def _read_protocol(reading: Reading, hardware_type: int) -> int:
    """Read the number of what follows, whose meaning depends on its size and on the kind of link."""
    number = int.from_bytes(reading.data[reading.position : reading.position + 2], "big")
    if number <= LARGEST_LINUX_TYPE:
        return reading.read(CookedLinuxType).protocol
    if hardware_type == GRE:
        return reading.read(CookedGreType).protocol
    return reading.read(CookedType).protocol


def _following(reading: Reading, hardware_type: int, protocol: int) -> Next:
    """The space that the protocol's number is of."""
    if hardware_type in (FRAME_RELAY, RADIOTAP):
        return None
    if protocol <= LARGEST_LINUX_TYPE:
        return "sll.ltype", (protocol,)
    if hardware_type == GRE:
        return "gre.proto", (protocol,)
    reading.read_trailer = _read_trailer
    return "eth.type", (protocol,)
