"""WireGuard: a tunnel that is encrypted, whose four kinds of message keep to one length each; numbers have their lowest byte first.

There is no RFC; the sections are those of the WireGuard white paper (Jason A. Donenfeld, NDSS 2017).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, LITTLE_ENDIAN, LITTLE_ENDIAN_HEXADECIMAL, Kind
from netkit.packet.reading import Next, Reading
from netkit.packet.transport.udp import Udp

__all__ = [
    "WireguardCookie", "WireguardData", "WireguardInitiation", "WireguardPacket", "WireguardResponse", "is_wireguard", "read_wireguard",
]  # fmt: skip

TYPES: Mapping[int, str] = MappingProxyType(
    {1: "handshake initiation", 2: "handshake response", 3: "cookie reply", 4: "transport data"}
)

INITIATION, RESPONSE, COOKIE, DATA = 1, 2, 3, 4

SIZES: Mapping[int, int] = MappingProxyType({INITIATION: 148, RESPONSE: 92, COOKIE: 64})

LEAST_DATA = 32
"""Bytes of a message with no data in it, which keeps the tunnel alive."""

_TYPE = "what kind of message this is"
_SENDER = "the number by which its sender knows this session"
_RECEIVER = "the number by which the receiver knows this session"
_EPHEMERAL = "a public key that its sender made for this session alone"
_MAC1 = "proves that its sender knows the receiver's public key"
_MAC2 = "proves that its sender got the receiver's cookie; zero without one"


class _Key(Kind):
    """A public key, which WireGuard writes in base 64."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> int | bool | str:
        return base64.b64encode(raw.to_bytes(width // 8, "big")).decode()

    def raw_json(self, raw: Any, width: int) -> int | bool | str:
        return BYTES.raw_json(raw, width)

    def parse(self, value: object, width: int) -> Any:
        try:
            return BYTES.parse(base64.b64decode(str(value), validate=True), width)
        except ValueError as problem:
            raise ValueError(f"a key of {width // 8} bytes in base 64 is wanted") from problem


KEY = _Key()


class WireguardInitiation(Header):
    """The first message, by which a side asks for a session."""

    key = "wg"
    title = "WireGuard initiation"
    rfc = "WireGuard §5.4.2"

    type: int = bits(8, _TYPE, key="wg.type", names=TYPES, default=INITIATION)
    reserved: bytes = bits(24, "must be zero", key="wg.reserved", kind=BYTES, default=b"\0\0\0", minor=True)
    sender: int = bits(32, _SENDER, key="wg.sender", kind=LITTLE_ENDIAN_HEXADECIMAL)
    ephemeral: str = bits(256, _EPHEMERAL, key="wg.ephemeral", kind=KEY, label="Ephemeral public key")
    encrypted_static: bytes = bits(384, "the sender's own public key, encrypted", key="wg.encrypted_static", kind=BYTES)
    encrypted_timestamp: bytes = bits(
        224, "when this was sent, encrypted: an old message sent again is known by it", key="wg.encrypted_timestamp", kind=BYTES
    )  # fmt: skip
    mac1: bytes = bits(128, _MAC1, key="wg.mac1", kind=BYTES, label="MAC 1", rfc="WireGuard §5.4.4", minor=True)
    mac2: bytes = bits(128, _MAC2, key="wg.mac2", kind=BYTES, label="MAC 2", rfc="WireGuard §5.4.4", minor=True)


class WireguardResponse(Header):
    """The second message, after which both sides have the keys."""

    key = "wg"
    title = "WireGuard response"
    rfc = "WireGuard §5.4.3"

    type: int = bits(8, _TYPE, key="wg.type", names=TYPES, default=RESPONSE)
    reserved: bytes = bits(24, "must be zero", key="wg.reserved", kind=BYTES, default=b"\0\0\0", minor=True)
    sender: int = bits(32, _SENDER, key="wg.sender", kind=LITTLE_ENDIAN_HEXADECIMAL)
    receiver: int = bits(32, _RECEIVER, key="wg.receiver", kind=LITTLE_ENDIAN_HEXADECIMAL)
    ephemeral: str = bits(256, _EPHEMERAL, key="wg.ephemeral", kind=KEY, label="Ephemeral public key")
    encrypted_empty: bytes = bits(
        128, "nothing, encrypted: it proves that the keys are right", key="wg.encrypted_empty", kind=BYTES
    )
    mac1: bytes = bits(128, _MAC1, key="wg.mac1", kind=BYTES, label="MAC 1", rfc="WireGuard §5.4.4", minor=True)
    mac2: bytes = bits(128, _MAC2, key="wg.mac2", kind=BYTES, label="MAC 2", rfc="WireGuard §5.4.4", minor=True)


class WireguardCookie(Header):
    """What a side that has too much to do answers: ask again, with this cookie."""

    key = "wg"
    title = "WireGuard cookie reply"
    rfc = "WireGuard §5.4.7"

    type: int = bits(8, _TYPE, key="wg.type", names=TYPES, default=COOKIE)
    reserved: bytes = bits(24, "must be zero", key="wg.reserved", kind=BYTES, default=b"\0\0\0", minor=True)
    receiver: int = bits(32, _RECEIVER, key="wg.receiver", kind=LITTLE_ENDIAN_HEXADECIMAL)
    nonce: bytes = bits(192, "drawn by lot, so that no two cookies look alike", key="wg.nonce", kind=BYTES)
    encrypted_cookie: bytes = bits(256, "the cookie, encrypted", key="wg.encrypted_cookie", kind=BYTES)


class WireguardData(Header):
    """A message of a session, before the packet that it carries."""

    key = "wg"
    title = "WireGuard data"
    rfc = "WireGuard §5.4.6"

    type: int = bits(8, _TYPE, key="wg.type", names=TYPES, default=DATA)
    reserved: bytes = bits(24, "must be zero", key="wg.reserved", kind=BYTES, default=b"\0\0\0", minor=True)
    receiver: int = bits(32, _RECEIVER, key="wg.receiver", kind=LITTLE_ENDIAN_HEXADECIMAL)
    counter: int = bits(
        64, "counts the messages of the session; none is taken twice", key="wg.counter", kind=LITTLE_ENDIAN
    )


class WireguardPacket(Header):
    """The packet in a message."""

    key = "wg"
    title = "WireGuard packet"
    rfc = "WireGuard §5.4.6"

    encrypted_packet: bytes = as_found(
        "an IP packet that only the two ends can read, with 16 bytes that prove it whole; those 16 alone keep the session alive",
        key="wg.encrypted_packet",
    )


_TABLES: Mapping[int, type[Header]] = MappingProxyType(
    {INITIATION: WireguardInitiation, RESPONSE: WireguardResponse, COOKIE: WireguardCookie, DATA: WireguardData}
)


def is_wireguard(reading: Reading) -> bool:
    """Whether the datagram has the type and the length of a message; data and cookies must have zeros behind the type, too.

    Wireshark takes a handshake with other bytes there, since some servers put a number of their own there.
    """
    first, size = reading.data[reading.position : reading.position + 4], reading.left
    if reading.cut and isinstance(reading.layer.header, Udp):
        size = reading.layer.header.length - Udp.fixed_bytes
    if size < LEAST_DATA or len(first) < 4 or first[0] not in TYPES:
        return False
    return size == SIZES.get(first[0], size) and (first[0] in (INITIATION, RESPONSE) or not any(first[1:]))


def read_wireguard(reading: Reading) -> Next:
    """Read a message whole."""
    table = _TABLES[reading.data[reading.position]]
    reading.open(table)
    if table is WireguardData:
        reading.take(WireguardPacket)
    return None
