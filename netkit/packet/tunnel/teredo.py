"""Teredo (RFC 4380): IPv6 through UDP over IPv4, for a host behind a NAT; a relay may say before it how the NAT wrote the sender."""

from __future__ import annotations

from typing import Any

from netkit.packet.depth import too_deep
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, BYTES, HEXADECIMAL, LENGTH, NUMBER, Kind
from netkit.packet.reading import Next, Reading

__all__ = ["TeredoAuthentication", "TeredoNonce", "TeredoOrigin", "read_teredo"]

IPV6 = 0x86DD

ORIGIN, AUTHENTICATION = b"\0\0", b"\0\1"


class _Turned(Kind):
    """A value with every bit turned over, so that no NAT on the way rewrites it."""

    counts = False
    plain = False

    def __init__(self, shown: Kind) -> None:
        self.shown = shown
        self.json_type = shown.json_type

    def value(self, raw: Any, width: int) -> int | bool | str:
        return self.shown.value(raw ^ (1 << width) - 1, width)

    def raw_json(self, raw: Any, width: int) -> int | bool | str:
        return self.shown.raw_json(raw, width)

    def parse(self, value: object, width: int) -> Any:
        return self.shown.parse(value, width) ^ (1 << width) - 1


class TeredoAuthentication(Header):
    """Who sends this, proven to a server."""

    key = "teredo"
    title = "Teredo authentication"
    rfc = "RFC 4380 §5.1.1"
    rule = "teredo.authentication"

    type: int = bits(
        16, "1: an authentication follows", key="teredo.auth.type", kind=HEXADECIMAL, default=1, minor=True
    )
    identifier_length: int = bits(8, "bytes of the client's name", key="teredo.auth.idlen", kind=LENGTH)
    value_length: int = bits(8, "bytes of the proof", key="teredo.auth.aulen", kind=LENGTH)
    identifier: bytes = variable(
        "the client's name", key="teredo.auth.id", size=lambda header: header.identifier_length
    )
    value: bytes = variable(
        "proves that the client knows a secret of the server's", key="teredo.auth.value", size=lambda header: header.value_length
    )  # fmt: skip


class TeredoNonce(Header):
    """What comes back with the answer."""

    key = "teredo"
    title = "Teredo nonce"
    rfc = "RFC 4380 §5.1.1"

    nonce: bytes = bits(
        64, "drawn by lot: the answer has it, too, which proves that the server got the question", key="teredo.auth.nonce", kind=BYTES
    )  # fmt: skip
    confirmation: bytes = bits(
        8, "not zero: the client needs another secret", key="teredo.auth.conf", kind=BYTES, default=b"\0"
    )


class TeredoOrigin(Header):
    """How the NAT wrote the sender: its port and address, with all bits turned over."""

    key = "teredo"
    title = "Teredo origin"
    rfc = "RFC 4380 §5.1.1"
    rule = "teredo.origin"

    type: int = bits(16, "0: the origin follows", key="teredo.orig.type", kind=HEXADECIMAL, default=0, minor=True)
    port: int = bits(16, "the port that the NAT gave the sender", key="teredo.orig.port", kind=_Turned(NUMBER))
    address: str = bits(32, "the NAT's address", key="teredo.orig.addr", kind=_Turned(ADDRESS_IPV4))


def read_teredo(reading: Reading) -> Next:
    """Read what may stand before the IPv6 packet; without one there is nothing more to read."""
    if too_deep(reading):
        return None
    data, start = reading.data, reading.position
    if data.startswith(AUTHENTICATION, start):
        reading.open(TeredoAuthentication)
        reading.read(TeredoNonce)
    if data.startswith(ORIGIN, reading.position):
        if reading.position > start:
            reading.read(TeredoOrigin)
        else:
            reading.open(TeredoOrigin)
    if reading.left and data[reading.position] >> 4 == 6:
        return "eth.type", (IPV6,)
    return None
