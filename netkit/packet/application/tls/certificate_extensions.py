"""Extensions about certificates: their state, their form, how they are compressed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.tls.numbers import CERTIFICATE_COMPRESSIONS, CERTIFICATE_TYPES, STATUS_TYPES
from netkit.packet.application.tls.timestamps import read_timestamps
from netkit.packet.application.tls.vectors import Body, Told, item, read_vector, vector
from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Reading

__all__ = ["CERTIFICATE_BODIES", "Authorities", "Authority"]

CLIENT_HELLO = 1


class StatusRequest(Header):
    """status_request: please send along what says that the certificate is still good."""

    key = "tls"
    title = "TLS status_request"
    rfc = "RFC 6066 §8"

    status_type: int = bits(
        8, "what sort of proof is wanted", key="tls.handshake.extensions_status_request_type", names=STATUS_TYPES
    )


class ResponderIds(Header):
    """status_request: whose word the client trusts."""

    key = "tls"
    title = "TLS responder IDs"
    rfc = "RFC 6066 §8"

    length: int = bits(
        16,
        "bytes of responders that the client trusts; 0 leaves it to the server",
        key="tls.handshake.extensions_status_request_responder_ids_len",
        kind=LENGTH,
        label="Responder IDs length",
    )
    responder_ids: bytes = variable(
        "responders that the client trusts, kept whole",
        key="tls.handshake.responder_ids",
        size=lambda header: header.length,
    )


class RequestExtensions(Header):
    """status_request: extensions of OCSP."""

    key = "tls"
    title = "TLS request extensions"
    rfc = "RFC 6066 §8"

    length: int = bits(
        16,
        "bytes of OCSP extensions",
        key="tls.handshake.extensions_status_request_exts_len",
        kind=LENGTH,
        label="Request extensions length",
    )
    request_extensions: bytes = variable(
        "extensions of OCSP, kept whole", key="tls.handshake.request_extensions", size=lambda header: header.length
    )


class StatusRequestList(Header):
    """status_request_v2: the length of its list."""

    key = "tls"
    title = "TLS status_request_v2"
    rfc = "RFC 6961 §2.2"

    list_length: int = bits(
        16,
        "bytes of requests that follow",
        key="tls.handshake.extensions_status_request_list_len",
        kind=LENGTH,
        minor=True,
    )


class StatusRequestItem(Header):
    """status_request_v2: one sort of proof that is welcome."""

    key = "tls"
    title = "TLS status request"
    rfc = "RFC 6961 §2.2"

    status_type: int = bits(
        8, "what sort of proof is wanted", key="tls.handshake.extensions_status_request_type", names=STATUS_TYPES
    )
    request_length: int = bits(
        16, "bytes of this request", key="tls.handshake.extensions_status_request_len", kind=LENGTH, minor=True
    )


class CertificateTypes(Header):
    """cert_type and its two younger relatives: the length of a client's list."""

    key = "tls"
    title = "TLS certificate types"
    rfc = "RFC 7250 §4"

    list_length: int = bits(
        8, "bytes of types that follow", key="tls.handshake.cert_type.types_len", kind=LENGTH, minor=True
    )


class CertificateType(Header):
    """A form of certificate."""

    key = "tls"
    title = "TLS certificate type"
    rfc = "RFC 7250 §4"

    type: int = bits(8, "a form of certificate", key="tls.handshake.cert_type.type", names=CERTIFICATE_TYPES)


class CompressionAlgorithms(Header):
    """compress_certificate: the length of its list."""

    key = "tls"
    title = "TLS compress_certificate"
    rfc = "RFC 8879 §3"

    list_length: int = bits(
        8,
        "bytes of algorithms that follow",
        key="tls.compress_certificate.algorithms_length",
        kind=LENGTH,
        minor=True,
    )


class CompressionAlgorithm(Header):
    """compress_certificate: one algorithm."""

    key = "tls"
    title = "TLS certificate compression"
    rfc = "RFC 8879 §3"

    algorithm: int = bits(
        16,
        "a compression that the sender can undo",
        key="tls.compress_certificate.algorithm",
        names=CERTIFICATE_COMPRESSIONS,
    )


class Authorities(Header):
    """The length of the list of who may vouch for a certificate."""

    key = "tls"
    title = "TLS certificate authorities"
    rfc = "RFC 8446 §4.2.4"

    list_length: int = bits(16, "bytes of names that follow", key="tls.handshake.dnames_len", kind=LENGTH, minor=True)


class Authority(Header):
    """Who may vouch for a certificate."""

    key = "tls"
    title = "TLS certificate authority"
    rfc = "RFC 8446 §4.2.4"

    name_length: int = bits(16, "bytes of the name", key="tls.handshake.dname_len", kind=LENGTH, minor=True)
    name: bytes = variable(
        "an authority that may vouch for a certificate",
        key="tls.handshake.dname",
        size=lambda header: header.name_length,
        label="Distinguished name",
    )


class StatusData(Header):
    """What a request for a status has that is of no known sort."""

    key = "tls"
    title = "TLS status request data"
    rfc = "RFC 6066 §8"

    data: bytes = as_found("the request, kept whole", key="tls.handshake.extension.data")


def _read_request(reading: Reading, status_type: int, group: str) -> None:
    if status_type in STATUS_TYPES:
        reading.read(ResponderIds, group)
        reading.read(RequestExtensions, group)


def _read_status_request(reading: Reading, group: str, told: Told) -> None:
    if told.message == CLIENT_HELLO:
        _read_request(reading, reading.read(StatusRequest, group).status_type, group)


def _read_status_request_item(reading: Reading, group: str) -> None:
    request = reading.read(StatusRequestItem, group)
    if request.status_type in STATUS_TYPES:
        _read_request(reading, request.status_type, group)
    else:
        reading.take(StatusData, min(reading.end, reading.position + request.request_length), group)


def _read_status_request_list(reading: Reading, group: str, told: Told) -> None:
    if told.message == CLIENT_HELLO:
        read_vector(reading, StatusRequestList, _read_status_request_item, group)


def _read_certificate_types(reading: Reading, group: str, told: Told) -> None:
    if told.message == CLIENT_HELLO:
        read_vector(reading, CertificateTypes, item(CertificateType), group)
    else:
        reading.read(CertificateType, group)


CERTIFICATE_BODIES: Mapping[int, Body] = MappingProxyType(
    {
        5: _read_status_request,
        9: _read_certificate_types,
        17: _read_status_request_list,
        18: read_timestamps,
        19: _read_certificate_types,
        20: _read_certificate_types,
        27: vector(CompressionAlgorithms, item(CompressionAlgorithm)),
        47: vector(Authorities, item(Authority)),
    }
)
"""What reads an extension's body, by its type."""
