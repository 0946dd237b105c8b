"""Differences from tshark in TLS, most of them because tshark remembers what earlier packets said, and netkit reads each by itself."""

from netkit.packet.application.tls.handshake import Handshake
from netkit.packet.application.tls.numbers import HANDSHAKE_TYPES
from netkit.packet.application.tls.record import RECORD_VERSIONS, TlsCiphertext, TlsRecord
from netkit.packet.application.tls.ssl2 import Ssl2ClientHello
from netkit.packet.kinds import TEXT

__all__ = ["NAMED", "names"]

NAMED = {
    "part of a record": "netkit shows what is there of a record that goes on in the next segment; tshark shows nothing without the rest",
    "message as a whole": "tshark shows a TLS message under a key of its own beside its fields; in netkit each bit has one field",
    "TLS on another port": "netkit knows a record by its look where tshark asks the port first, or what came before in the connection",
    "closed by what came before": "tshark takes a handshake message for encrypted, or for the rest of one, because of earlier packets",
    "TLS known from before": "in a connection known to be TLS tshark reads whatever stands where a record's header should",
    "inside QUIC": "tshark decrypts the first packets of QUIC and shows the handshake in them; netkit reads no QUIC",
    "hidden type": "in TLS 1.3 tshark calls the type of encrypted records opaque, when the server hello was in another packet",
    "cipher suite elsewhere": "tshark knows the form of a key exchange from the server hello, in another packet; netkit from its lengths",
    "null cipher": "records with a cipher suite that does not encrypt tshark strips of their check, if it saw the server hello",
    "message breaks off": "where a length says more than there is, netkit shows what there is; tshark stops, or reads on behind the end",
    "TLS kept whole": "what netkit has no table for, or what does not fit its table; tshark goes on by what earlier packets said",
    "TLS malformed": "tshark gives up on the whole packet where it can't read one certificate or field; netkit reads on behind it",
    "message over records": "tshark puts together a handshake message that lies in several records; netkit shows each piece",
    "name of unusual bytes": "netkit writes bytes of a name that are no plain characters as \\xNN; tshark loses them, or the rest",
    "distinguished name": "tshark shows what is inside the ASN.1 sequence of a name; netkit the whole name, as its length says",
    "SSL 2.0": "netkit reads the client hello of SSL 2.0 alone, with which newer versions were offered too",
}

WHOLES = ("tls.handshake", "tls.alert_message", "tls.heartbeat_message")

TYPES = frozenset({"tls.record.content_type", "tls.record.opaque_type"})

KEPT = ("tls.handshake.data", "tls.handshake.extension.data")

FRAGMENTS = ("tls.handshake.fragment", "tls.handshake.reassembled_in")

EXTENSION_TYPE = 2
"""Bytes before the length of an extension, which tshark leaves out with it."""

SERVER_KEY_EXCHANGE, CLIENT_KEY_EXCHANGE, FINISHED = 12, 16, 20


def _ours(case):
    record = _record(case)
    if record is None:
        return
    if case.key == "tls.handshake.dname":
        yield "distinguished name"
    if "tls" not in case.packet.protocols:
        yield "TLS on another port"
    if case.key == "tls.segment.data" or _is_part(case, record):
        yield "part of a record"
    if case.key in TYPES and TYPES & {entry.name for entry in case.packet.fields if entry.start == case.start}:
        yield "hidden type"
    if case.key == "tls.change_cipher_spec":
        yield "closed by what came before"  # drafts of TLS 1.3 had no such record
    if case.key in KEPT or (case.key == "tls.handshake" and case.field.raw_value[0] not in HANDSHAKE_TYPES):
        yield "TLS kept whole"
    yield from _either(case)


def _theirs(case):
    if case.key in WHOLES and case.difference.ours.startswith("tls."):
        yield "message as a whole"
    if "quic" in case.packet.protocols:
        yield "inside QUIC"
    if {case.key, case.difference.ours} == TYPES:
        yield "hidden type"
    if case.difference.ours == "tcp.payload" and not _like_a_record(case):
        yield "TLS known from before"
    if case.difference.ours in KEPT:
        yield "TLS kept whole"
    if case.key == "tls.change_cipher_spec" and "tls.record.length.zero" in case.rules():
        yield "message breaks off"
    if case.difference.ours == "tcp.payload" and "0x0002" in case.packet.values("tls.record.version"):
        yield "SSL 2.0"
    yield from _either(case)


def _value(case):
    if case.field.field.kind is TEXT and any(byte not in range(0x20, 0x7F) for byte in case.field.raw_value):
        yield "name of unusual bytes"
    yield from _either(case)


def _either(case):
    if _closed(case):
        yield "closed by what came before"
    message = case.header(Handshake)
    if message and message.type in (SERVER_KEY_EXCHANGE, CLIENT_KEY_EXCHANGE) and message.start < case.start:
        yield "cipher suite elsewhere"
    if _has_other_source(case) or (message and message.type == FINISHED):
        yield "null cipher"
    if any(entry.name.startswith(FRAGMENTS) for entry in case.packet.fields):
        yield "message over records"
    if _breaks_off(case):
        yield "message breaks off"
    if {"_ws.malformed", "_ws.unreassembled"} & set(case.packet.protocols):
        yield "TLS malformed"


def _record(case):
    """The record that the difference lies in, or None."""
    header = case.layer.header
    return header if isinstance(header, TlsRecord | TlsCiphertext | Ssl2ClientHello) else None


def _is_part(case, record):
    """Whether the record says that it is longer than what is there of it."""
    if isinstance(record, Ssl2ClientHello):
        return False
    return record.start + record.byte_length + record.length > case.layer.start + case.layer.length


def _breaks_off(case):
    """Whether a length before the difference says more than there is."""
    return any(
        problem.rule.startswith("tls.")
        and problem.rule.endswith(".truncated")
        and problem.start_bit // 8 - EXTENSION_TYPE <= case.start
        for problem in case.dissection.problems
    )


def _closed(case):
    """Whether tshark shows the handshake message at the place of the difference without looking into it."""
    names = {(entry.name, entry.start) for entry in case.packet.fields}
    return any(
        entry.name == "tls.handshake" and entry.start <= case.start < entry.start + entry.size
        for entry in case.packet.fields
        if ("tls.handshake.type", entry.start) not in names
    )


def _like_a_record(case):
    """Whether the payload begins as a record does, so that netkit knows it for one on any port."""
    payload = next((field.raw_value for field in case.dissection.fields if field.key == "tcp.payload"), b"")
    version = int.from_bytes(payload[1:3], "big")
    return payload[:1] in (b"\x16", b"\x17") and version in RECORD_VERSIONS and any(payload[3:5])


def _tcp_end(case):
    """Where the first layer above TCP begins."""
    return next((layer.start + layer.length for layer in case.dissection.layers if layer.key == "tcp"), 0)


def _has_other_source(case):
    """Whether tshark shows TLS in bytes that it made itself: their places are no places in the packet, but before it, or at its header."""
    records = {entry.start for entry in case.packet.fields if entry.name == "tls.record"}
    return any(
        entry.name.startswith("tls.")
        and entry.size
        and (entry.start < _tcp_end(case) or (entry.name == "tls.handshake" and entry.start in records))
        for entry in case.packet.fields
    )


_KINDS = {"ours": _ours, "theirs": _theirs, "value": _value, "place": _either}


def names(case):
    """The names that fit a difference."""
    if case.key.startswith("tls.") and case.difference.kind in _KINDS:
        yield from _KINDS[case.difference.kind](case)
