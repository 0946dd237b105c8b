"""Certificates: who says that he is who, and who vouches for it (RFC 5246 §7.4.2, RFC 5280)."""

from __future__ import annotations

from netkit.packet.application.tls.algorithm_extensions import SignatureAlgorithm, SignatureAlgorithms
from netkit.packet.application.tls.certificate_extensions import Authorities, Authority
from netkit.packet.application.tls.kinds import CERTIFICATE
from netkit.packet.application.tls.numbers import CERTIFICATE_COMPRESSIONS, CLIENT_CERTIFICATE_TYPES, STATUS_TYPES
from netkit.packet.application.tls.vectors import HandshakeData, Told, item, read_vector
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Reading

__all__ = [
    "Certificate",
    "Certificates",
    "read_certificate_request",
    "read_certificate_status",
    "read_certificates",
    "read_compressed_certificate",
]

OCSP = 1
TLS_1_2 = 0x0303


class Certificates(Header):
    """The length of all certificates together."""

    key = "tls"
    title = "TLS certificates"
    rfc = "RFC 5246 §7.4.2"

    list_length: int = bits(
        24, "bytes of certificates that follow", key="tls.handshake.certificates_length", kind=LENGTH, minor=True
    )


class Certificate(Header):
    """One certificate: the sender's own first, then those of who vouches for the one before."""

    key = "tls"
    title = "TLS certificate"
    rfc = "RFC 5246 §7.4.2"

    certificate_length: int = bits(
        24, "bytes of the certificate", key="tls.handshake.certificate_length", kind=LENGTH, minor=True
    )
    certificate: bytes = variable(
        "a public key with its owner's names, signed by who vouches for them",
        key="tls.handshake.certificate",
        size=lambda header: header.certificate_length,
        kind=CERTIFICATE,
        rfc="RFC 5280 §4.1",
    )


class ClientCertificateTypes(Header):
    """The length of the list of certificates that a server takes."""

    key = "tls"
    title = "TLS certificate request"
    rfc = "RFC 5246 §7.4.4"

    list_length: int = bits(
        8, "bytes of types that follow", key="tls.handshake.cert_types_count", kind=LENGTH, minor=True
    )


class ClientCertificateType(Header):
    """A sort of certificate that the server takes."""

    key = "tls"
    title = "TLS client certificate type"
    rfc = "RFC 5246 §7.4.4"

    type: int = bits(
        8,
        "a sort of key that the client's certificate may have",
        key="tls.handshake.cert_type",
        names=CLIENT_CERTIFICATE_TYPES,
        label="Certificate type",
    )


class CompressedCertificate(Header):
    """A certificate message, compressed."""

    key = "tls"
    title = "TLS compressed certificate"
    rfc = "RFC 8879 §4"

    algorithm: int = bits(
        16, "how it is compressed", key="tls.compress_certificate.algorithm", names=CERTIFICATE_COMPRESSIONS
    )
    uncompressed_length: int = bits(
        24, "bytes that it has when it is not", key="tls.compress_certificate.uncompressed_length", kind=LENGTH
    )
    compressed_length: int = bits(
        24,
        "bytes that follow",
        key="tls.compress_certificate.compressed_certificate_message.length",
        kind=LENGTH,
        minor=True,
    )
    compressed_certificate: bytes = variable(
        "the certificate message, compressed",
        key="tls.compress_certificate.compressed_certificate_message",
        size=lambda header: header.compressed_length,
    )


class CertificateStatus(Header):
    """What says that a certificate is still good, as the server sends it along."""

    key = "tls"
    title = "TLS certificate status"
    rfc = "RFC 6066 §8"

    status_type: int = bits(
        8, "what sort of proof", key="tls.handshake.extensions_status_request_type", names=STATUS_TYPES
    )


class OcspResponseList(Header):
    """The length of several proofs together."""

    key = "tls"
    title = "TLS OCSP responses"
    rfc = "RFC 6961 §2.2"

    list_length: int = bits(
        24, "bytes of responses that follow", key="tls.handshake.ocsp_response_list_len", kind=LENGTH, minor=True
    )


class OcspResponse(Header):
    """A proof, signed by who issued the certificate."""

    key = "tls"
    title = "TLS OCSP response"
    rfc = "RFC 6066 §8"

    response_length: int = bits(
        24, "bytes of the response", key="tls.handshake.ocsp_response_len", kind=LENGTH, minor=True
    )
    response: bytes = variable(
        "says that the certificate was still good a short while ago, signed by its issuer",
        key="tls.handshake.ocsp_response",
        size=lambda header: header.response_length,
        rfc="RFC 6960 §4.2",
    )


def read_certificates(reading: Reading, told: Told) -> None:  # noqa: ARG001
    """Read the sender's certificate, and those of the authorities behind it."""
    count = 0

    def read(inner: Reading, group: str) -> None:  # noqa: ARG001
        nonlocal count
        count += 1
        inner.read(Certificate, f"certificate {count}")

    read_vector(reading, Certificates, read)


def read_certificate_request(reading: Reading, told: Told) -> None:
    """Read what sort of certificate the server wants from the client."""
    read_vector(reading, ClientCertificateTypes, item(ClientCertificateType))
    if told.version >= TLS_1_2:
        read_vector(reading, SignatureAlgorithms, item(SignatureAlgorithm))
    read_vector(reading, Authorities, item(Authority))


def read_compressed_certificate(reading: Reading, told: Told) -> None:  # noqa: ARG001
    """Read what says how the certificate message is compressed; its content is kept whole."""
    reading.read(CompressedCertificate)


def read_certificate_status(reading: Reading, told: Told) -> None:  # noqa: ARG001
    """Read the proof that a certificate is still good."""
    status = reading.read(CertificateStatus)
    if status.status_type == OCSP:
        reading.read(OcspResponse)
    elif status.status_type in STATUS_TYPES:
        read_vector(reading, OcspResponseList, item(OcspResponse))
    else:
        reading.take(HandshakeData)
