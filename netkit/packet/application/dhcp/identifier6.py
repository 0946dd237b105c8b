"""DUIDs: what a machine is known by in DHCPv6, made once and kept (RFC 8415 §11)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.duid4 import DUID_TYPES, ETHERNETS
from netkit.packet.application.dhcp.kinds import SECONDS_SINCE_2000
from netkit.packet.application.dhcp.option import Inside
from netkit.packet.application.dhcp.option6 import Dhcpv6Option
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_MAC
from netkit.packet.numbers import ARP_HARDWARE
from netkit.packet.reading import Reading

__all__ = ["IDENTIFIERS", "ClientDuid", "DuidEnterprise", "DuidLink", "DuidTime", "RelayDuid", "ServerDuid"]


UUID, UUID_SIZE = 4, 16


class DuidTime(Header):
    """An interface's kind, and when the identifier was made."""

    key = "dhcpv6"
    title = "DHCPv6 DUID-LLT"
    rfc = "RFC 8415 §11.2"

    hardware_type: int = bits(16, "the kind of interface", key="dhcpv6.duidllt.hwtype", names=ARP_HARDWARE, minor=True)
    time: int = bits(32, "when the identifier was made", key="dhcpv6.duidllt.time", kind=SECONDS_SINCE_2000)


class DuidTimeMac(Header):
    """The address of the interface that the identifier was made from."""

    key = "dhcpv6"
    title = "DHCPv6 DUID-LLT, Ethernet address"
    rfc = "RFC 8415 §11.2"

    link_layer_address: str = bits(
        48, "an interface's address at that time", key="dhcpv6.duidllt.link_layer_addr", kind=ADDRESS_MAC
    )


class DuidEnterprise(Header):
    """Whose number it is."""

    key = "dhcpv6"
    title = "DHCPv6 DUID-EN"
    rfc = "RFC 8415 §11.3"

    enterprise: int = bits(32, "the maker, by its number at IANA", key="dhcpv6.duiden.enterprise")


class DuidLink(Header):
    """An interface's kind."""

    key = "dhcpv6"
    title = "DHCPv6 DUID-LL"
    rfc = "RFC 8415 §11.4"

    hardware_type: int = bits(16, "the kind of interface", key="dhcpv6.duidll.hwtype", names=ARP_HARDWARE, minor=True)


class DuidLinkMac(Header):
    """The address of an interface that stays in the machine."""

    key = "dhcpv6"
    title = "DHCPv6 DUID-LL, Ethernet address"
    rfc = "RFC 8415 §11.4"

    link_layer_address: str = bits(
        48,
        "the address of an interface that stays in the machine",
        key="dhcpv6.duidll.link_layer_addr",
        kind=ADDRESS_MAC,
    )


class DuidRest(Header):
    """What the kinds of identifier end with."""

    key = "dhcpv6"
    title = "DHCPv6 DUID"
    rfc = "RFC 8415 §11"

    identifier: bytes = as_found("the number that the maker gave", key="dhcpv6.duiden.identifier")
    uuid: bytes = as_found("a number that no other machine has", key="dhcpv6.duiduuid.bytes", label="UUID")
    timed_address: bytes = as_found(
        "an interface's address at that time", key="dhcpv6.duidllt.link_layer_addr", label="Link layer address"
    )
    address: bytes = as_found(
        "the address of an interface that stays in the machine",
        key="dhcpv6.duidll.link_layer_addr",
        label="Link layer address",
    )
    other: bytes = as_found("the identifier", key="dhcpv6.duid.data", label="Identifier")


class ClientDuid(Dhcpv6Option):
    """What the client is known by."""

    title = "DHCPv6 client identifier"
    rfc = "RFC 8415 §21.2"

    type: int = bits(
        16, "what the machine's identifier is made from", key="dhcpv6.duid.type", names=DUID_TYPES, label="DUID type"
    )

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the identifier by its type."""
        identifier, uuid, timed_address, address, other = DuidRest.fields
        ends = {1: timed_address, 2: identifier, 3: address, UUID: uuid}
        ethernet = False
        if self.type == 1:
            ethernet = reading.read(DuidTime, self.group).hardware_type in ETHERNETS
        elif self.type == 2:
            reading.read(DuidEnterprise, self.group)
        elif self.type == 3:
            ethernet = reading.read(DuidLink, self.group).hardware_type in ETHERNETS
        if ethernet and reading.left == 6:
            reading.read(DuidTimeMac if self.type == 1 else DuidLinkMac, self.group)
        elif self.type != UUID or reading.left == UUID_SIZE:
            reading.run(ends.get(self.type, other), reading.left, self.group)


class ServerDuid(ClientDuid):
    """What the server is known by."""

    title = "DHCPv6 server identifier"
    rfc = "RFC 8415 §21.3"


class RelayDuid(ClientDuid):
    """What a relay is known by."""

    title = "DHCPv6 relay identifier"
    rfc = "RFC 5460 §5.4.1"


IDENTIFIERS: Mapping[int, type[Dhcpv6Option]] = MappingProxyType({1: ClientDuid, 2: ServerDuid, 53: RelayDuid})
"""The tables of these options by code."""
