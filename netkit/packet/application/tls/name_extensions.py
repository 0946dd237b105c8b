"""Extensions that name things: the server that is wanted, and the protocols that may be spoken inside."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.tls.numbers import NAME_TYPES
from netkit.packet.application.tls.vectors import Body, Told, item, table, vector
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH, TEXT
from netkit.packet.reading import Reading

__all__ = ["NAME_BODIES"]


class ServerNameList(Header):
    """server_name: the length of its list."""

    key = "tls"
    title = "TLS server_name"
    rfc = "RFC 6066 §3"

    list_length: int = bits(
        16, "bytes of names that follow", key="tls.handshake.extensions_server_name_list_len", kind=LENGTH, minor=True
    )


class ServerName(Header):
    """server_name: one name that the client wants."""

    key = "tls"
    title = "TLS server name"
    rfc = "RFC 6066 §3"

    name_type: int = bits(
        8,
        "what sort of name",
        key="tls.handshake.extensions_server_name_type",
        names=NAME_TYPES,
        default=0,
        minor=True,
    )
    name_length: int = bits(
        16, "bytes of the name", key="tls.handshake.extensions_server_name_len", kind=LENGTH, minor=True
    )
    name: str = variable(
        "the server that the client wants: anyone on the way can read it",
        key="tls.handshake.extensions_server_name",
        size=lambda header: header.name_length,
        kind=TEXT,
        label="Server name",
    )


class ProtocolNameList(Header):
    """application_layer_protocol_negotiation: the length of its list."""

    key = "tls"
    title = "TLS application_layer_protocol_negotiation"
    rfc = "RFC 7301 §3.1"

    list_length: int = bits(
        16, "bytes of protocol names that follow", key="tls.handshake.extensions_alpn_len", kind=LENGTH, minor=True
    )


class ProtocolName(Header):
    """application_layer_protocol_negotiation: one protocol; in a server's hello the one chosen."""

    key = "tls"
    title = "TLS protocol name"
    rfc = "RFC 7301 §3.1"

    name_length: int = bits(
        8, "bytes of the name", key="tls.handshake.extensions_alpn_str_len", kind=LENGTH, minor=True
    )
    name: str = variable(
        "a protocol to speak inside: h2 is HTTP/2",
        key="tls.handshake.extensions_alpn_str",
        size=lambda header: header.name_length,
        kind=TEXT,
        label="Protocol",
    )


class NextProtocol(Header):
    """next_protocol_negotiation, which came before ALPN: one protocol of the server's."""

    key = "tls"
    title = "TLS next protocol"
    rfc = "draft-agl-tls-nextprotoneg-04 §3"

    name_length: int = bits(8, "bytes of the name", key="tls.handshake.extensions_npn_str_len", kind=LENGTH, minor=True)
    name: str = variable(
        "a protocol that the server can speak inside",
        key="tls.handshake.extensions_npn",
        size=lambda header: header.name_length,
        kind=TEXT,
        label="Protocol",
    )


class SettingsProtocolList(Header):
    """application_settings: the length of its list."""

    key = "tls"
    title = "TLS application_settings"
    rfc = "draft-vvv-tls-alps-01 §4"

    list_length: int = bits(
        16, "bytes of protocol names that follow", key="tls.handshake.extensions_alps_len", kind=LENGTH, minor=True
    )


class SettingsProtocol(Header):
    """application_settings: one protocol that has settings of its own."""

    key = "tls"
    title = "TLS settings protocol"
    rfc = "draft-vvv-tls-alps-01 §4"

    name_length: int = bits(
        8, "bytes of the name", key="tls.handshake.extensions_alps_alpn_str_len", kind=LENGTH, minor=True
    )
    name: str = variable(
        "a protocol whose settings may travel within the handshake",
        key="tls.handshake.extensions_alps_alpn_str",
        size=lambda header: header.name_length,
        kind=TEXT,
        label="Protocol",
    )


class UserName(Header):
    """srp: who wants to log in, with a password that both sides know."""

    key = "tls"
    title = "TLS srp"
    rfc = "RFC 5054 §2.8.1"

    name_length: int = bits(8, "bytes of the name", key="tls.handshake.extensions_srp_len", kind=LENGTH, minor=True)
    name: str = variable(
        "who wants to log in with a password",
        key="tls.handshake.extensions_srp_username",
        size=lambda header: header.name_length,
        kind=TEXT,
        label="User name",
    )


def _read_next_protocols(reading: Reading, group: str, told: Told) -> None:  # noqa: ARG001
    while reading.left:
        reading.read(NextProtocol, group)


NAME_BODIES: Mapping[int, Body] = MappingProxyType(
    {
        0: vector(ServerNameList, item(ServerName)),
        12: table(UserName),
        16: vector(ProtocolNameList, item(ProtocolName)),
        13172: _read_next_protocols,
        17513: vector(SettingsProtocolList, item(SettingsProtocol)),
    }
)
"""What reads an extension's body, by its type."""
