"""TLS records: the envelopes in which everything travels, the handshake open and the rest encrypted (RFC 8446 §5, RFC 5246 §6.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from netkit.errors import TruncatedError
from netkit.packet.application.tls.contents import read_alert, read_application_data, read_change_cipher_spec
from netkit.packet.application.tls.handshake import read_handshake
from netkit.packet.application.tls.heartbeat import read_heartbeat
from netkit.packet.application.tls.numbers import CONTENT_TYPES, VERSIONS
from netkit.packet.application.tls.ssl2 import is_ssl2_client_hello, read_ssl2_client_hello
from netkit.packet.application.tls.vectors import HandshakeData, Told
from netkit.packet.data import TcpPayload
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.reading import Next, Reading

__all__ = ["PORTS", "RECORD_VERSIONS", "RecordPart", "TlsCiphertext", "TlsRecord", "is_tls", "read_tls"]

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA, HEARTBEAT, CONNECTION_ID = 20, 21, 22, 23, 24, 25

PORTS = (
    324, 443, 465, 636, 802, 853, 993, 995, 1300, 2221, 2443, 3249, 3250, 3251, 3252, 3496, 5061, 5671, 5684, 5868, 8883, 11207,
    19999, 27017,
)  # fmt: skip
"""Where TLS is spoken from the first byte on: HTTPS, mail, LDAP, DNS, SIP, MQTT and others over TLS, as Wireshark has them."""

RECORD_VERSIONS = frozenset({0x0101, 0x0300, 0x0301, 0x0302, 0x0303})
"""What a record says of its version: TLS 1.3 says 1.2 there (RFC 8446 §5.1); the first is TLCP's, which is laid out as TLS 1.1 is."""

LONGEST_FRAGMENT = 2**14 + 2048
"""Bytes of a record's content that TLS 1.2 allows at most; TLS 1.3 allows 2^14 + 256 (RFC 5246 §6.2.3, RFC 8446 §5.2)."""

LONGEST_ENCRYPTED_ALERT = 64


class TlsRecord(Header):
    """What every record begins with."""

    key = "tls"
    title = "TLS"
    rfc = "RFC 8446 §5.1"

    content_type: int = bits(8, "what the record carries", key="tls.record.content_type", names=CONTENT_TYPES)
    version: int = bits(
        16,
        "kept for old equipment: TLS 1.3 says TLS 1.2 here, and a first client hello often TLS 1.0",
        key="tls.record.version",
        kind=HEXADECIMAL,
        names=VERSIONS,
        minor=True,
    )
    length: int = bits(16, "bytes of the record that follow", key="tls.record.length", kind=LENGTH)


class TlsCiphertext(Header):
    """What an encrypted record of TLS 1.3 begins with."""

    key = "tls"
    title = "TLS"
    rfc = "RFC 8446 §5.2"

    opaque_type: int = bits(
        8,
        "always application data: what it really is stands inside, encrypted",
        key="tls.record.opaque_type",
        names=CONTENT_TYPES,
    )
    version: int = bits(
        16,
        "kept for old equipment: always TLS 1.2",
        key="tls.record.version",
        kind=HEXADECIMAL,
        names=VERSIONS,
        minor=True,
    )
    length: int = bits(16, "bytes of the record that follow", key="tls.record.length", kind=LENGTH)


class RecordPart(Header):
    """What is there of a record that goes on in the next segment."""

    key = "tls"
    title = "TLS record, a part"
    rfc = "RFC 8446 §5.1"

    data: bytes = as_found("a piece of a record that goes on in another segment", key="tls.segment.data")


def is_tls(reading: Reading) -> bool:
    """Whether a segment begins with a record, though its port does not say so."""
    if not _begins_record(reading):
        return is_ssl2_client_hello(reading)
    start = reading.position
    kind = reading.data[start]
    size = int.from_bytes(reading.data[start + 3 : start + 5], "big")
    if kind == CHANGE_CIPHER_SPEC:
        return size == 1 and reading.data[start + 5 : start + 6] in (b"", b"\1")
    if kind == ALERT:
        return 2 <= size <= LONGEST_ENCRYPTED_ALERT
    return kind in (HANDSHAKE, APPLICATION_DATA) and 0 < size < LONGEST_FRAGMENT


def read_tls(reading: Reading) -> Next:
    """Read the records of one segment; one that begins inside a record is left as it is, because nothing tells where the next begins."""
    told = Told()
    opened = is_ssl2_client_hello(reading)
    if opened:
        read_ssl2_client_hello(reading)
    while _begins_record(reading, known=opened):
        _read_record(reading, told)
        opened = True
    if opened and reading.left:
        if reading.left >= TlsRecord.fixed_bytes and reading.complete:
            text = f"behind a whole record stand {reading.left} bytes that do not begin another one"
            reading.report_bytes("tls.record.unknown", reading.position, 3, text, rfc="RFC 8446 §5.1")
        reading.take(RecordPart)
    return None


def _begins_record(reading: Reading, *, known: bool = False) -> bool:
    """Whether a record begins here; behind one that is `known` to be a record, its version need not be one of TLS."""
    start = reading.position
    if reading.left < TlsRecord.fixed_bytes or reading.data[start] not in CONTENT_TYPES:
        return False
    return known or int.from_bytes(reading.data[start + 1 : start + 3], "big") in RECORD_VERSIONS


def _read_record(reading: Reading, told: Told) -> None:
    record: TlsRecord | TlsCiphertext
    if told.encrypted and reading.data[reading.position] == APPLICATION_DATA:
        record, kind = reading.open(TlsCiphertext, rest=TcpPayload), APPLICATION_DATA
    else:
        record = opened = reading.open(TlsRecord, rest=TcpPayload)
        kind = opened.content_type
    told.version = told.version or record.version
    _check_length(reading, record, kind)
    stop = reading.position + record.length
    told.whole = stop <= reading.end
    if not told.whole:
        reading.part = True
    outer = reading.narrow(stop, "tls.record.length")
    try:
        _READERS[kind](reading, told)
    except TruncatedError:
        # Only in a part of a record: what is wrong in a whole one was reported where it stands.
        pass
    finally:
        reading.take(HandshakeData if told.whole else RecordPart)
        reading.widen(outer)


def _check_length(reading: Reading, record: TlsRecord | TlsCiphertext, kind: int) -> None:
    if record.length > LONGEST_FRAGMENT:
        text = f"a record has at most {LONGEST_FRAGMENT:,} bytes (2^14 + 2048), in TLS 1.3 16,640 (2^14 + 256), not {record.length:,}"
        reading.report("tls.record.length.long", record, "length", text, rfc="RFC 5246 §6.2.3")
    if record.version not in RECORD_VERSIONS:
        text = f"0x{record.version:04x} is no version that a record can say; TLS 1.3 says 0x0303"
        reading.report("tls.record.version.unknown", record, "version", text, rfc="RFC 8446 §5.1")
    if not record.length and kind in (CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE):
        text = f"the record is empty, which one of {CONTENT_TYPES[kind]} must not be"
        reading.report("tls.record.length.zero", record, "length", text, rfc="RFC 8446 §5.1")


def _keep(reading: Reading, told: Told) -> None:  # noqa: ARG001
    reading.take(HandshakeData)


_READERS: Mapping[int, Callable[[Reading, Told], None]] = MappingProxyType(
    {
        CHANGE_CIPHER_SPEC: read_change_cipher_spec,
        ALERT: read_alert,
        HANDSHAKE: read_handshake,
        APPLICATION_DATA: read_application_data,
        HEARTBEAT: read_heartbeat,
        CONNECTION_ID: _keep,
    }
)
