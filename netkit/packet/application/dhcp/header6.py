"""The headers of DHCPv6: four bytes of a client's or a server's message, and more of a relay's (RFC 8415 §8 and §9)."""

from __future__ import annotations

from dataclasses import replace

from netkit.packet.application.dhcp.codes6 import MESSAGE_TYPES, RELAYED
from netkit.packet.application.dhcp.option import Inside, read_option
from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, HEXADECIMAL
from netkit.packet.reading import Reading

__all__ = ["Dhcpv6", "Dhcpv6Relay", "read_message", "table_of"]


class Dhcpv6(Header):
    """The header of a message between client and server."""

    key = "dhcpv6"
    title = "DHCPv6"
    rfc = "RFC 8415 §8"

    message_type: int = bits(8, "what this message does", key="dhcpv6.msgtype", names=MESSAGE_TYPES)
    transaction_id: int = bits(
        24,
        "the answer repeats the request's number, and so finds it",
        key="dhcpv6.xid",
        kind=HEXADECIMAL,
        label="Transaction ID",
    )


class Dhcpv6Relay(Header):
    """The header of a message between relay and server."""

    key = "dhcpv6"
    title = "DHCPv6 relay"
    rfc = "RFC 8415 §9"

    message_type: int = bits(8, "what this message does", key="dhcpv6.msgtype", names=MESSAGE_TYPES)
    hop_count: int = bits(8, "how many relays passed it on before", key="dhcpv6.hopcount", default=0)
    link_address: str = bits(
        128, "an address of the client's link, which names it to the server", key="dhcpv6.linkaddr", kind=ADDRESS_IPV6
    )
    peer_address: str = bits(128, "who sent what this relay passes on", key="dhcpv6.peeraddr", kind=ADDRESS_IPV6)


def table_of(reading: Reading) -> type[Dhcpv6 | Dhcpv6Relay]:
    """The header of the message that begins here."""
    return Dhcpv6Relay if reading.left and reading.data[reading.position] in RELAYED else Dhcpv6


def read_message(reading: Reading, inside: Inside, group: str) -> None:
    """Read a message that another carries."""
    header = reading.read(table_of(reading), group)
    within = replace(inside, message_type=header.message_type)
    while reading.left:
        read_option(reading, within)
