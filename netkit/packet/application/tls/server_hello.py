"""The server hello: what the server chose of the client's offers (RFC 8446 §4.1.3)."""

from __future__ import annotations

from netkit.packet.application.tls.cipher_suites import CIPHER_SUITES
from netkit.packet.application.tls.client_hello import check_session_id, check_version
from netkit.packet.application.tls.extensions import read_extensions
from netkit.packet.application.tls.numbers import COMPRESSIONS, VERSIONS
from netkit.packet.application.tls.vectors import Told
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL, LENGTH, SECONDS
from netkit.packet.reading import Reading

__all__ = ["NewSessionTicket", "ServerChoice", "ServerHello", "read_new_session_ticket", "read_server_hello"]

RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random of a server hello that asks for another client hello: the SHA-256 of "HelloRetryRequest" (RFC 8446 §4.1.3)."""

DOWNGRADE = b"DOWNGRD"
"""What the random of a server that knows TLS 1.3 ends with, before one byte more, when it chose an older version."""

TLS_1_3 = 0x0304


def _note_random(raw: int) -> str:
    random = raw.to_bytes(32, "big")
    if random == RETRY:
        return "this very number says that it is no server hello, but a hello retry request: the client is to send another hello"
    if random[24:31] == DOWNGRADE:
        return "the end says that the server knows a newer version than it chose: a client that offered one knows that someone interfered"
    return ""


class ServerHello(Header):
    """What a server hello begins with."""

    key = "tls"
    title = "TLS server hello"
    rfc = "RFC 8446 §4.1.3"

    version: int = bits(
        16,
        "the version that the server chose; if it chose TLS 1.3 it says so in supported_versions, and here TLS 1.2",
        key="tls.handshake.version",
        kind=HEXADECIMAL,
        names=VERSIONS,
    )
    random: bytes = bits(
        256,
        "makes the keys of this connection differ from those of every other",
        key="tls.handshake.random",
        kind=BYTES,
        note=_note_random,
    )
    session_id_length: int = bits(
        8,
        "bytes of the session ID",
        key="tls.handshake.session_id_length",
        kind=LENGTH,
        label="Session ID length",
        default=0,
        minor=True,
    )
    session_id: bytes = variable(
        "names the session, so that another connection can go on with it; in TLS 1.3 the client's is sent back",
        key="tls.handshake.session_id",
        size=lambda header: header.session_id_length,
        label="Session ID",
    )


class ServerChoice(Header):
    """The algorithms that the server chose."""

    key = "tls"
    title = "TLS server choice"
    rfc = "RFC 8446 §4.1.3"

    cipher_suite: int = bits(
        16,
        "the algorithms that the server chose",
        key="tls.handshake.ciphersuite",
        kind=HEXADECIMAL,
        names=CIPHER_SUITES,
    )
    compression_method: int = bits(
        8, "the compression that the server chose", key="tls.handshake.comp_method", names=COMPRESSIONS, minor=True
    )


class NewSessionTicket(Header):
    """A ticket, with which a later connection can begin where this one is."""

    key = "tls"
    title = "TLS new session ticket"
    rfc = "RFC 5077 §3.3"

    ticket_lifetime_hint: int = bits(
        32, "how long the ticket may be kept", key="tls.handshake.session_ticket_lifetime_hint", kind=SECONDS
    )
    ticket_length: int = bits(
        16, "bytes of the ticket", key="tls.handshake.session_ticket_length", kind=LENGTH, minor=True
    )
    ticket: bytes = variable(
        "the session, encrypted with a key that only the server has",
        key="tls.handshake.session_ticket",
        size=lambda header: header.ticket_length,
    )


def read_server_hello(reading: Reading, told: Told) -> None:
    """Read the whole message; from here on it is known which version counts."""
    hello = reading.read(ServerHello)
    check_session_id(reading, hello, hello.session_id_length)
    told.version = hello.version
    told.retry = hello.random == RETRY
    reading.read(ServerChoice)
    if reading.left:
        read_extensions(reading, told)
    told.encrypted = told.version == TLS_1_3 and not told.retry
    check_version(reading, hello, told.version, "the version that the server chose is")


def read_new_session_ticket(reading: Reading, told: Told) -> None:  # noqa: ARG001 - the same in each version that does not encrypt it
    """Read the whole message, as it is before TLS 1.3; there it is encrypted."""
    reading.read(NewSessionTicket)
