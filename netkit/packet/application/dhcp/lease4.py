"""The options with which client and server settle a lease: who is asked, for what address, and for how long (RFC 2132 §9)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.codes4 import MESSAGE_TYPES, OPTIONS
from netkit.packet.application.dhcp.kinds import TEXT
from netkit.packet.application.dhcp.option import Inside
from netkit.packet.application.dhcp.option4 import DhcpOption
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, LENGTH, SECONDS
from netkit.packet.reading import Reading

__all__ = [
    "LEASE", "DhcpMessageType", "LeaseTime", "MaximumMessageSize", "OptionOverload", "ParameterRequestList", "RapidCommit",
    "RebindingTime", "RenewalTime", "RequestedAddress", "ServerIdentifier",
]  # fmt: skip

FOREVER = MappingProxyType({0xFFFFFFFF: "for ever"})

_OVERLOADS = MappingProxyType(
    {
        1: "the boot file's field holds options",
        2: "the server name's field holds options",
        3: "both fields hold options",
    }
)


class RequestedAddress(DhcpOption):
    """The address that the client would like to have."""

    title = "DHCP requested address"
    rfc = "RFC 2132 §9.1"

    requested_address: str = bits(
        32, "the address that the client would like to have", key="dhcp.option.requested_ip_address", kind=ADDRESS_IPV4
    )


class LeaseTime(DhcpOption):
    """For how long the address is lent."""

    title = "DHCP lease time"
    rfc = "RFC 2132 §9.2"

    lease_time: int = bits(
        32,
        "how long the client may keep the address",
        key="dhcp.option.ip_address_lease_time",
        kind=SECONDS,
        names=FOREVER,
    )


class OptionOverload(DhcpOption):
    """The fields for server name and boot file hold options instead, because there was no more room."""

    title = "DHCP option overload"
    rfc = "RFC 2132 §9.3"
    exact = False

    overload: int = bits(
        8, "which fields of the header hold options", key="dhcp.option.option_overload", names=_OVERLOADS
    )

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Say so where the number can't be."""
        if self.overload not in _OVERLOADS:
            text = f"the number {self.overload} names no field that could hold options; 1, 2 and 3 do"
            reading.report("dhcp.overload.unknown", self, "overload", text)


class DhcpMessageType(DhcpOption):
    """What this message does; a message without it is BOOTP's, from which DHCP grew."""

    title = "DHCP message type"
    rfc = "RFC 2132 §9.6"
    exact = False

    message_type: int = bits(8, "what this message does", key="dhcp.option.dhcp", names=MESSAGE_TYPES)


class ServerIdentifier(DhcpOption):
    """Which server offers, or which one was chosen."""

    title = "DHCP server identifier"
    rfc = "RFC 2132 §9.7"

    server_identifier: str = bits(
        32, "the server that offers, or that the client chose", key="dhcp.option.dhcp_server_id", kind=ADDRESS_IPV4
    )


class RequestedParameter(Header):
    """An option that the client would like the server to send."""

    key = "dhcp"
    title = "DHCP requested parameter"
    rfc = "RFC 2132 §9.8"

    option: int = bits(
        8, "an option that the client asks for", key="dhcp.option.request_list_item", names=OPTIONS, label="Please send"
    )


class ParameterRequestList(DhcpOption):
    """What the client would like to be told, the most wanted first."""

    title = "DHCP parameter request list"
    rfc = "RFC 2132 §9.8"
    item = RequestedParameter


class Message(DhcpOption):
    """Why a request was refused, or an address declined."""

    title = "DHCP message"
    rfc = "RFC 2132 §9.9"

    message: str = variable(
        "what went wrong, for people", key="dhcp.option.message", size=lambda option: option.length, kind=TEXT
    )


class MaximumMessageSize(DhcpOption):
    """The longest message that the client can take."""

    title = "DHCP maximum message size"
    rfc = "RFC 2132 §9.10"

    maximum_message_size: int = bits(
        16, "the longest message that the client can take", key="dhcp.option.dhcp_max_message_size", kind=LENGTH
    )


class RenewalTime(DhcpOption):
    """When the client asks its server for more time (T1)."""

    title = "DHCP renewal time"
    rfc = "RFC 2132 §9.11"

    renewal_time: int = bits(
        32,
        "after this long the client asks its server for more time (T1)",
        key="dhcp.option.renewal_time_value",
        kind=SECONDS,
        names=FOREVER,
    )


class RebindingTime(DhcpOption):
    """When the client, left without an answer, asks any server for more time (T2)."""

    title = "DHCP rebinding time"
    rfc = "RFC 2132 §9.12"

    rebinding_time: int = bits(
        32,
        "after this long, still without an answer, it asks any server (T2)",
        key="dhcp.option.rebinding_time_value",
        kind=SECONDS,
        names=FOREVER,
    )


class RapidCommit(DhcpOption):
    """Two messages will do instead of four."""

    title = "DHCP rapid commit"
    rfc = "RFC 4039 §4"


LEASE: Mapping[int, type[DhcpOption]] = MappingProxyType(
    {
        50: RequestedAddress, 51: LeaseTime, 52: OptionOverload, 53: DhcpMessageType, 54: ServerIdentifier, 55: ParameterRequestList,
        56: Message, 57: MaximumMessageSize, 58: RenewalTime, 59: RebindingTime, 80: RapidCommit,
    }
)  # fmt: skip
"""The tables of these options by code."""
