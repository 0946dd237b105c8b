"""Signed certificate timestamps: promises of public logs that no certificate is issued in secret (RFC 6962 §3)."""

from __future__ import annotations

from netkit.packet.application.tls.algorithm_extensions import SignatureAlgorithm
from netkit.packet.application.tls.kinds import MILLISECONDS
from netkit.packet.application.tls.vectors import Told, read_vector
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, LENGTH
from netkit.packet.reading import Reading

__all__ = ["read_timestamps"]

CLIENT_HELLO = 1
TLS_1_2 = 0x0303


class TimestampList(Header):
    """signed_certificate_timestamp: the length of its list."""

    key = "tls"
    title = "TLS signed_certificate_timestamp"
    rfc = "RFC 6962 §3.3"

    list_length: int = bits(16, "bytes of timestamps that follow", key="tls.sct.scts_length", kind=LENGTH, minor=True)


class TimestampLength(Header):
    """The length of one signed certificate timestamp."""

    key = "tls"
    title = "TLS timestamp"
    rfc = "RFC 6962 §3.3"

    length: int = bits(16, "bytes of this timestamp", key="tls.sct.sct_length", kind=LENGTH, minor=True)


class Timestamp(Header):
    """A promise of a public log to have the certificate, so that none can be issued in secret."""

    key = "tls"
    title = "TLS signed certificate timestamp"
    rfc = "RFC 6962 §3.2"

    version: int = bits(8, "0 is version 1", key="tls.sct.sct_version", minor=True)
    log_id: bytes = bits(256, "which log, by the hash of its key", key="tls.sct.sct_logid", kind=BYTES, label="Log ID")
    timestamp: int = bits(64, "when the log took it", key="tls.sct.sct_timestamp", kind=MILLISECONDS)
    extensions_length: int = bits(
        16, "bytes of extensions", key="tls.sct.sct_extensions_length", kind=LENGTH, minor=True
    )
    extensions: bytes = variable(
        "extensions of the timestamp",
        key="tls.sct.sct_extensions",
        size=lambda header: header.extensions_length,
    )


class TimestampSignature(Header):
    """The log's signature."""

    key = "tls"
    title = "TLS timestamp signature"
    rfc = "RFC 6962 §3.2"

    signature_length: int = bits(
        16, "bytes of the signature", key="tls.sct.sct_signature_length", kind=LENGTH, minor=True
    )
    signature: bytes = variable(
        "the log's signature", key="tls.sct.sct_signature", size=lambda header: header.signature_length
    )


def read_timestamps(reading: Reading, group: str, told: Told) -> None:
    """Read the timestamps that a server sends; a client only says that it wants them."""

    def read(inner: Reading, group: str) -> None:
        read_vector(inner, TimestampLength, read_one, group)

    def read_one(inner: Reading, group: str) -> None:
        inner.read(Timestamp, group)
        if told.version >= TLS_1_2:
            inner.read(SignatureAlgorithm, group)
        inner.read(TimestampSignature, group)

    if told.message != CLIENT_HELLO:
        read_vector(reading, TimestampList, read, group)
