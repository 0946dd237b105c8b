"""VLAN tags (IEEE 802.1Q): four bytes behind the addresses of a frame that say which of several networks on the same cables it is in.

A provider puts a tag of its own before its customer's (IEEE 802.1ad), so that tags may follow one another.
"""

from __future__ import annotations

from netkit.packet.depth import too_deep
from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.link.ethernet import GREATEST_LENGTH, read_by_length, trailer_into
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = [
    "CustomerTag",
    "ProviderTag",
    "ProviderTagOfTwo",
    "ProviderTrailer",
    "Vlan",
    "VlanLength",
    "VlanTrailer",
    "read_provider_vlan",
    "read_vlan",
]

PROVIDER = 0x88A8

RFC = "IEEE 802.1Q clause 9.6"

_PRIORITY = "how urgent the frame is: 0 is usual, 1 the least, 7 the most"
_ELIGIBLE = "this frame is dropped before others where there are too many"
_NUMBER = "which network the frame is in; 0 is none, and only the priority counts"
_TYPE = "which protocol the frame carries"


class Vlan(Header):
    """A tag, and the type of what the frame carries."""

    key = "vlan"
    title = "802.1Q VLAN tag"
    rfc = RFC

    priority: int = bits(3, _PRIORITY, key="vlan.priority", default=0, label="Priority code point")
    drop_eligible: bool = flag(_ELIGIBLE, key="vlan.dei", label="Drop eligible indicator", minor=True)
    vlan_identifier: int = bits(12, _NUMBER, key="vlan.id", label="VLAN identifier")
    type: int = bits(16, _TYPE, key="vlan.etype", repeats=True, kind=HEXADECIMAL, names=ETHERTYPES)


class VlanLength(Header):
    """A tag in an IEEE 802.3 frame, which has a length behind it."""

    key = "vlan"
    title = "802.1Q VLAN tag"
    rfc = RFC

    priority: int = bits(3, _PRIORITY, key="vlan.priority", default=0, label="Priority code point")
    drop_eligible: bool = flag(_ELIGIBLE, key="vlan.dei", label="Drop eligible indicator", minor=True)
    vlan_identifier: int = bits(12, _NUMBER, key="vlan.id", label="VLAN identifier")
    data_length: int = bits(
        16, "bytes of data in the frame, without padding", key="vlan.len", kind=LENGTH, label="Length"
    )


class VlanTrailer(Header):
    """Bytes of a tagged frame behind the packet that it carries."""

    key = "vlan"
    title = "VLAN trailer"
    rfc = RFC

    trailer: bytes = variable(
        "bytes of the frame behind the packet that it carries", key="vlan.trailer", size=lambda _: 0
    )


class ProviderTag(Header):
    """A provider's tag, and the type of what follows."""

    key = "ieee8021ad"
    title = "802.1ad provider tag"
    rfc = RFC
    rule = "provider_tag"

    priority: int = bits(3, _PRIORITY, key="ieee8021ad.priority", default=0, label="Priority code point")
    drop_eligible: bool = flag(_ELIGIBLE, key="ieee8021ad.dei", label="Drop eligible indicator", minor=True)
    vlan_identifier: int = bits(12, _NUMBER, key="ieee8021ad.id", label="VLAN identifier")
    type: int = bits(16, _TYPE, key="ieee8021ah.etype", repeats=True, kind=HEXADECIMAL, names=ETHERTYPES)


class ProviderTagOfTwo(Header):
    """A provider's tag before another of the same type, the customer's."""

    key = "ieee8021ad"
    title = "802.1ad provider tag"
    rfc = RFC
    rule = "provider_tag.two"

    priority: int = bits(3, _PRIORITY, key="ieee8021ad.priority", default=0, label="Priority code point")
    drop_eligible: bool = flag(_ELIGIBLE, key="ieee8021ad.dei", label="Drop eligible indicator", minor=True)
    service_vlan_identifier: int = bits(
        12, "which network of the provider's the frame is in", key="ieee8021ad.svid", label="Service VLAN identifier"
    )
    type: int = bits(
        16, "a second tag follows", key="ieee8021ad.tpid", repeats=True, kind=HEXADECIMAL, names=ETHERTYPES, default=PROVIDER
    )  # fmt: skip


class CustomerTag(Header):
    """The customer's tag behind a provider's of the same type."""

    key = "ieee8021ad"
    title = "802.1ad customer tag"
    rfc = RFC

    priority: int = bits(3, _PRIORITY, key="ieee8021ad.priority", default=0, label="Priority code point")
    drop_eligible: bool = flag(_ELIGIBLE, key="ieee8021ad.dei", label="Drop eligible indicator", minor=True)
    customer_vlan_identifier: int = bits(
        12, "which network of the customer's the frame is in", key="ieee8021ad.cvid", label="Customer VLAN identifier"
    )
    type: int = bits(16, _TYPE, key="ieee8021ah.etype", repeats=True, kind=HEXADECIMAL, names=ETHERTYPES)


class ProviderTrailer(Header):
    """Bytes of a frame with a provider's tag behind the packet that it carries."""

    key = "ieee8021ad"
    title = "802.1ad trailer"
    rfc = RFC

    trailer: bytes = variable(
        "bytes of the frame behind the packet that it carries", key="ieee8021ah.trailer", size=lambda _: 0
    )


_read_vlan_trailer = trailer_into(VlanTrailer)
_read_provider_trailer = trailer_into(ProviderTrailer)


def read_vlan(reading: Reading) -> Next:
    """Read a tag; what follows is said by its type, or is LLC where that is a length."""
    if too_deep(reading):
        return None
    start = reading.position
    number = int.from_bytes(reading.data[start + 2 : start + 4], "big")
    reading.read_trailer = _read_vlan_trailer
    if number <= GREATEST_LENGTH and reading.left >= VlanLength.fixed_bytes:
        frame = reading.open(VlanLength)
        return read_by_length(reading, frame, "data_length", "vlan.length.long")
    return "eth.type", (reading.open(Vlan).type,)


def read_provider_vlan(reading: Reading) -> Next:
    """Read a provider's tag, and the customer's where it is of the same type."""
    if too_deep(reading):
        return None
    start = reading.position
    reading.read_trailer = _read_provider_trailer
    if int.from_bytes(reading.data[start + 2 : start + 4], "big") != PROVIDER:
        return "eth.type", (reading.open(ProviderTag).type,)
    reading.open(ProviderTagOfTwo)
    return "eth.type", (reading.read(CustomerTag, "second tag").type,)
