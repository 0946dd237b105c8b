"""The messages by which both sides agree on a key before TLS 1.3 (RFC 5246 §7.4.3, §7.4.7, RFC 8422 §5.4).

What they look like depends on the cipher suite, which stands in the server hello; where that was sent in another segment, the form is
known by its lengths, which must fit to the byte.
"""

from __future__ import annotations

from netkit.packet.application.tls.algorithm_extensions import SignatureAlgorithm
from netkit.packet.application.tls.numbers import CURVE_TYPES, GROUPS
from netkit.packet.application.tls.vectors import HandshakeData, Told
from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = ["read_certificate_verify", "read_client_key_exchange", "read_finished", "read_server_key_exchange"]

NAMED_CURVE = 3
SSL_3_0, TLS_1_2 = 0x0300, 0x0303


class EcdhParameters(Header):
    """The server's half of an agreement on a curve."""

    key = "tls"
    title = "TLS server ECDH parameters"
    rfc = "RFC 8422 §5.4"

    curve_type: int = bits(
        8, "how the curve is given", key="tls.handshake.server_curve_type", names=CURVE_TYPES, default=3, minor=True
    )
    named_curve: int = bits(16, "the curve", key="tls.handshake.server_named_curve", kind=HEXADECIMAL, names=GROUPS)
    point_length: int = bits(
        8, "bytes of the public key", key="tls.handshake.server_point_len", kind=LENGTH, minor=True
    )
    point: bytes = variable(
        "the server's public half of the agreement on a key",
        key="tls.handshake.server_point",
        size=lambda header: header.point_length,
    )


class DhPrime(Header):
    """The prime of a Diffie-Hellman exchange."""

    key = "tls"
    title = "TLS server DH prime"
    rfc = "RFC 5246 §7.4.3"

    p_length: int = bits(16, "bytes of the prime", key="tls.handshake.p_len", kind=LENGTH, label="p length", minor=True)
    p: bytes = variable("the prime", key="tls.handshake.p", size=lambda header: header.p_length, label="p")


class DhGenerator(Header):
    """The generator of a Diffie-Hellman exchange."""

    key = "tls"
    title = "TLS server DH generator"
    rfc = "RFC 5246 §7.4.3"

    g_length: int = bits(
        16, "bytes of the generator", key="tls.handshake.g_len", kind=LENGTH, label="g length", minor=True
    )
    g: bytes = variable("the generator", key="tls.handshake.g", size=lambda header: header.g_length, label="g")


class DhPublic(Header):
    """The server's half of a Diffie-Hellman exchange."""

    key = "tls"
    title = "TLS server DH public value"
    rfc = "RFC 5246 §7.4.3"

    ys_length: int = bits(
        16, "bytes of the public value", key="tls.handshake.ys_len", kind=LENGTH, label="Ys length", minor=True
    )
    ys: bytes = variable(
        "the server's public half of the agreement on a key",
        key="tls.handshake.ys",
        size=lambda header: header.ys_length,
        label="Ys",
    )


class KeyExchangeSignature(Header):
    """The server's signature over its half and both randoms: it proves who made them."""

    key = "tls"
    title = "TLS key exchange signature"
    rfc = "RFC 5246 §7.4.3"

    signature_length: int = bits(16, "bytes of the signature", key="tls.handshake.sig_len", kind=LENGTH, minor=True)
    signature: bytes = variable(
        "proves that the certificate's owner made this, for this very connection",
        key="tls.handshake.sig",
        size=lambda header: header.signature_length,
    )


class ClientPoint(Header):
    """The client's half of an agreement on a curve."""

    key = "tls"
    title = "TLS client ECDH public key"
    rfc = "RFC 8422 §5.7"

    point_length: int = bits(
        8, "bytes of the public key", key="tls.handshake.client_point_len", kind=LENGTH, minor=True
    )
    point: bytes = variable(
        "the client's public half of the agreement on a key",
        key="tls.handshake.client_point",
        size=lambda header: header.point_length,
    )


