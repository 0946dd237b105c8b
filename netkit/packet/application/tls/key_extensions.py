"""Extensions of TLS 1.3 that agree on keys: shares of a Diffie-Hellman exchange, keys from before, cookies (RFC 8446 §4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.tls.numbers import GROUPS, KEY_EXCHANGE_MODES
from netkit.packet.application.tls.vectors import Body, Told, item, read_vector, table, vector
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = ["KEY_BODIES"]

CLIENT_HELLO, SERVER_HELLO = 1, 2


class ClientShares(Header):
    """key_share of a client: the length of its list."""

    key = "tls"
    title = "TLS key_share"
    rfc = "RFC 8446 §4.2.8"

    list_length: int = bits(
        16,
        "bytes of shares that follow",
        key="tls.handshake.extensions_key_share_client_length",
        kind=LENGTH,
        minor=True,
    )


class KeyShare(Header):
    """key_share: one half of an agreement on a key; both halves together give the secret, either alone does not."""

    key = "tls"
    title = "TLS key share"
    rfc = "RFC 8446 §4.2.8"

    group_number: int = bits(
        16,
        "the group that this share belongs to",
        key="tls.handshake.extensions_key_share_group",
        kind=HEXADECIMAL,
        names=GROUPS,
        label="Group",
    )
    key_exchange_length: int = bits(
        16,
        "bytes of the share",
        key="tls.handshake.extensions_key_share_key_exchange_length",
        kind=LENGTH,
        minor=True,
    )
    key_exchange: bytes = variable(
        "the sender's public half of the agreement on a key",
        key="tls.handshake.extensions_key_share_key_exchange",
        size=lambda header: header.key_exchange_length,
    )


class SelectedGroup(Header):
    """key_share of a server that asks for another client hello: the group that it wants."""

    key = "tls"
    title = "TLS selected group"
    rfc = "RFC 8446 §4.2.8"

    group_number: int = bits(
        16,
        "the group in which the server wants a share",
        key="tls.handshake.extensions_key_share_selected_group",
        kind=HEXADECIMAL,
        names=GROUPS,
        label="Selected group",
    )


class PskIdentities(Header):
    """pre_shared_key of a client: the length of its list of keys."""

    key = "tls"
    title = "TLS pre_shared_key"
    rfc = "RFC 8446 §4.2.11"

    identities_length: int = bits(
        16,
        "bytes of identities that follow",
        key="tls.handshake.extensions.psk.identities.length",
        kind=LENGTH,
        minor=True,
    )


class PskIdentity(Header):
    """pre_shared_key: what names one key that both sides have already."""

    key = "tls"
    title = "TLS pre-shared key identity"
    rfc = "RFC 8446 §4.2.11"

    identity_length: int = bits(
        16,
        "bytes of the identity",
        key="tls.handshake.extensions.psk.identity.identity_length",
        kind=LENGTH,
        minor=True,
    )
    identity: bytes = variable(
        "names a key that both sides have: mostly a ticket from an earlier connection",
        key="tls.handshake.extensions.psk.identity.identity",
        size=lambda header: header.identity_length,
    )


class TicketAge(Header):
    """pre_shared_key: how old the ticket is, hidden by a number that came with it."""

    key = "tls"
    title = "TLS ticket age"
    rfc = "RFC 8446 §4.2.11.1"

    obfuscated_ticket_age: int = bits(
        32,
        "the ticket's age in ms plus a number that came with it, so that nobody else can tell",
        key="tls.handshake.extensions.psk.identity.obfuscated_ticket_age",
    )


class PskBinders(Header):
    """pre_shared_key: what proves, for each key, that the client has it."""

    key = "tls"
    title = "TLS pre-shared key binders"
    rfc = "RFC 8446 §4.2.11.2"

    binders_length: int = bits(
        16, "bytes of binders that follow", key="tls.handshake.extensions.psk.binders_len", kind=LENGTH, minor=True
    )
    binders: bytes = variable(
        "a proof for each key that the client has it, over all that stands before",
        key="tls.handshake.extensions.psk.binders",
        size=lambda header: header.binders_length,
    )


class SelectedIdentity(Header):
    """pre_shared_key of a server: which of the client's keys it takes."""

    key = "tls"
    title = "TLS selected identity"
    rfc = "RFC 8446 §4.2.11"

    selected_identity: int = bits(
        16, "which of the client's keys is used, counted from 0", key="tls.handshake.extensions.psk.identity.selected"
    )


class KeyExchangeModes(Header):
    """psk_key_exchange_modes: the length of its list."""

    key = "tls"
    title = "TLS psk_key_exchange_modes"
    rfc = "RFC 8446 §4.2.9"

    list_length: int = bits(
        8, "bytes of modes that follow", key="tls.extension.psk_ke_modes_length", kind=LENGTH, minor=True
    )


class KeyExchangeMode(Header):
    """psk_key_exchange_modes: one way to use a key from before."""

    key = "tls"
    title = "TLS key exchange mode"
    rfc = "RFC 8446 §4.2.9"

    mode: int = bits(8, "a way to use a key from before", key="tls.extension.psk_ke_mode", names=KEY_EXCHANGE_MODES)


class Cookie(Header):
    """cookie: what a server wants to see again in the second client hello."""

    key = "tls"
    title = "TLS cookie"
    rfc = "RFC 8446 §4.2.2"

    cookie_length: int = bits(
        16, "bytes of the cookie", key="tls.handshake.extensions.cookie_len", kind=LENGTH, minor=True
    )
    cookie: bytes = variable(
        "what the server wants to see again",
        key="tls.handshake.extensions.cookie",
        size=lambda header: header.cookie_length,
    )


class RenegotiationInfo(Header):
    """renegotiation_info: ties a new handshake within a connection to the one before; empty in the first."""

    key = "tls"
    title = "TLS renegotiation_info"
    rfc = "RFC 5746 §3.2"

    renegotiated_connection_length: int = bits(
        8, "0 in the first handshake of a connection", key="tls.handshake.extensions_reneg_info_len", kind=LENGTH
    )
    renegotiated_connection: bytes = variable(
        "proves that both ends know the handshake before",
        key="tls.handshake.extensions_reneg_info",
        size=lambda header: header.renegotiated_connection_length,
    )


def _read_key_share(reading: Reading, group: str, told: Told) -> None:
    if told.message == CLIENT_HELLO:
        read_vector(reading, ClientShares, item(KeyShare), group)
    else:
        reading.read(SelectedGroup if told.retry else KeyShare, group)


def _read_identity(reading: Reading, group: str) -> None:
    reading.read(PskIdentity, group)
    reading.read(TicketAge, group)


def _read_pre_shared_key(reading: Reading, group: str, told: Told) -> None:
    if told.message == CLIENT_HELLO:
        read_vector(reading, PskIdentities, _read_identity, group)
        reading.read(PskBinders, group)
    elif told.message == SERVER_HELLO:
        reading.read(SelectedIdentity, group)


KEY_BODIES: Mapping[int, Body] = MappingProxyType(
    {
        41: _read_pre_shared_key,
        44: table(Cookie),
        45: vector(KeyExchangeModes, item(KeyExchangeMode)),
        51: _read_key_share,
        65281: table(RenegotiationInfo),
    }
)
"""What reads an extension's body, by its type."""
