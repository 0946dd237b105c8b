"""The Point-to-Point Protocol (RFC 1661), alone and in frames like those of HDLC (RFC 1662), and Cisco's own in such frames.

What a line sends around the frame (flags, escaped bytes, the check sequence) is not in a capture, as a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.depth import too_deep
from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = [
    "CiscoHdlc",
    "Ppp",
    "PppFraming",
    "PppShort",
    "read_cisco_hdlc",
    "read_ppp",
    "read_ppp_inside",
    "read_ppp_unframed",
]

PROTOCOLS: Mapping[int, str] = MappingProxyType(
    {
        0x0021: "IPv4", 0x002B: "IPX", 0x002D: "compressed TCP", 0x002F: "TCP, not compressed", 0x0031: "bridged frame",
        0x003D: "multilink", 0x004B: "SNA over LLC", 0x0057: "IPv6", 0x00FB: "compressed, one link", 0x00FD: "compressed",
        0x0281: "MPLS", 0x0283: "MPLS with upstream-assigned label", 0x8021: "IPv4 control", 0x802B: "IPX control",
        0x8031: "bridging control", 0x8057: "IPv6 control", 0x80FD: "compression control", 0x8281: "MPLS control",
        0xC021: "link control", 0xC023: "password authentication", 0xC025: "link quality report", 0xC223: "challenge authentication",
        0xC227: "extensible authentication",
    }
)  # fmt: skip

ALL_STATIONS, UNNUMBERED_INFORMATION = 0xFF, 0x03

CISCO = (0x0F, 0x8F)
"""Addresses of Cisco's frames, to the other side or to everyone; PPP has no such protocol, nor such an address."""


class PppFraming(Header):
    """What makes a frame look like one of HDLC; either side may have it left out (RFC 1661 §6.6)."""

    key = "ppp"
    title = "PPP framing"
    rfc = "RFC 1662 §3.1"

    address: int = bits(
        8, "0xff, everyone on the link", key="ppp.address", kind=HEXADECIMAL, default=ALL_STATIONS, minor=True
    )  # fmt: skip
    control: int = bits(
        8, "0x03, information without a number", key="ppp.control", kind=HEXADECIMAL, default=UNNUMBERED_INFORMATION, minor=True
    )  # fmt: skip


class Ppp(Header):
    """Which protocol the frame carries."""

    key = "ppp"
    title = "PPP"
    rfc = "RFC 1661 §2"

    protocol: int = bits(
        16, "which protocol the frame carries", key="ppp.protocol", kind=HEXADECIMAL, names=PROTOCOLS, repeats=True
    )


class PppShort(Header):
    """The same in one byte, which both sides can agree on: protocols are odd, and the upper byte of a long one is even."""

    key = "ppp"
    title = "PPP"
    rfc = "RFC 1661 §6.5"

    protocol: int = bits(
        8, "which protocol the frame carries, without a first byte of zero", key="ppp.protocol", kind=HEXADECIMAL, names=PROTOCOLS
    )  # fmt: skip


class CiscoHdlc(Header):
    """Cisco's header on a serial line: as PPP's, with an Ethernet type."""

    key = "chdlc"
    title = "Cisco HDLC"
    rfc = "RFC 1547 §4.3.1"
    rule = "cisco_hdlc"

    address: int = bits(
        8, "whether the frame is for the other side or for everyone", key="chdlc.address", kind=HEXADECIMAL,
        names=MappingProxyType({0x0F: "the other side", 0x8F: "everyone"}), default=0x0F, minor=True,
    )  # fmt: skip
    control: int = bits(8, "zero", key="chdlc.control", kind=HEXADECIMAL, default=0, minor=True)
    protocol: int = bits(
        16, "which protocol the frame carries", key="chdlc.protocol", kind=HEXADECIMAL, names=ETHERTYPES, repeats=True
    )


def read_ppp(reading: Reading) -> Next:
    """Read a frame with or without the bytes of HDLC, and with a protocol of one byte or two."""
    data, start = reading.data, reading.position
    if data[start : start + 1] and data[start] in CISCO:
        return read_cisco_hdlc(reading)
    return read_ppp_inside(reading)


def read_ppp_inside(reading: Reading) -> Next:
    """Read a frame that a tunnel carries, with or without the bytes of HDLC."""
    if too_deep(reading):
        return None
    reading.begin(Ppp)
    if reading.left and reading.data[reading.position] == ALL_STATIONS:
        reading.read(PppFraming)
    return _read_protocol(reading)


def read_ppp_unframed(reading: Reading) -> Next:
    """Read a frame that never has the bytes of HDLC."""
    if too_deep(reading):
        return None
    reading.begin(Ppp)
    return _read_protocol(reading)


def _read_protocol(reading: Reading) -> Next:
    short = reading.left > 0 and reading.data[reading.position] & 1
    protocol = reading.read(PppShort).protocol if short else reading.read(Ppp).protocol
    return "ppp.protocol", (protocol,)


def read_cisco_hdlc(reading: Reading) -> Next:
    """Read Cisco's header."""
    return "chdlc.protocol", (reading.open(CiscoHdlc).protocol,)
