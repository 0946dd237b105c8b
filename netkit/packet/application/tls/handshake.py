"""Handshake messages: a type, a length, and what the type says (RFC 8446 §4). Several may lie in one record, one in several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from netkit.errors import TruncatedError
from netkit.packet.application.tls.certificate import (
    read_certificate_request,
    read_certificate_status,
    read_certificates,
    read_compressed_certificate,
)
from netkit.packet.application.tls.client_hello import read_client_hello
from netkit.packet.application.tls.extensions import read_extensions
from netkit.packet.application.tls.key_exchange import (
    read_certificate_verify,
    read_client_key_exchange,
    read_finished,
    read_server_key_exchange,
)
from netkit.packet.application.tls.numbers import HANDSHAKE_TYPES
from netkit.packet.application.tls.server_hello import read_new_session_ticket, read_server_hello
from netkit.packet.application.tls.vectors import HandshakeData, Told
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Reading

__all__ = ["Handshake", "HandshakePart", "read_handshake"]

SMALLEST_ENCRYPTED = 16
"""Bytes that an encrypted message has at least: no cipher suite guards with fewer."""

LONGEST_MESSAGE = 0xFFFF
"""What a message that is not encrypted may say of its length to be believed, though three bytes could hold more."""


class Handshake(Header):
    """What every handshake message begins with."""

    key = "tls"
    title = "TLS handshake message"
    rfc = "RFC 8446 §4"

    type: int = bits(8, "which step of the handshake", key="tls.handshake.type", names=HANDSHAKE_TYPES, label="Message")
    length: int = bits(24, "bytes of this message that follow", key="tls.handshake.length", kind=LENGTH, minor=True)


class HandshakePart(Header):
    """A message that can't be read here."""

    key = "tls"
    title = "TLS handshake message"
    rfc = "RFC 8446 §4"

    message: bytes = as_found(
        "a message that is encrypted, or of which the rest is in another record", key="tls.handshake", noted=True
    )


ReadMessage = Callable[[Reading, Told], None]


def _read_nothing(reading: Reading, told: Told) -> None:
    """Read a message that says all by its type."""


def _keep(reading: Reading, told: Told) -> None:  # noqa: ARG001
    reading.take(HandshakeData)


_READERS: Mapping[int, ReadMessage] = MappingProxyType(
    {
        0: _read_nothing, 1: read_client_hello, 2: read_server_hello, 4: read_new_session_ticket, 5: _read_nothing,
        8: read_extensions,
        11: read_certificates, 12: read_server_key_exchange, 13: read_certificate_request, 14: _read_nothing,
        15: read_certificate_verify, 16: read_client_key_exchange, 20: read_finished, 22: read_certificate_status,
        25: read_compressed_certificate,
    }
)  # fmt: skip


def read_handshake(reading: Reading, told: Told) -> None:
    """Read the messages of one record, up to the present end."""
    if told.begun:
        _go_on(reading, told)
    elif _seems_encrypted(reading):
        _take_part(reading, reading.end, "encrypted: the handshake goes on where nobody else can read it")
    while reading.left:
        kind, size = _type_and_size(reading)
        stop = reading.position + Handshake.fixed_bytes + size
        if reading.left < Handshake.fixed_bytes or stop > reading.end:
            if told.whole:
                told.begun, told.seen = (
                    reading.data[reading.position : reading.end][: Handshake.fixed_bytes],
                    reading.left,
                )
                _take_part(reading, reading.end, "the beginning of a message that goes on in the next record")
            elif reading.left >= Handshake.fixed_bytes:
                _read_message(reading, reading.end, told)
            return
        if kind in HANDSHAKE_TYPES:
            _read_message(reading, stop, told)
        else:
            _take_part(reading, stop, "of a type that is not known")


def _type_and_size(reading: Reading) -> tuple[int, int]:
    start = reading.position
    return reading.data[start], int.from_bytes(reading.data[start + 1 : min(start + 4, reading.end)], "big")


def _seems_encrypted(reading: Reading) -> bool:
    """Whether the record can't begin with a message: the type is none, or the length none that a message has.

    A first nonce that counts from 0 looks like a hello request with another one behind it, which nobody sends.
    """
    if reading.left < SMALLEST_ENCRYPTED:
        return False
    kind, size = _type_and_size(reading)
    return kind not in HANDSHAKE_TYPES or size > LONGEST_MESSAGE or not any(reading.data[reading.position :][:5])


def _go_on(reading: Reading, told: Told) -> None:
    """Keep what belongs to a message that began in a record before."""
    told.begun = (told.begun + reading.data[reading.position : reading.end])[: Handshake.fixed_bytes]
    size = Handshake.fixed_bytes + int.from_bytes(told.begun[1:], "big")
    here = min(size - told.seen, reading.left) if len(told.begun) == Handshake.fixed_bytes else reading.left
    told.seen += here
    if len(told.begun) == Handshake.fixed_bytes and told.seen == size:
        told.begun = b""
    _take_part(reading, reading.position + here, "goes on from the record before")


def _take_part(reading: Reading, stop: int, note: str) -> None:
    start = reading.position
    reading.take(HandshakePart, stop)
    reading.layer.note(start * 8, note)


def _read_message(reading: Reading, stop: int, told: Told) -> None:
    """Read one message up to byte `stop`; of one that is not all there, the fields that are."""
    outer = reading.narrow(stop, "tls.handshake.length")
    message = reading.read(Handshake)
    told.message = message.type
    whole = reading.position + message.length == stop
    try:
        _READERS.get(message.type, _keep)(reading, told)
    except TruncatedError as error:
        if not whole:
            raise
        if reading.complete:
            text = (
                f"the {HANDSHAKE_TYPES[message.type]} is {message.length} bytes long and ends too early: {error.what}"
            )
            reading.report("tls.handshake.truncated", message, "length", text)
    else:
        if reading.left and reading.complete:
            text = f"{reading.left} of the message's {message.length} bytes stand behind all that it can say"
            reading.report("tls.handshake.trailing", message, "length", text, rfc="RFC 8446 §6.2")
    finally:
        if whole:
            reading.take(HandshakeData)
        reading.widen(outer)
