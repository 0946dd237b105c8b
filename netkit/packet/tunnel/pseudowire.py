"""A pseudowire: a link's frames through an MPLS network (RFC 4448), and the channel that goes with it (RFC 4385 §5, RFC 5586)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = ["AssociatedChannel", "ControlWord", "read_associated_channel", "read_pseudowire"]

CHANNELS: Mapping[int, str] = MappingProxyType(
    {
        0x0007: "BFD", 0x0021: "IPv4", 0x0022: "BFD, continuity check", 0x0023: "BFD, connectivity verification", 0x0025: "LSP ping",
        0x0057: "IPv6", 0x8902: "OAM of Ethernet",
    }
)  # fmt: skip

ETHERNET = 0x6558

ADDRESSES = 12
"""Bytes of a frame before its type."""


class ControlWord(Header):
    """Counts the frames, so that their order can be kept."""

    key = "pwethcw"
    title = "Pseudowire control word"
    rfc = "RFC 4448 §4.6"
    rule = "pseudowire"

    zero: int = bits(4, "zero, so that nobody takes it for an IP packet", key="pweth.cw.zero", default=0, minor=True)
    reserved: int = bits(12, "must be zero", key="pweth.cw.reserved", kind=HEXADECIMAL, default=0, minor=True)
    sequence_number: int = bits(
        16, "counts the frames; zero where nobody does", key="pweth.cw.sequence_number", default=0
    )


class AssociatedChannel(Header):
    """A message about the path rather than on it."""

    key = "pwach"
    title = "Associated channel"
    rfc = "RFC 5586 §2.1"
    rule = "pwach"

    one: int = bits(4, "one, so that nobody takes it for an IP packet", key="pwach.one", default=1, minor=True)
    version: int = bits(4, "which version of the channel this is: 0", key="pwach.ver", default=0, minor=True)
    reserved: int = bits(8, "must be zero", key="pwach.res", kind=HEXADECIMAL, default=0, minor=True)
    channel_type: int = bits(
        16, "which protocol the message is of", key="pwach.channel_type", kind=HEXADECIMAL, names=CHANNELS, repeats=True
    )


def read_pseudowire(reading: Reading) -> Next:
    """Read the control word, if there is one; a whole Ethernet frame follows.

    Nothing says whether there is one. A type that netkit knows tells where the frame begins; else two bytes of zero are the word's.
    """
    start = reading.position
    if _typed(reading, start):
        return "eth.type", (ETHERNET,)
    if _typed(reading, start + ControlWord.fixed_bytes) or not any(reading.data[start : start + 2]):
        reading.open(ControlWord)
    return "eth.type", (ETHERNET,)


def _typed(reading: Reading, start: int) -> bool:
    """Whether a frame that begins at byte `start` has a type that netkit knows."""
    at = start + ADDRESSES
    return at + 2 <= reading.end and int.from_bytes(reading.data[at : at + 2], "big") in ETHERTYPES


def read_associated_channel(reading: Reading) -> Next:
    """Read the header, which says what the message is of."""
    return "pwach.channel_type", (reading.open(AssociatedChannel).channel_type,)
