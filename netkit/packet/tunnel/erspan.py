"""ERSPAN: a switch sends a copy of each frame that it is asked to watch through GRE to whoever looks at them.

There is no RFC; the sections are those of draft-foschiano-erspan-03. Which type it is, GRE and the first four bits tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.depth import too_deep
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL
from netkit.packet.reading import Next, Reading
from netkit.packet.tunnel.gre import Gre

__all__ = ["Erspan2", "Erspan3", "ErspanPlatform", "read_erspan", "read_erspan_newer"]

RFC2, RFC3 = "draft-foschiano-erspan-03 §4.2", "draft-foschiano-erspan-03 §4.3"

TYPE_2, TYPE_3 = 1, 2

ETHERNET = 0x6558

_VLAN = "the VLAN that the frame was in; zero is none"
_SESSION = "which of the switch's watches the copy is made for"
_CUT = "the frame was too long for the tunnel, and lost its end"
_VERSION = "which type of ERSPAN this is, less one"

FRAMES: Mapping[int, str] = MappingProxyType({0: "an Ethernet frame", 2: "an IP packet without a link"})


class Erspan2(Header):
    """Type II: where the frame was seen."""

    key = "erspan"
    title = "ERSPAN type II"
    rfc = RFC2
    rule = "erspan.two"

    version: int = bits(4, _VERSION, key="erspan.version", default=TYPE_2)
    vlan: int = bits(12, _VLAN, key="erspan.vlan", default=0)
    class_of_service: int = bits(3, "how urgent the frame was", key="erspan.cos", default=0, minor=True)
    encapsulation: int = bits(
        2, "which tag the frame had: 0 none, 1 Cisco's ISL, 2 802.1Q, 3 the frame still has it", key="erspan.encap", default=0, minor=True
    )  # fmt: skip
    shortened: bool = flag(_CUT, key="erspan.truncated", minor=True)
    session: int = bits(10, _SESSION, key="erspan.spanid")
    reserved: int = bits(12, "must be zero", key="erspan.reserved", default=0, minor=True)
    index: int = bits(20, "at which port, and on which way, the frame was seen", key="erspan.index", default=0)


class Erspan3(Header):
    """Type III: also when it was seen, and on which way it was."""

    key = "erspan"
    title = "ERSPAN type III"
    rfc = RFC3
    rule = "erspan.three"

    version: int = bits(4, _VERSION, key="erspan.version", default=TYPE_3)
    vlan: int = bits(12, _VLAN, key="erspan.vlan", default=0)
    class_of_service: int = bits(3, "how urgent the frame was", key="erspan.cos", default=0, minor=True)
    bad_short_oversized: int = bits(
        2, "what was wrong with the frame: 0 nothing, 1 too short, 2 too long, 3 its check", key="erspan.bso", default=0, minor=True
    )  # fmt: skip
    shortened: bool = flag(_CUT, key="erspan.truncated", minor=True)
    session: int = bits(10, _SESSION, key="erspan.spanid")
    timestamp: int = bits(
        32, "when the switch saw the frame, in units that `granularity` names", key="erspan.timestamp"
    )
    security_group: int = bits(
        16, "the group that the frame's sender belongs to", key="erspan.sgt", default=0, minor=True
    )
    frame: bool = flag("an Ethernet frame is carried", key="erspan.p", default=True, minor=True)
    frame_type: int = bits(5, "what is carried", key="erspan.ft", names=FRAMES, default=0)
    hardware: int = bits(6, "which of the switch's parts made the copy", key="erspan.hw", default=0, minor=True)
    direction: bool = flag("the frame was leaving the switch", key="erspan.direction")
    granularity: int = bits(
        2, "the unit of the time: 0 is 100 µs, 1 is 100 ns, 2 is IEEE 1588, 3 is the switch's own", key="erspan.gra", default=0, minor=True
    )  # fmt: skip
    platform_follows: bool = flag("what the kind of switch adds follows", key="erspan.o")


class ErspanPlatform(Header):
    """What a kind of switch adds: its number, and bits whose meaning depends on that."""

    key = "erspan"
    title = "ERSPAN, of the platform"
    rfc = RFC3

    platform: int = bits(6, "which kind of switch says what follows", key="erspan.platid")
    information: int = bits(
        58, "what switches of this kind add: ports, more of the time", key="erspan.platform.information", kind=HEXADECIMAL
    )  # fmt: skip


def read_erspan(reading: Reading) -> Next:
    """Read what GRE's older number names: of type I, which GRE says by having no sequence number, there is no header."""
    gre = reading.layer.header
    if isinstance(gre, Gre) and not gre.sequence_number_present:
        return None if too_deep(reading) else ("eth.type", (ETHERNET,))
    return read_erspan_newer(reading)


def read_erspan_newer(reading: Reading) -> Next:
    """Read a header of type II or III; of others nothing is known."""
    if too_deep(reading):
        return None
    version = reading.data[reading.position] >> 4
    if version == TYPE_2:
        reading.open(Erspan2)
        return "eth.type", (ETHERNET,)
    if version != TYPE_3:
        return None
    header = reading.open(Erspan3)
    if header.platform_follows:
        reading.read(ErspanPlatform)
    return None if header.frame_type else ("eth.type", (ETHERNET,))
