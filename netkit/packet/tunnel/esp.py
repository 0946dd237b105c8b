"""IPsec's Encapsulating Security Payload (RFC 4303), and how it passes address translation inside of UDP (RFC 3948)."""

from __future__ import annotations

from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL
from netkit.packet.reading import Next, Reading

__all__ = ["Esp", "EspPayload", "NatKeepalive", "NonEspMarker", "read_esp", "read_udp_encapsulation"]

KEEPALIVE = b"\xff"

MARKER = b"\0\0\0\0"

IKE_PORT = 500


class Esp(Header):
    """Which agreement of the two ends says how the rest is encrypted."""

    key = "esp"
    title = "ESP"
    rfc = "RFC 4303 §2"

    security_parameters_index: int = bits(
        32, "which agreement of the two ends holds: its keys and its ciphers", key="esp.spi", kind=HEXADECIMAL, rfc="RFC 4303 §2.1"
    )  # fmt: skip
    sequence_number: int = bits(
        32, "counts the packets; none is taken twice", key="esp.sequence", rfc="RFC 4303 §2.2"
    )  # fmt: skip


class EspPayload(Header):
    """What only the two ends can read."""

    key = "esp"
    title = "ESP payload"
    rfc = "RFC 4303 §2.3"

    encrypted_data: bytes = as_found(
        "encrypted, so only the two ends can read it: data, padding, the next protocol's number, and a proof that all is whole",
        key="esp.encrypted_data",
    )  # fmt: skip


class NatKeepalive(Header):
    """A byte that keeps a translation of addresses alive."""

    key = "udpencap"
    title = "NAT keepalive"
    rfc = "RFC 3948 §2.3"

    keepalive: bytes = bits(
        8, "0xff, so that the router remembers whose addresses it translates", key="udpencap.nat_keepalive", kind=BYTES, default=KEEPALIVE
    )  # fmt: skip


class NonEspMarker(Header):
    """Four zeros in the place of ESP's index, which is never zero."""

    key = "udpencap"
    title = "Non-ESP marker"
    rfc = "RFC 3948 §2.2"

    marker: bytes = bits(
        32, "zeros where ESP's index would stand: a message of IKE follows, which agrees on the keys", key="udpencap.non_esp_marker",
        kind=BYTES, default=MARKER,
    )  # fmt: skip


def read_esp(reading: Reading) -> Next:
    """Read what is not encrypted; the rest has no meaning without the keys."""
    reading.open(Esp)
    reading.take(EspPayload)
    return None


def read_udp_encapsulation(reading: Reading) -> Next:
    """Read what stands at IPsec's port of UDP: a keepalive, IKE behind its marker, or ESP."""
    data, start = reading.data, reading.position
    if reading.left == 1 and data.startswith(KEEPALIVE, start):
        reading.open(NatKeepalive)
        return None
    if reading.left >= len(MARKER) and data.startswith(MARKER, start):
        reading.open(NonEspMarker)
        return "isakmp", (IKE_PORT,)
    return "ip.proto", (50,)
