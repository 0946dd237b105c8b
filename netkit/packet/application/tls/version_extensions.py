"""Extensions about versions and sizes: which the sender can take, whether it answers heartbeats, and bytes that fill up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.tls.numbers import FRAGMENT_LENGTHS, HEARTBEAT_MODES, VERSIONS
from netkit.packet.application.tls.vectors import Body, Told, read_vector, table
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = ["VERSION_BODIES"]

CLIENT_HELLO = 1


class MaximumFragmentLength(Header):
    """max_fragment_length: records no longer than this."""

    key = "tls"
    title = "TLS max_fragment_length"
    rfc = "RFC 6066 §4"

    length: int = bits(
        8,
        "the longest records that the client can take",
        key="tls.handshake.max_fragment_length",
        names=FRAGMENT_LENGTHS,
    )


class HeartbeatMode(Header):
    """heartbeat: whether requests are welcome."""

    key = "tls"
    title = "TLS heartbeat"
    rfc = "RFC 6520 §2"

    mode: int = bits(
        8,
        "whether the peer may ask whether one is still there",
        key="tls.handshake.extension.heartbeat.mode",
        names=HEARTBEAT_MODES,
    )


class RecordSizeLimit(Header):
    """record_size_limit: records no longer than this."""

    key = "tls"
    title = "TLS record_size_limit"
    rfc = "RFC 8449 §4"

    limit: int = bits(16, "the longest records that the sender can take", key="tls.record_size_limit", kind=LENGTH)


class Padding(Header):
    """padding: nothing, in as many bytes as are wanted."""

    key = "tls"
    title = "TLS padding"
    rfc = "RFC 7685 §3"

    padding: bytes = as_found(
        "zeros that make the hello longer", key="tls.handshake.extensions_padding_data", minor=True
    )


class SupportedVersions(Header):
    """supported_versions of a client: the length of its list."""

    key = "tls"
    title = "TLS supported_versions"
    rfc = "RFC 8446 §4.2.1"

    list_length: int = bits(
        8,
        "bytes of versions that follow",
        key="tls.handshake.extensions.supported_versions_len",
        kind=LENGTH,
        minor=True,
    )


class SupportedVersion(Header):
    """supported_versions: a version; in a server's hello the one chosen."""

    key = "tls"
    title = "TLS supported version"
    rfc = "RFC 8446 §4.2.1"

    version: int = bits(
        16,
        "a version that the client speaks, or the one that the server chose: this counts, not the version above",
        key="tls.handshake.extensions.supported_version",
        kind=HEXADECIMAL,
        names=VERSIONS,
        label="Supported version",
    )


def _read_supported_versions(reading: Reading, group: str, told: Told) -> None:
    def read(inner: Reading, group: str) -> None:
        told.offered.append(inner.read(SupportedVersion, group).version)

    if told.message == CLIENT_HELLO:
        read_vector(reading, SupportedVersions, read, group)
    else:
        told.version = reading.read(SupportedVersion, group).version


def _read_padding(reading: Reading, group: str, told: Told) -> None:  # noqa: ARG001
    reading.take(Padding, group=group)


VERSION_BODIES: Mapping[int, Body] = MappingProxyType(
    {
        1: table(MaximumFragmentLength),
        15: table(HeartbeatMode),
        21: _read_padding,
        28: table(RecordSizeLimit),
        43: _read_supported_versions,
    }
)
"""What reads an extension's body, by its type."""
