"""The client hello: what a client offers, before anything is encrypted (RFC 8446 §4.1.2)."""

from __future__ import annotations

from netkit.packet.application.tls.cipher_suites import CIPHER_SUITES
from netkit.packet.application.tls.extensions import read_extensions
from netkit.packet.application.tls.numbers import COMPRESSIONS, GREASE, VERSIONS
from netkit.packet.application.tls.vectors import Told, item, read_vector
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = [
    "CipherSuite",
    "CipherSuites",
    "ClientHello",
    "CompressionMethod",
    "CompressionMethods",
    "check_session_id",
    "check_version",
    "read_client_hello",
]

LONGEST_SESSION_ID = 32

SSL_3_0, TLS_1_2 = 0x0300, 0x0303


class ClientHello(Header):
    """What a client hello begins with."""

    key = "tls"
    title = "TLS client hello"
    rfc = "RFC 8446 §4.1.2"

    version: int = bits(
        16,
        "the highest version that the client offers; one that speaks TLS 1.3 says so in supported_versions, and here TLS 1.2",
        key="tls.handshake.version",
        kind=HEXADECIMAL,
        names=VERSIONS,
    )
    random: bytes = bits(
        256,
        "makes the keys of this connection differ from those of every other",
        key="tls.handshake.random",
        kind=BYTES,
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
        "a session to go on with; in TLS 1.3 it means nothing",
        key="tls.handshake.session_id",
        size=lambda header: header.session_id_length,
        label="Session ID",
    )


class CipherSuites(Header):
    """The length of the client's list of cipher suites."""

    key = "tls"
    title = "TLS cipher suites"
    rfc = "RFC 8446 §4.1.2"

    list_length: int = bits(
        16, "bytes of cipher suites that follow", key="tls.handshake.cipher_suites_length", kind=LENGTH, minor=True
    )


class CipherSuite(Header):
    """One cipher suite, the one liked best first."""

    key = "tls"
    title = "TLS cipher suite"
    rfc = "RFC 8446 §4.1.2"

    cipher_suite: int = bits(
        16,
        "a set of algorithms that the client can do",
        key="tls.handshake.ciphersuite",
        kind=HEXADECIMAL,
        names=CIPHER_SUITES,
    )


class CompressionMethods(Header):
    """The length of the client's list of compression methods."""

    key = "tls"
    title = "TLS compression methods"
    rfc = "RFC 8446 §4.1.2"

    list_length: int = bits(
        8, "bytes of compression methods that follow", key="tls.handshake.comp_methods_length", kind=LENGTH, minor=True
    )


class CompressionMethod(Header):
    """One compression method."""

    key = "tls"
    title = "TLS compression method"
    rfc = "RFC 8446 §4.1.2"

    method: int = bits(
        8,
        "a compression that the client can do; compressing gives secrets away, so today none",
        key="tls.handshake.comp_method",
        names=COMPRESSIONS,
        label="Compression method",
        minor=True,
    )


def read_client_hello(reading: Reading, told: Told) -> None:
    """Read the whole message."""
    hello = reading.read(ClientHello)
    check_session_id(reading, hello, hello.session_id_length)
    read_vector(reading, CipherSuites, item(CipherSuite))
    read_vector(reading, CompressionMethods, item(CompressionMethod))
    if reading.left:
        read_extensions(reading, told)
    offered = [version for version in told.offered if version not in GREASE]
    check_version(reading, hello, max(offered, default=hello.version), "the highest version that the client offers is")


def check_session_id(reading: Reading, hello: Header, length: int) -> None:
    """Report a session ID that is longer than any may be."""
    if length > LONGEST_SESSION_ID:
        text = f"a session ID has at most {LONGEST_SESSION_ID} bytes, not {length}"
        reading.report("tls.session_id.long", hello, "session_id_length", text, rfc="RFC 8446 §4.1.2")


def check_version(reading: Reading, hello: Header, version: int, what: str) -> None:
    """Report a version that must not be used any more."""
    if SSL_3_0 <= version < TLS_1_2:
        rfc = "RFC 7568 §3" if version == SSL_3_0 else "RFC 8996 §4"
        text = f"{what} {VERSIONS.get(version, hex(version))}, which must not be used any more"
        reading.report("tls.version.obsolete", hello, "version", text, rfc=rfc)
