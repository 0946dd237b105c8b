"""The Address Resolution Protocol: which interface on this link has an address (RFC 826)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_MAC, BYTES, HEXADECIMAL, LENGTH
from netkit.packet.numbers import ARP_HARDWARE, ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = ["OTHER_ADDRESSES", "Arp", "ArpAddresses", "read_arp"]

_OPERATIONS = MappingProxyType(
    {1: "request", 2: "reply", 3: "reverse request", 4: "reverse reply", 8: "inverse request", 9: "inverse reply"}
)


class Arp(Header):
    """The part of an ARP packet that says what kinds of address follow."""

    key = "arp"
    title = "ARP"
    rfc = "RFC 826"

    hardware_type: int = bits(16, "the kind of link", key="arp.hw.type", names=ARP_HARDWARE, default=1, minor=True)
    protocol_type: int = bits(
        16,
        "the protocol whose address is asked for",
        key="arp.proto.type",
        kind=HEXADECIMAL,
        names=ETHERTYPES,
        default=0x0800,
        minor=True,
    )
    hardware_length: int = bits(8, "bytes in a hardware address", key="arp.hw.size", kind=LENGTH, default=6, minor=True)
    protocol_length: int = bits(
        8, "bytes in a protocol address", key="arp.proto.size", kind=LENGTH, default=4, minor=True
    )
    operation: int = bits(16, "whether this asks or answers", key="arp.opcode", names=_OPERATIONS)


class ArpAddresses(Header):
    """The addresses of ARP for IPv4 on Ethernet."""

    key = "arp"
    title = "ARP addresses"
    rfc = "RFC 826"

    sender_hardware_address: str = bits(
        48, "the asker's, or answerer's, interface", key="arp.src.hw_mac", kind=ADDRESS_MAC
    )
    sender_protocol_address: str = bits(
        32, "the asker's, or answerer's, IPv4 address", key="arp.src.proto_ipv4", kind=ADDRESS_IPV4
    )
    target_hardware_address: str = bits(
        48,
        "the interface that is asked for: zeros in a request, which wants to know it",
        key="arp.dst.hw_mac",
        kind=ADDRESS_MAC,
    )
    target_protocol_address: str = bits(
        32, "the IPv4 address that is asked about", key="arp.dst.proto_ipv4", kind=ADDRESS_IPV4
    )


def _address(label: str, meaning: str, key: str) -> type[Header]:
    """A table of one address of variable length."""

    class Address(Header):
        title = "ARP"
        rfc = "RFC 826"
        address: bytes = variable(meaning, key=key, size=lambda _: 0, label=label, kind=BYTES)

    return Address


OTHER_ADDRESSES = (
    _address("Sender hardware address", "the asker's, or answerer's, interface", "arp.src.hw"),
    _address("Sender protocol address", "the asker's, or answerer's, address", "arp.src.proto"),
    _address("Target hardware address", "the interface that is asked for", "arp.dst.hw"),
    _address("Target protocol address", "the address that is asked about", "arp.dst.proto"),
)


def read_arp(reading: Reading) -> Next:
    """Read an ARP packet; nothing follows it but padding."""
    arp = reading.open(Arp)
    if (arp.hardware_length, arp.protocol_length) == (6, 4) and (arp.hardware_type, arp.protocol_type) == (1, 0x0800):
        reading.read(ArpAddresses)
        reading.limit(reading.position, "arp.hw.size")
        return None
    lengths = (arp.hardware_length, arp.protocol_length) * 2
    for table, size in zip(OTHER_ADDRESSES, lengths, strict=True):
        reading.take(table, min(reading.end, reading.position + size))
    reading.limit(reading.position, "arp.hw.size")
    return None
