"""The Address Resolution Protocol: which interface on this link has an address (RFC 826)."""

from __future__ import annotations

from netkit.packet.field import Field, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_MAC, BYTES, HEXADECIMAL, LENGTH, Kind
from netkit.packet.link.atm_arp import ATM, read_atm_arp
from netkit.packet.numbers import ARP_HARDWARE, ARP_OPERATIONS, ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = ["OTHER_ADDRESSES", "Arp", "ArpAddresses", "read_arp"]

AMATEUR_RADIO = 3

IPV4_BY_RADIO = 0x00CC
"""The number of IPv4 on amateur radio, where there are no Ethernet types."""


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
    operation: int = bits(16, "whether this asks or answers", key="arp.opcode", names=ARP_OPERATIONS)


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


def _address(entry: Field, field_key: str) -> type[Header]:
    """A table of one address of another kind of link or protocol, as long as the packet says."""

    class Address(Header):
        key = "arp"
        title = "ARP"
        rfc = "RFC 826"
        address: bytes = variable(entry.meaning, key=field_key, size=lambda _: 0, label=entry.label)

    return Address


def _known(entry: Field, field_key: str, width: int, kind: Kind) -> type[Header]:
    """A table of one address of a kind that is known, in a packet whose other addresses may be of any kind."""

    class Address(Header):
        key = "arp"
        title = "ARP"
        rfc = "RFC 826"
        address: str = bits(width, entry.meaning, key=field_key, kind=kind, label=entry.label)

    return Address


_KNOWN = tuple(_known(entry, entry.key, entry.width, entry.kind) for entry in ArpAddresses.fields)

_RADIO = tuple(
    _known(entry, key, 56, BYTES)
    for entry, key in zip(ArpAddresses.fields[::2], ("arp.src.hw_ax25", "arp.dst.hw_ax25"), strict=True)
)
"""Call signs of amateur radio (AX.25 §3.12)."""

OTHER_ADDRESSES: tuple[type[Header], ...] = tuple(
    _address(entry, key)
    for entry, key in zip(
        ArpAddresses.fields, ("arp.src.hw", "arp.src.proto", "arp.dst.hw", "arp.dst.proto"), strict=True
    )
)
"""Tables for addresses of other kinds of link or protocol, in the order of the packet."""


def read_arp(reading: Reading) -> Next:
    """Read an ARP packet; nothing follows it but padding."""
    hardware_type = int.from_bytes(reading.data[reading.position : reading.position + 2], "big")
    if hardware_type == ATM and reading.left > 1:
        read_atm_arp(reading)
    else:
        _read_addresses(reading, reading.open(Arp))
    reading.limit(reading.position, "arp.hw.size")
    return None


def _read_addresses(reading: Reading, arp: Arp) -> None:
    """Read the four addresses, each by its own type and length."""
    ethernet = arp.hardware_type in (1, 6) and arp.hardware_length == 6
    radio = arp.hardware_type == AMATEUR_RADIO and arp.hardware_length == 7
    internet = arp.protocol_type in (0x0800, IPV4_BY_RADIO) and arp.protocol_length == 4
    if ethernet and internet:
        reading.read(ArpAddresses)
        return
    links = _KNOWN[::2] if ethernet else _RADIO if radio else None
    nets = _KNOWN[1::2] if internet else None
    for index, other in enumerate(OTHER_ADDRESSES):
        known, size = (nets, arp.protocol_length) if index % 2 else (links, arp.hardware_length)
        if known:
            reading.read(known[index // 2])
        else:
            reading.take_exactly(other, size)
