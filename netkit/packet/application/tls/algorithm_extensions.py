"""Extensions that say which algorithms the sender knows: groups, forms of points, and ways to sign."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.tls.numbers import GROUPS, POINT_FORMATS, SIGNATURE_SCHEMES
from netkit.packet.application.tls.vectors import Body, Told, item, read_vector, vector
from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = ["ALGORITHM_BODIES", "SignatureAlgorithm", "SignatureAlgorithms"]

CLIENT_HELLO = 1


class SupportedGroups(Header):
    """supported_groups: the length of its list."""

    key = "tls"
    title = "TLS supported_groups"
    rfc = "RFC 8446 §4.2.7"

    list_length: int = bits(
        16,
        "bytes of groups that follow",
        key="tls.handshake.extensions_supported_groups_length",
        kind=LENGTH,
        minor=True,
    )


class SupportedGroup(Header):
    """supported_groups: one group, the one liked best first."""

    key = "tls"
    title = "TLS supported group"
    rfc = "RFC 8446 §4.2.7"

    group_number: int = bits(
        16,
        "a curve or field in which the sender can agree on a key",
        key="tls.handshake.extensions_supported_group",
        kind=HEXADECIMAL,
        names=GROUPS,
        label="Supported group",
    )


class PointFormats(Header):
    """ec_point_formats: the length of its list."""

    key = "tls"
    title = "TLS ec_point_formats"
    rfc = "RFC 8422 §5.1.2"

    list_length: int = bits(
        8,
        "bytes of formats that follow",
        key="tls.handshake.extensions_ec_point_formats_length",
        kind=LENGTH,
        minor=True,
    )


class PointFormat(Header):
    """ec_point_formats: one way to write a point of a curve."""

    key = "tls"
    title = "TLS point format"
    rfc = "RFC 8422 §5.1.2"

    format: int = bits(
        8,
        "a way to write the points of a curve",
        key="tls.handshake.extensions_ec_point_format",
        names=POINT_FORMATS,
        label="Point format",
    )


class SignatureAlgorithms(Header):
    """signature_algorithms: the length of its list."""

    key = "tls"
    title = "TLS signature_algorithms"
    rfc = "RFC 8446 §4.2.3"

    list_length: int = bits(
        16, "bytes of algorithms that follow", key="tls.handshake.sig_hash_alg_len", kind=LENGTH, minor=True
    )


class SignatureAlgorithm(Header):
    """signature_algorithms: one algorithm, the one liked best first."""

    key = "tls"
    title = "TLS signature algorithm"
    rfc = "RFC 8446 §4.2.3"

    algorithm: int = bits(
        16,
        "a way to sign that the sender can check",
        key="tls.handshake.sig_hash_alg",
        kind=HEXADECIMAL,
        names=SIGNATURE_SCHEMES,
        label="Signature algorithm",
    )


def _read_delegated_credential(reading: Reading, group: str, told: Told) -> None:
    """Read a client's list of algorithms; what a server sends here stands in a certificate that is encrypted."""
    if told.message == CLIENT_HELLO:
        read_vector(reading, SignatureAlgorithms, item(SignatureAlgorithm), group)


ALGORITHM_BODIES: Mapping[int, Body] = MappingProxyType(
    {
        10: vector(SupportedGroups, item(SupportedGroup)),
        11: vector(PointFormats, item(PointFormat)),
        13: vector(SignatureAlgorithms, item(SignatureAlgorithm)),
        34: _read_delegated_credential,
        50: vector(SignatureAlgorithms, item(SignatureAlgorithm)),
    }
)
"""What reads an extension's body, by its type."""
