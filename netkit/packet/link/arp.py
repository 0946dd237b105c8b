"""The Address Resolution Protocol: which interface on this link has an address (RFC 826)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.field import Field, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_MAC, HEXADECIMAL, LENGTH
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


def _address(label: str, meaning: str, field_key: str) -> type[Header]:
    """A table of one address of variable length."""

    class Address(Header):
        key = "arp"
        title = "ARP"
        rfc = "RFC 826"
        address: bytes = variable(meaning, key=field_key, size=lambda _: 0, label=label)

    return Address


def _known(entry: Field) -> type[Header]:
    """A table of one field of `ArpAddresses`, for packets in which only this address is of a kind that is known."""

    class Address(Header):
        key = "arp"
        title = "ARP"
        rfc = "RFC 826"
        address: str = bits(entry.width, entry.meaning, key=entry.key, kind=entry.kind, label=entry.label)

    return Address


_KNOWN = tuple(_known(entry) for entry in ArpAddresses.fields)

OTHER_ADDRESSES: tuple[type[Header], ...] = tuple(
    _address(entry.label, entry.meaning, key)
    for entry, key in zip(
        ArpAddresses.fields, ("arp.src.hw", "arp.src.proto", "arp.dst.hw", "arp.dst.proto"), strict=True
    )
)
"""Tables for addresses of other kinds of link or protocol, in the order of the packet."""


def read_arp(reading: Reading) -> Next:
    """Read an ARP packet; nothing follows it but padding."""
    arp = reading.open(Arp)
    ethernet = arp.hardware_type in (1, 6) and arp.hardware_length == 6
    internet = arp.protocol_type == 0x0800 and arp.protocol_length == 4
    if ethernet and internet:
        reading.read(ArpAddresses)
    else:
        kinds = ((ethernet, arp.hardware_length), (internet, arp.protocol_length)) * 2
        for (known, size), table, other in zip(kinds, _KNOWN, OTHER_ADDRESSES, strict=True):
            if known:
                reading.read(table)
            else:
                reading.take_exactly(other, size)
    reading.limit(reading.position, "arp.hw.size")
    return None
