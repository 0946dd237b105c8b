"""DUIDs in the client identifier of DHCP over IPv4: what a machine is known by in DHCPv6, too (RFC 4361 §6.1, RFC 8415 §11)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_MAC, BYTES, SECONDS
from netkit.packet.numbers import ARP_HARDWARE
from netkit.packet.reading import Reading

__all__ = ["DUID_TYPES", "ETHERNETS", "read_duid"]

DUID_TYPES: Mapping[int, str] = MappingProxyType(
    {1: "link-layer address and time", 2: "number given by the maker", 3: "link-layer address", 4: "UUID"}
)
ETHERNETS = (1, 6)
"""Hardware types whose addresses are written as MAC addresses."""


class ClientAssociation(Header):
    """Which of the machine's interfaces this is."""

    key = "dhcp"
    title = "DHCP client IAID"
    rfc = "RFC 4361 §6.1"

    iaid: bytes = bits(32, "which of the machine's interfaces", key="dhcp.client_id.iaid", kind=BYTES, label="IAID")


class ClientDuid(Header):
    """The kind of the machine's identifier."""

    key = "dhcp"
    title = "DHCP client DUID"
    rfc = "RFC 8415 §11"

    type: int = bits(
        16,
        "what the machine's identifier is made from",
        key="dhcp.client_id.duid_type",
        names=DUID_TYPES,
        label="DUID type",
    )


class ClientDuidTime(Header):
    """An interface's kind, and when the identifier was made."""

    key = "dhcp"
    title = "DHCP client DUID-LLT"
    rfc = "RFC 8415 §11.2"

    hardware_type: int = bits(16, "the kind of interface", key="dhcp.client_id.duid_llt_hw_type", names=ARP_HARDWARE)
    time: int = bits(32, "when the identifier was made, since the year 2000", key="dhcp.client_id.time", kind=SECONDS)


class ClientDuidLink(Header):
    """An interface's kind."""

    key = "dhcp"
    title = "DHCP client DUID-LL"
    rfc = "RFC 8415 §11.4"

    hardware_type: int = bits(16, "the kind of interface", key="dhcp.client_id.duid_ll_hw_type", names=ARP_HARDWARE)


class ClientDuidEnterprise(Header):
    """Whose number it is."""

    key = "dhcp"
    title = "DHCP client DUID-EN"
    rfc = "RFC 8415 §11.3"

    enterprise: int = bits(32, "the maker, by its number at IANA", key="dhcp.client_id.enterprise_num")


class ClientMac(Header):
    """The address of an interface that the identifier was made from."""

    key = "dhcp"
    title = "DHCP client DUID, Ethernet address"
    rfc = "RFC 8415 §11.2"

    link_layer_address: str = bits(
        48,
        "an interface's address when the identifier was made",
        key="dhcp.client_id.link_layer_address",
        kind=ADDRESS_MAC,
    )


class ClientDuidRest(Header):
    """What the other kinds of identifier end with."""

    key = "dhcp"
    title = "DHCP client DUID"
    rfc = "RFC 8415 §11"

    link_layer_address: bytes = as_found(
        "an interface's address when the identifier was made", key="dhcp.client_id.link_layer_address"
    )
    identifier: bytes = as_found("the number that the maker gave", key="dhcp.client_id")
    uuid: bytes = as_found("a number that no other machine has", key="dhcp.client_id.duid_uuid", label="UUID")
    other: bytes = as_found("the identifier", key="dhcp.client_id.duid_data", label="Identifier")


def read_duid(reading: Reading, group: str) -> None:
    """Read the identifier of a machine, as DHCPv6 has it."""
    reading.read(ClientAssociation, group)
    duid = reading.read(ClientDuid, group)
    if duid.type in (1, 3):
        timed = duid.type == 1
        kind = (reading.read(ClientDuidTime, group) if timed else reading.read(ClientDuidLink, group)).hardware_type
        if reading.left == 6 and kind in ETHERNETS:
            reading.read(ClientMac, group)
        else:
            reading.run(ClientDuidRest.fields[0], reading.left, group)
    elif duid.type == 2:
        reading.read(ClientDuidEnterprise, group)
        reading.run(ClientDuidRest.fields[1], reading.left, group)
    elif duid.type == 4 and reading.left == 16:
        reading.run(ClientDuidRest.fields[2], reading.left, group)
    else:
        reading.run(ClientDuidRest.fields[3], reading.left, group)
