"""What relays add to a message of DHCPv6, and the message itself inside of theirs (RFC 8415 §21.10 and §21.18, RFC 4649, RFC 4580)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.duid4 import ETHERNETS
from netkit.packet.application.dhcp.header6 import read_message
from netkit.packet.application.dhcp.option import Inside
from netkit.packet.application.dhcp.option6 import Dhcpv6Option, is_too_deep, number, read_inner_options, text
from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, ADDRESS_MAC, SECONDS
from netkit.packet.numbers import ARP_HARDWARE
from netkit.packet.reading import Reading

__all__ = ["RELAYS", "InterfaceId", "RelayMessage", "RemoteId"]

_QUERIES = MappingProxyType(
    {1: "by address", 2: "by client identifier", 3: "by relay identifier", 4: "by link address", 5: "by remote ID"}
)


class RelayMessage(Dhcpv6Option):
    """The message that a relay passes on, whole."""

    title = "DHCPv6 relay message"
    rfc = "RFC 8415 §21.10"

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the message inside."""
        if not is_too_deep(reading, inside, self.group):
            read_message(reading, inside.deeper(self.group), self.group)


class InterfaceId(Dhcpv6Option):
    """Which of the relay's interfaces the request came in by; the answer brings it back."""

    title = "DHCPv6 interface ID"
    rfc = "RFC 8415 §21.18"

    interface_id: bytes = variable(
        "which of the relay's interfaces the client is behind",
        key="dhcpv6.interface_id",
        size=lambda option: option.length,
        label="Interface ID",
    )


class RemoteId(Dhcpv6Option):
    """Who is at the other end of the line."""

    title = "DHCPv6 remote ID"
    rfc = "RFC 4649 §3"

    enterprise: int = bits(32, "whose kind of number it is, by number at IANA", key="dhcpv6.remoteid.enterprise")
    remote_id: bytes = variable(
        "who is at the other end of the line",
        key="dhcpv6.remoteid_enterprise_id",
        size=lambda option: option.length - 4,
        label="Remote ID",
    )


class LinkLayerAddress(Dhcpv6Option):
    """The client's own address on its link, as the first relay saw it."""

    title = "DHCPv6 client link-layer address"
    rfc = "RFC 6939 §4"

    hardware_type: int = bits(
        16, "the kind of interface", key="dhcpv6.client_link_layer.hwtype", names=ARP_HARDWARE, minor=True
    )

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the address."""
        if self.hardware_type in ETHERNETS and reading.left == 6:
            reading.read(LinkLayerMac, self.group)
        else:
            reading.take(OtherLinkLayerAddress, group=self.group)


class LinkLayerMac(Header):
    """An Ethernet address."""

    key = "dhcpv6"
    title = "DHCPv6 client Ethernet address"
    rfc = "RFC 6939 §4"

    link_layer_address: str = bits(
        48, "the client's interface, as the relay saw it", key="dhcpv6.client_link_layer.addr", kind=ADDRESS_MAC
    )


class OtherLinkLayerAddress(Header):
    """An address of another kind."""

    key = "dhcpv6"
    title = "DHCPv6 client link-layer address"
    rfc = "RFC 6939 §4"

    link_layer_address: bytes = as_found(
        "the client's interface, as the relay saw it", key="dhcpv6.client_link_layer.addr"
    )


class LeaseQuery(Dhcpv6Option):
    """What someone wants to know of leases."""

    title = "DHCPv6 lease query"
    rfc = "RFC 5007 §4.1.2.1"

    query_type: int = bits(8, "how the client is named", key="dhcpv6.lq_query", names=_QUERIES)
    link_address: str = bits(128, "the link that is asked about", key="dhcpv6.lq_query_link_address", kind=ADDRESS_IPV6)

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the options that name the client."""
        read_inner_options(reading, inside, self.group)


class ClientData(Dhcpv6Option):
    """What a server knows of one client."""

    title = "DHCPv6 client data"
    rfc = "RFC 5007 §4.1.2.2"

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the options that say it."""
        read_inner_options(reading, inside, self.group)

    @classmethod
    def fits(cls, length: int, head: int) -> bool:  # noqa: ARG003
        """Any length fits."""
        return True


class RelayData(Dhcpv6Option):
    """Through which relay the client last asked."""

    title = "DHCPv6 lease query relay data"
    rfc = "RFC 5007 §4.1.2.4"

    peer_address: str = bits(
        128, "the relay through which the client last asked", key="dhcpv6.lq_relay_data_peer_addr", kind=ADDRESS_IPV6
    )
    message: bytes = variable(
        "what the relay sent", key="dhcpv6.lq_relay_data_message", size=lambda option: option.length - 16
    )


class ClientLink(Header):
    """A link that the client has leases on."""

    key = "dhcpv6"
    title = "DHCPv6 client link"
    rfc = "RFC 5007 §4.1.2.5"

    address: str = bits(128, "a link that the client has leases on", key="dhcpv6.lq_client_link", kind=ADDRESS_IPV6)


class ClientLinks(Dhcpv6Option):
    """The links that the client has leases on."""

    title = "DHCPv6 client links"
    rfc = "RFC 5007 §4.1.2.5"
    item = ClientLink
    whole = True


RELAYS: Mapping[int, type[Dhcpv6Option]] = MappingProxyType(
    {
        9: RelayMessage,
        18: InterfaceId,
        37: RemoteId,
        38: text("Subscriber ID", "the customer's name at the provider", "dhcpv6.subscriber_id", "RFC 4580 §2"),
        44: LeaseQuery,
        45: ClientData,
        46: number(
            32,
            "Last transaction time",
            "since the client last asked",
            "dhcpv6.clt_time",
            "RFC 5007 §4.1.2.3",
            kind=SECONDS,
        ),
        47: RelayData,
        48: ClientLinks,
        79: LinkLayerAddress,
        135: number(16, "Relay source port", "the port to send the answer to", "dhcpv6.relay_port", "RFC 8357 §4"),
    }
)
"""The tables of these options by code."""
