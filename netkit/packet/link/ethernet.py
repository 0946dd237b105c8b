"""Ethernet II and IEEE 802.3 frames (RFC 894, IEEE 802.3 clause 3).

The frame check sequence at the end is the network card's business and is not in a capture, as a rule.
"""

from __future__ import annotations

from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_MAC, HEXADECIMAL, LENGTH
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = ["Ethernet", "EthernetPadding", "EthernetTrailer", "Ieee8023", "read_ethernet"]

SMALLEST_TYPE = 0x0600
"""From here on the field is a type; up to 1500 it is a length (IEEE 802.3 clause 3.2.6)."""

SMALLEST_FRAME = 60
"""Bytes of the shortest frame without its check sequence; shorter ones are padded (IEEE 802.3 clause 3.2.8)."""


class Ethernet(Header):
    """Ethernet II: whom on this link the frame goes to, who sent it, and what is inside."""

    key = "eth"
    title = "Ethernet II"
    rfc = "RFC 894"

    destination: str = bits(48, "the interface on this link that the frame is for", key="eth.dst", kind=ADDRESS_MAC)
    source: str = bits(48, "the interface on this link that sent the frame", key="eth.src", kind=ADDRESS_MAC)
    type: int = bits(
        16, "which protocol the frame carries", key="eth.type", repeats=True, kind=HEXADECIMAL, names=ETHERTYPES
    )


class Ieee8023(Header):
    """IEEE 802.3: as Ethernet II, with a length where that has a type."""

    key = "eth"
    title = "IEEE 802.3 Ethernet"
    rfc = "RFC 1042"

    destination: str = bits(48, "the interface on this link that the frame is for", key="eth.dst", kind=ADDRESS_MAC)
    source: str = bits(48, "the interface on this link that sent the frame", key="eth.src", kind=ADDRESS_MAC)
    data_length: int = bits(
        16, "bytes of data in the frame, without padding", key="eth.len", kind=LENGTH, label="Length"
    )


class EthernetPadding(Header):
    """Zeros that fill a frame up to the least length."""

    key = "eth"
    title = "Ethernet padding"
    rfc = "RFC 894"

    padding: bytes = variable(
        "zeros that fill the frame up to 60 bytes, the least that the link carries", key="eth.padding", size=lambda _: 0
    )


class EthernetTrailer(Header):
    """Bytes of a frame behind the packet that it carries."""

    key = "eth"
    title = "Ethernet trailer"
    rfc = "RFC 894"

    trailer: bytes = variable(
        "bytes of the frame behind the packet that it carries", key="eth.trailer", size=lambda _: 0
    )


def read_ethernet(reading: Reading) -> Next:
    """Read the frame's header; what follows is said by its type."""
    reading.read_trailer = read_ethernet_trailer
    start = reading.position
    number = int.from_bytes(reading.data[start + 12 : start + 14], "big")
    if number < SMALLEST_TYPE and reading.left >= Ieee8023.fixed_bytes:
        return _read_ieee8023(reading)
    ethernet = reading.open(Ethernet)
    return "eth.type", (ethernet.type,)


def _read_ieee8023(reading: Reading) -> Next:
    frame = reading.open(Ieee8023)
    if frame.data_length > reading.left and reading.complete:
        reading.report(
            "ethernet.length.long",
            frame,
            "data_length",
            f"the frame says that {frame.data_length} bytes of data follow, but only {reading.left} do",
            rfc="IEEE 802.3 clause 3.2.6",
        )
    reading.limit(reading.position + frame.data_length, "eth.len")
    return None


def read_ethernet_trailer(reading: Reading, end: int) -> None:
    """Tell padding from other bytes behind the packet, as Wireshark does: zeros up to the least frame are padding."""
    frame_start = reading.layers[0].start
    pad_end = min(end, max(reading.position, frame_start + SMALLEST_FRAME))
    if not any(reading.data[reading.position : pad_end]):
        reading.append(EthernetPadding, pad_end)
    reading.append(EthernetTrailer, end)
