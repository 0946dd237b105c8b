"""The client hello of SSL 2.0, in which clients once offered newer versions, too (RFC 5246 appendix E.2); nothing else of it is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.tls.cipher_suites import CIPHER_SUITES
from netkit.packet.application.tls.numbers import VERSIONS
from netkit.packet.data import TcpPayload
from netkit.packet.field import as_found, bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = ["Ssl2CipherSpec", "Ssl2ClientHello", "is_ssl2_client_hello", "read_ssl2_client_hello"]

CLIENT_HELLO = 1
SSL_2_0 = 0x0002

CIPHER_SPECS: Mapping[int, str] = MappingProxyType(
    dict(CIPHER_SUITES)
    | {
        0x010080: "SSL2_RC4_128_WITH_MD5", 0x020080: "SSL2_RC4_128_EXPORT40_WITH_MD5", 0x030080: "SSL2_RC2_128_CBC_WITH_MD5",
        0x040080: "SSL2_RC2_128_CBC_EXPORT40_WITH_MD5", 0x050080: "SSL2_IDEA_128_CBC_WITH_MD5", 0x060040: "SSL2_DES_64_CBC_WITH_MD5",
        0x0700C0: "SSL2_DES_192_EDE3_CBC_WITH_MD5",
    }
)  # fmt: skip


class Ssl2ClientHello(Header):
    """The record and the hello in it, up to the lists."""

    key = "tls"
    title = "TLS"
    rfc = "RFC 5246 appendix E.2"

    no_padding: bool = flag("the record is not filled up", key="tls.record.no_padding", default=True, minor=True)
    record_length: int = bits(15, "bytes of the record that follow", key="tls.record.length", kind=LENGTH)
    type: int = bits(
        8,
        "which step of the handshake",
        key="tls.handshake.type",
        names=MappingProxyType({1: "client hello"}),
        default=1,
    )
    version: int = bits(
        16, "the highest version that the client offers", key="tls.handshake.version", kind=HEXADECIMAL, names=VERSIONS
    )
    cipher_specs_length: int = bits(
        16, "bytes of cipher specs", key="tls.handshake.cipher_spec_len", kind=LENGTH, minor=True
    )
    session_id_length: int = bits(
        16, "bytes of the session ID", key="tls.handshake.session_id_length", kind=LENGTH, default=0, minor=True
    )
    challenge_length: int = bits(
        16, "bytes of the challenge", key="tls.handshake.challenge_length", kind=LENGTH, minor=True
    )


class Ssl2CipherSpec(Header):
    """One set of algorithms."""

    key = "tls"
    title = "SSL 2.0 cipher spec"
    rfc = "RFC 5246 appendix E.2"

    cipher_spec: int = bits(
        24,
        "a set of algorithms that the client can do",
        key="tls.handshake.cipherspec",
        kind=HEXADECIMAL,
        names=CIPHER_SPECS,
    )


class Ssl2Session(Header):
    """The session to go on with."""

    key = "tls"
    title = "SSL 2.0 session"
    rfc = "RFC 5246 appendix E.2"

    session_id: bytes = as_found("a session to go on with", key="tls.handshake.session_id", label="Session ID")


class Ssl2Challenge(Header):
    """What the server's answer must fit."""

    key = "tls"
    title = "SSL 2.0 challenge"
    rfc = "RFC 5246 appendix E.2"

    challenge: bytes = as_found("the client's random bytes", key="tls.handshake.challenge")


def is_ssl2_client_hello(reading: Reading) -> bool:
    """Whether the segment begins with a whole hello of this form, whose lengths fit to the byte."""
    start = reading.position
    if reading.left < Ssl2ClientHello.fixed_bytes or reading.data[start + 2] != CLIENT_HELLO:
        return False
    head = reading.data[start : start + Ssl2ClientHello.fixed_bytes]
    record = int.from_bytes(head[:2], "big")
    version, specs, session, challenge = (int.from_bytes(head[at : at + 2], "big") for at in (3, 5, 7, 9))
    size = Ssl2ClientHello.fixed_bytes + specs + session + challenge
    return (
        record == 0x8000 | size - 2
        and (version == SSL_2_0 or version in range(0x0300, 0x0304))
        and specs > 0
        and not specs % 3
        and challenge > 0
        and size <= reading.left
    )


def read_ssl2_client_hello(reading: Reading) -> None:
    """Read the record; no client sends one any more."""
    hello = reading.open(Ssl2ClientHello, rest=TcpPayload)
    text = "the client offers its versions in a hello of SSL 2.0, which must not be used any more"
    reading.report("tls.version.obsolete", hello, "version", text, rfc="RFC 6176 §3")
    for _ in range(hello.cipher_specs_length // 3):
        reading.read(Ssl2CipherSpec)
    reading.take(Ssl2Session, reading.position + hello.session_id_length)
    reading.take(Ssl2Challenge, reading.position + hello.challenge_length)
