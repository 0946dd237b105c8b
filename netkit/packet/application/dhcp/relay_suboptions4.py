"""The suboptions of the relay's option: one table each, and one for those that are not taken apart (RFC 3046 §3, RFC 7839 §4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.kinds import TEXT
from netkit.packet.application.dhcp.option import Inside, Option
from netkit.packet.application.dhcp.relay_suboption4 import RelaySuboption, fixed, kept
from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_MAC, BYTES, HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = ["RELAY_SUBOPTIONS"]

_ACCESS_TECHNOLOGIES = MappingProxyType(
    {1: "virtual", 2: "PPP", 3: "Ethernet", 4: "Wi-Fi", 5: "WiMAX", 6: "3GPP GERAN", 7: "3GPP UTRAN", 8: "3GPP E-UTRAN"}
)


class CircuitId(RelaySuboption):
    """Where the request came in: a port of a switch, a line."""

    title = "DHCP circuit ID"
    rfc = "RFC 3046 §3.1"

    circuit_id: bytes = variable(
        "where the request came in: a port, a line",
        key="dhcp.option.agent_information_option.agent_circuit_id",
        size=lambda option: option.length,
    )


class RemoteId(RelaySuboption):
    """Who is at the other end of the line."""

    title = "DHCP remote ID"
    rfc = "RFC 3046 §3.2"

    remote_id: bytes = variable(
        "who is at the other end of the line",
        key="dhcp.option.agent_information_option.agent_remote_id",
        size=lambda option: option.length,
    )


class LinkSelection(RelaySuboption):
    """The subnet to give an address from, where it is not the relay's own."""

    title = "DHCP link selection"
    rfc = "RFC 3527 §3"

    subnet: str = bits(
        32,
        "the subnet to give an address from",
        key="dhcp.option.agent_information_option.link_selection",
        kind=ADDRESS_IPV4,
    )


class SubscriberId(RelaySuboption):
    """The customer, wherever the line may end."""

    title = "DHCP subscriber ID"
    rfc = "RFC 3993 §3"

    subscriber_id: str = variable(
        "the customer's name at the provider",
        key="dhcp.option.agent_information_option.subscriber_id",
        size=lambda option: option.length,
        kind=TEXT,
    )


class RelayFlags(RelaySuboption):
    """How the request came."""

    title = "DHCP relay flags"
    rfc = "RFC 5010 §3"

    flags: int = bits(
        8,
        "the highest bit is set for a request that came by unicast",
        key="dhcp.option.agent_information_option.flags",
        kind=HEXADECIMAL,
    )


class ServerOverride(RelaySuboption):
    """The address that the server is to call itself by, so that renewals pass the relay too."""

    title = "DHCP server identifier override"
    rfc = "RFC 5107 §4"

    server_identifier: str = bits(
        32,
        "what the server is to call itself, so that renewals pass the relay too",
        key="dhcp.option.agent_information_option.server_id_override",
        kind=ADDRESS_IPV4,
    )


class RelayEnterprise(Header):
    """Whose information follows."""

    key = "dhcp"
    title = "DHCP relay, vendor-specific information"
    rfc = "RFC 4243"

    enterprise: int = bits(
        32, "whose information it is, by number at IANA", key="dhcp.option.agent_information_option.vi.enterprise"
    )
    length: int = bits(
        8,
        "bytes of it that follow",
        key="dhcp.option.agent_information_option.vi.data_length",
        kind=LENGTH,
        minor=True,
    )
    data: bytes = variable(
        "what the vendor says",
        key="dhcp.option.agent_information_option.value",
        size=lambda option: option.length,
    )


class VendorInformation(RelaySuboption):
    """What vendors say of the request, each for itself."""

    title = "DHCP relay, vendor-specific information"
    rfc = "RFC 4243"
    item = RelayEnterprise


class VirtualSubnet(RelaySuboption):
    """Which virtual private network the client is in."""

    title = "DHCP virtual subnet selection"
    rfc = "RFC 6607 §3"

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the name or the number of the network; the length tells which (Cisco's form, that of Wireshark)."""
        if self.length == 1:
            reading.read(GlobalNetwork, self.group)
        elif self.length == 7:
            reading.read(VpnIdentifier, self.group)
        else:
            reading.run(VrfName.fields[0], reading.left, self.group)

    @classmethod
    def fits(cls, length: int, head: int) -> bool:  # noqa: ARG003
        """At least the type must be there."""
        return length > 0


class GlobalNetwork(Header):
    """The network that is not virtual."""

    key = "dhcp"
    title = "DHCP virtual subnet selection"
    rfc = "RFC 6607 §3"

    type: int = bits(
        8, "255: the network that is not virtual", key="dhcp.option.agent_information_option.vrf_name.global"
    )


class VpnIdentifier(Header):
    """The number of a virtual private network."""

    key = "dhcp"
    title = "DHCP VPN identifier"
    rfc = "RFC 2685 §4"

    organization: int = bits(
        24,
        "who gave the number",
        key="dhcp.option.agent_information_option.vrf_name.vpn_id.oui",
        kind=HEXADECIMAL,
    )
    index: int = bits(
        32, "the number", key="dhcp.option.agent_information_option.vrf_name.vpn_id.index", kind=HEXADECIMAL
    )


class VrfName(Header):
    """The name of a virtual private network."""

    key = "dhcp"
    title = "DHCP VRF name"
    rfc = "RFC 6607 §3"

    name: str = as_found("the network's name", key="dhcp.option.agent_information_option.vrf_name", kind=TEXT)


RELAY_SUBOPTIONS: Mapping[int, type[Option]] = MappingProxyType(
    {
        1: CircuitId,
        2: RemoteId,
        3: kept("Reserved", "must not be sent", "reserved", "RFC 3046 §2.0"),
        4: fixed(32, "DOCSIS device class", "the kind of cable modem", "docsis_device_class", "RFC 3256", kind=HEXADECIMAL),
        5: LinkSelection,
        6: SubscriberId,
        7: kept("RADIUS attributes", "what RADIUS said of the client", "radius_attributes", "RFC 4014"),
        8: kept("Authentication", "proves that the relay is who it says", "authentication", "RFC 4030"),
        9: VendorInformation,
        10: RelayFlags,
        11: ServerOverride,
        12: kept("Relay identifier", "which relay this is", "relay_agent_id", "RFC 6925"),
        13: fixed(8, "Access technology", "the kind of access network", "ani_att", "RFC 7839 §4", names=_ACCESS_TECHNOLOGIES),
        14: kept("Access network", "the network's name, as the SSID of Wi-Fi", "ani_network_name", "RFC 7839 §4", kind=TEXT),
        15: kept("Access point", "the access point's name", "ani_ap_name", "RFC 7839 §4", kind=TEXT),
        16: fixed(48, "BSSID", "the access point's address", "ani_ap_bssid", "RFC 7839 §4", kind=ADDRESS_MAC),
        17: kept("Operator identifier", "the provider's number", "ani_operator_id", "RFC 7839 §4", kind=BYTES),
        18: kept("Operator realm", "the provider's domain", "ani_operator_realm", "RFC 7839 §4", kind=TEXT),
        150: fixed(
            32, "Link selection (Cisco)", "the subnet to give an address from", "link_selection_cisco", "RFC 3527 §3", kind=ADDRESS_IPV4
        ),
        151: VirtualSubnet,
        152: fixed(
            32, "Server override (Cisco)", "what the server is to call itself", "server_id_override_cisco", "RFC 5107 §4",
            kind=ADDRESS_IPV4,
        ),
    }
)  # fmt: skip
"""The tables of suboptions by code."""
