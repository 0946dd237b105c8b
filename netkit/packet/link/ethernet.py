"""Ethernet II and IEEE 802.3 frames (RFC 894, IEEE 802.3 clause 3).

The frame check sequence at the end is the network card's business and is not in a capture, as a rule.
"""

from __future__ import annotations

from collections.abc import Callable

from netkit.packet.depth import too_deep
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_MAC, HEXADECIMAL, LENGTH
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading, keep_trailer

__all__ = [
    "GREATEST_LENGTH",
    "Ethernet",
    "EthernetPadding",
    "EthernetTrailer",
    "EthernetUndefined",
    "Ieee8023",
    "end_frame",
    "read_by_length",
    "read_ethernet",
    "trailer_into",
]

GREATEST_LENGTH = 1500
"""Up to here the field is a length; from 1536 on it is a type, and between them nothing is defined (IEEE 802.3 clause 3.2.6)."""

SMALLEST_TYPE = 0x0600

NOVELL = b"\xff\xff"
"""What stands in the place of LLC where IPX follows at once, as Novell had it before 802.2."""

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


class EthernetUndefined(Header):
    """A frame whose type or length is neither."""

    key = "eth"
    title = "Ethernet"
    rfc = "IEEE 802.3 clause 3.2.6"

    destination: str = bits(48, "the interface on this link that the frame is for", key="eth.dst", kind=ADDRESS_MAC)
    source: str = bits(48, "the interface on this link that sent the frame", key="eth.src", kind=ADDRESS_MAC)
    type_or_length: int = bits(
        16,
        "too large for a length, which ends at 1500, and too small for a type, which begins at 1536",
        key="eth.invalid_lentype",
        kind=HEXADECIMAL,
        label="Type or length",
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


TYPE = Ethernet.taker("type")


def read_ethernet(reading: Reading) -> Next:
    """Read the frame's header; what follows is said by its type."""
    if reading.layers and too_deep(reading):
        return None
    reading.read_trailer = _read_trailer
    ethernet_bytes = Ethernet.fixed_bytes
    if reading.end - reading.position < ethernet_bytes:
        reading.open(Ethernet)
    (number,) = TYPE(reading.data, reading.position)
    if 0 < number < SMALLEST_TYPE:
        return _read_ieee8023(reading) if number <= GREATEST_LENGTH else _read_undefined(reading)
    reading.open_shared(Ethernet)
    return "eth.type", (number,)


def _read_ieee8023(reading: Reading) -> Next:
    frame = reading.open(Ieee8023)
    return read_by_length(reading, frame, "data_length", "ethernet.length.long")


def _read_undefined(reading: Reading) -> Next:
    frame = reading.open(EthernetUndefined)
    text = f"{frame.type_or_length} is neither a length, at most 1500, nor a type, at least 1536"
    reading.report("ethernet.type.undefined", frame, "type_or_length", text)
    return None


def read_by_length(reading: Reading, frame: Header, name: str, rule: str) -> Next:
    """End the frame where the field `name` of its header says; LLC follows, as IEEE 802.3 has it."""
    length: int = getattr(frame, name)
    end_frame(reading, length, frame.locate(name)[0].key)
    if length > reading.left and reading.complete:
        text = f"the frame says that {length} bytes of data follow, but only {reading.left} do"
        reading.report(rule, frame, name, text, rfc="IEEE 802.3 clause 3.2.6")
    return None if reading.data.startswith(NOVELL, reading.position) else ("llc", (0,))


def end_frame(reading: Reading, length: int, limited_by: str) -> None:
    """End the frame after `length` bytes, as the field `limited_by` says.

    One that claims more than there is ends where the bytes end, and says nothing of whether what it carries is whole: that has a length
    of its own.
    """
    if length <= reading.left:
        reading.limit(reading.position + length, limited_by)
    else:
        reading.read_trailer = keep_trailer


def trailer_into(table: type[Header]) -> Callable[[Reading, int], None]:
    """Who tells padding from other bytes behind the packet, as Wireshark does: zeros up to the least frame are padding.

    A frame inside of another packet needs none: only the outermost is sent over a link that asks for a least length.
    """

    def read_trailer(reading: Reading, end: int) -> None:
        whole = len(reading.data)
        if whole >= SMALLEST_FRAME:
            behind = whole - end
            pad_end = min(end, max(reading.position, SMALLEST_FRAME - behind))
            if not any(reading.data[reading.position : pad_end]):
                reading.append(EthernetPadding, pad_end)
        elif reading.cut:
            keep_trailer(reading, end)  # what was cut off tells whether these bytes fill the frame up
        reading.append(table, end)

    return read_trailer


_read_trailer = trailer_into(EthernetTrailer)