class ClientKey(Header):
    """The client's part where it is no point of a curve."""

    key = "tls"
    title = "TLS client key exchange"
    rfc = "RFC 5246 §7.4.7"

    exchange_length: int = bits(
        16, "bytes that follow", key="tls.handshake.client_key_exchange_len", kind=LENGTH, minor=True
    )
    exchange: bytes = variable(
        "by the cipher suite that was agreed on: the secret encrypted for the server's RSA key, or a Diffie-Hellman public value",
        key="tls.handshake.client_key_exchange",
        size=lambda header: header.exchange_length,
    )


class VerifySignature(Header):
    """The signature with which the client proves that its certificate is its own."""

    key = "tls"
    title = "TLS certificate verify"
    rfc = "RFC 5246 §7.4.8"

    signature_length: int = bits(
        16, "bytes of the signature", key="tls.handshake.client_cert_vrfy.sig_len", kind=LENGTH, minor=True
    )
    signature: bytes = variable(
        "proves that the certificate's owner sends it, by signing the handshake so far",
        key="tls.handshake.client_cert_vrfy.sig",
        size=lambda header: header.signature_length,
    )


class Finished(Header):
    """The end of a handshake."""

    key = "tls"
    title = "TLS finished"
    rfc = "RFC 5246 §7.4.9"

    verify_data: bytes = as_found("proves that both sides saw the same handshake", key="tls.handshake.verify_data")


def read_server_key_exchange(reading: Reading, told: Told) -> None:
    """Read the server's half, with the signature, where its form is known."""
    signed = 4 if told.version >= TLS_1_2 else 2
    if _is_ecdh(reading, signed):
        reading.read(EcdhParameters)
    elif _is_dh(reading, signed):
        for table in (DhPrime, DhGenerator, DhPublic):
            reading.read(table)
    else:
        reading.take(HandshakeData)
    if reading.left:
        if told.version >= TLS_1_2:
            reading.read(SignatureAlgorithm)
        reading.read(KeyExchangeSignature)


def _number(reading: Reading, start: int) -> int:
    return int.from_bytes(reading.data[start : min(start + 2, reading.end)], "big")


def _is_signed(reading: Reading, start: int, signed: int) -> bool:
    """Whether a signature from byte `start` on fills the message, or nothing is left for one."""
    return start == reading.end or start + signed + _number(reading, start + signed - 2) == reading.end


def _is_ecdh(reading: Reading, signed: int) -> bool:
    start = reading.position
    if reading.left < EcdhParameters.fixed_bytes or reading.data[start] != NAMED_CURVE:
        return False
    return not reading.complete or _is_signed(reading, start + 4 + reading.data[start + 3], signed)


def _is_dh(reading: Reading, signed: int) -> bool:
    at = reading.position
    for _ in range(3):
        if at + 2 > reading.end:
            return False
        at += 2 + _number(reading, at)
    return at <= reading.end and _is_signed(reading, at, signed)


def read_client_key_exchange(reading: Reading, told: Told) -> None:  # noqa: ARG001
    """Read the client's half, or the secret that it encrypted for the server."""
    if reading.left and reading.data[reading.position] == reading.left - 1:
        reading.read(ClientPoint)
    elif reading.left >= ClientKey.fixed_bytes and _number(reading, reading.position) == reading.left - 2:
        reading.read(ClientKey)
    else:
        reading.take(HandshakeData)


def read_certificate_verify(reading: Reading, told: Told) -> None:
    """Read the client's proof."""
    if told.version >= TLS_1_2:
        reading.read(SignatureAlgorithm)
    reading.read(VerifySignature)


def read_finished(reading: Reading, told: Told) -> None:
    """Read the last message, where it is not encrypted; SSL 3.0 had two sums in it."""
    reading.take(HandshakeData if told.version == SSL_3_0 else Finished)
