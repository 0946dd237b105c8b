"""IEEE 802.1ah: a provider puts its customer's whole frame into one of its own, behind the number of the customer's service."""

from __future__ import annotations

from netkit.packet.depth import too_deep
from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_MAC, HEXADECIMAL
from netkit.packet.link.ethernet import trailer_into
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = ["BackboneTag", "BackboneTrailer", "read_backbone"]

RFC = "IEEE 802.1Q clause 9.7"


class BackboneTag(Header):
    """Which service the frame belongs to, and the customer's frame."""

    key = "ieee8021ah"
    title = "802.1ah service tag"
    rfc = RFC
    rule = "backbone_tag"

    priority: int = bits(
        3, "how urgent the frame is: 0 is usual, 1 the least, 7 the most", key="ieee8021ah.priority", default=0,
        label="Priority code point",
    )  # fmt: skip
    drop_eligible: bool = flag(
        "this frame is dropped before others where there are too many", key="ieee8021ah.drop", label="Drop eligible indicator", minor=True
    )  # fmt: skip
    no_customer_addresses: bool = flag("the customer's addresses do not count", key="ieee8021ah.nca", minor=True)
    reserved_1: bool = flag("must be zero", key="ieee8021ah.res1", label="Reserved", minor=True)
    reserved_2: int = bits(2, "must be zero", key="ieee8021ah.res2", label="Reserved", default=0, minor=True)
    service_identifier: int = bits(24, "which customer's service the frame belongs to", key="ieee8021ah.isid")
    customer_destination: str = bits(
        48, "the customer's interface that the frame is for", key="ieee8021ah.cdst", kind=ADDRESS_MAC
    )
    customer_source: str = bits(48, "the customer's interface that sent it", key="ieee8021ah.csrc", kind=ADDRESS_MAC)
    type: int = bits(
        16, "which protocol the frame carries", key="ieee8021ah.etype", kind=HEXADECIMAL, names=ETHERTYPES, repeats=True
    )


class BackboneTrailer(Header):
    """Bytes of the frame behind the packet that it carries."""

    key = "ieee8021ah"
    title = "802.1ah trailer"
    rfc = RFC

    trailer: bytes = variable(
        "bytes of the frame behind the packet that it carries", key="ieee8021ah.trailer", size=lambda _: 0
    )


_read_trailer = trailer_into(BackboneTrailer)


def read_backbone(reading: Reading) -> Next:
    """Read the tag with the customer's addresses; the type says what follows."""
    if too_deep(reading):
        return None
    reading.read_trailer = _read_trailer
    return "eth.type", (reading.open(BackboneTag).type,)
