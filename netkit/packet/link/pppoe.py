"""PPP over Ethernet (RFC 2516): how a home's router finds its provider's, and then talks PPP with it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.link.ethernet import end_frame
from netkit.packet.link.pppoe_tags import read_tags
from netkit.packet.reading import Next, Reading, keep_trailer

__all__ = ["PppoeDiscovery", "PppoeSession", "read_pppoe_discovery", "read_pppoe_session"]

CODES: Mapping[int, str] = MappingProxyType(
    {
        0x00: "session data", 0x07: "offer (PADO)", 0x09: "initiation (PADI)", 0x19: "request (PADR)",
        0x65: "session confirmation (PADS)", 0xA7: "termination (PADT)",
    }
)  # fmt: skip


class PppoeSession(Header):
    """A part of a session: what follows is PPP."""

    key = "pppoes"
    title = "PPPoE session"
    rfc = "RFC 2516 §4"
    rule = "pppoe.session"

    version: int = bits(4, "which version of PPPoE this is: 1", key="pppoe.version", default=1, minor=True)
    type: int = bits(4, "which type of it: 1", key="pppoe.type", default=1, minor=True)
    code: int = bits(8, "what the frame is for", key="pppoe.code", kind=HEXADECIMAL, names=CODES, default=0)
    session_identifier: int = bits(
        16, "tells the sessions of the two sides apart", key="pppoe.session_id", kind=HEXADECIMAL, default=0
    )
    data_length: int = bits(16, "bytes behind this header", key="pppoe.payload_length", kind=LENGTH, label="Length")


class PppoeDiscovery(PppoeSession):
    """A step of finding the other side."""

    key = "pppoed"
    title = "PPPoE discovery"
    rfc = "RFC 2516 §4"
    rule = "pppoe.discovery"


def read_pppoe_session(reading: Reading) -> Next:
    """Read the header, and end the frame where its length says."""
    _read_header(reading, PppoeSession)
    return "pppoe.session", (0,)


def read_pppoe_discovery(reading: Reading) -> Next:
    """Read the header and the tags."""
    _read_header(reading, PppoeDiscovery)
    read_tags(reading)
    return None


def _read_header(reading: Reading, table: type[PppoeSession]) -> None:
    """Read the header, and end the frame where its length says; what lies behind is told by nobody, and kept as data."""
    pppoe = reading.open(table)
    reading.read_trailer = keep_trailer
    if pppoe.data_length > reading.left and reading.complete:
        text = f"the length is {pppoe.data_length} bytes, but only {reading.left} are there"
        reading.report("pppoe.length.long", pppoe, "data_length", text)
    end_frame(reading, pppoe.data_length, "pppoe.payload_length")
