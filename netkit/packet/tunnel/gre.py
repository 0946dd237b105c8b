"""Generic Routing Encapsulation (RFC 2784, RFC 2890): any protocol with an Ethernet type, through a tunnel over IP.

Its first form (RFC 1701) could name the routers to pass, and PPTP has an enhanced one that acknowledges (RFC 2637).
"""

from __future__ import annotations

from netkit.packet.checksum import checksum, word_sum
from netkit.packet.depth import too_deep
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL
from netkit.packet.layer import Layer
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.problem import Problem
from netkit.packet.reading import Next, Reading, problem_in
from netkit.packet.tunnel.gre_parts import (
    GreAcknowledgment,
    GreCall,
    GreChecksum,
    GreKey,
    GreRedirect,
    GreSequence,
    read_routing,
)

__all__ = ["Gre", "GreEnhanced", "read_gre"]

PPP, CDMA2000_STREAM, CDMA2000_PACKET = 0x880B, 0x8881, 0x88D2
"""What the enhanced header carries: PPTP's PPP, and what 3GPP2 made after its example."""

WCCP = 0x883E

_TYPE = "which protocol the tunnel carries"


class Gre(Header):
    """What the packet in the tunnel is, and which further fields stand before it."""

    key = "gre"
    title = "GRE"
    rfc = "RFC 2784 §2"

    checksum_present: bool = flag("a checksum follows", key="gre.flags.checksum")
    routing_present: bool = flag("a route follows", key="gre.flags.routing", rfc="RFC 1701", minor=True)
    key_present: bool = flag("a key follows", key="gre.flags.key", rfc="RFC 2890 §2")
    sequence_number_present: bool = flag(
        "a sequence number follows", key="gre.flags.sequence_number", rfc="RFC 2890 §2"
    )
    strict_source_route: bool = flag(
        "the route names every router, with none between", key="gre.flags.strict_source_route", rfc="RFC 1701", minor=True
    )  # fmt: skip
    recursion_control: int = bits(
        3, "how many more tunnels may be put around", key="gre.flags.recursion_control", rfc="RFC 1701", default=0, minor=True
    )  # fmt: skip
    reserved: int = bits(5, "must be zero", key="gre.flags.reserved", default=0, minor=True)
    version: int = bits(3, "which version of GRE this is: 0", key="gre.flags.version", default=0, minor=True)
    protocol_type: int = bits(16, _TYPE, key="gre.proto", kind=HEXADECIMAL, names=ETHERTYPES, repeats=True)


class GreEnhanced(Header):
    """The same for PPTP, with an acknowledgement."""

    key = "gre"
    title = "Enhanced GRE"
    rfc = "RFC 2637 §4.1"
    rule = "gre.enhanced"

    checksum_present: bool = flag("a checksum follows: not in PPTP", key="gre.flags.checksum", minor=True)
    routing_present: bool = flag("a route follows: not in PPTP", key="gre.flags.routing", minor=True)
    key_present: bool = flag("length and call follow: always", key="gre.flags.key", default=True, minor=True)
    sequence_number_present: bool = flag("data follow, and their number before them", key="gre.flags.sequence_number")
    strict_source_route: bool = flag(
        "the route names every router: not in PPTP", key="gre.flags.strict_source_route", minor=True
    )  # fmt: skip
    recursion_control: int = bits(
        3, "how many more tunnels may be put around: zero", key="gre.flags.recursion_control", default=0, minor=True
    )  # fmt: skip
    acknowledgment_present: bool = flag("an acknowledgement follows", key="gre.flags.ack")
    reserved: int = bits(4, "must be zero", key="gre.flags.reserved", default=0, minor=True)
    version: int = bits(3, "which version of GRE this is: 1", key="gre.flags.version", default=1, minor=True)
    protocol_type: int = bits(16, _TYPE, key="gre.proto", kind=HEXADECIMAL, names=ETHERTYPES, default=PPP, repeats=True)


def read_gre(reading: Reading) -> Next:
    """Read the header and the fields that its flags announce."""
    if too_deep(reading):
        return None
    start = reading.position
    version = int.from_bytes(reading.data[start : start + 2], "big") & 7
    protocol = int.from_bytes(reading.data[start + 2 : start + 4], "big")
    enhanced = (protocol == PPP and version != 0) or protocol in (CDMA2000_STREAM, CDMA2000_PACKET)
    gre = reading.open(GreEnhanced) if enhanced else reading.open(Gre)
    if gre.checksum_present or gre.routing_present:
        check = reading.read(GreChecksum)
        if gre.checksum_present and reading.complete:
            reading.layer.check_later((_check, reading.data[start : reading.end], check))
    if gre.key_present:
        reading.read(GreCall if enhanced and protocol != CDMA2000_STREAM else GreKey)
    if gre.sequence_number_present:
        reading.read(GreSequence)
    if isinstance(gre, GreEnhanced) and gre.acknowledgment_present:
        reading.read(GreAcknowledgment)
    if gre.routing_present and not read_routing(reading):
        return None
    if protocol == WCCP and reading.data[start + 4 : start + 5] and reading.data[start + 4] >> 4 != 4:
        reading.read(GreRedirect)
    return "gre.proto", (protocol,)


def _check(packet: bytes, check: GreChecksum, layer: Layer) -> Problem | None:
    """The checksum's problem, if it has one: it covers the header and all that follows."""
    start_bit = check.first_bit("checksum")
    if word_sum(packet) == 0xFFFF:
        layer.note(start_bit, "right")
        return None
    at = start_bit // 8 - layer.start
    right = checksum(packet[:at] + b"\0\0" + packet[at + 2 :])
    layer.note(start_bit, f"wrong: 0x{right:04x} would be right")
    text = f"GRE checksum is 0x{check.checksum:04x}; right would be 0x{right:04x}"
    return problem_in("gre.checksum.bad", check, "checksum", text, rfc="RFC 2784 §2.5")
