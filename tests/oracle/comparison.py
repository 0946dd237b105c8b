"""A dissection beside tshark's tree of the same packet: values, places, what one shows and the other does not, checksum verdicts.

Fields are paired by their key and their place, so that a right value in the wrong bytes is found too.
"""

from dataclasses import dataclass

from netkit.packet import pictures
from netkit.packet.link.arp import Arp
from netkit.packet.link.backbone import BackboneTag
from netkit.packet.link.cooked import Cooked, Cooked2
from netkit.packet.link.ethernet import Ethernet
from netkit.packet.link.frame_relay import FrameRelay
from netkit.packet.link.infiniband import InfinibandAddress, InfinibandRoute
from netkit.packet.link.llc import Llc
from netkit.packet.link.loopback import Loopback, NullFamily
from netkit.packet.link.ppp import CiscoHdlc, Ppp
from netkit.packet.link.vlan import ProviderTag, ProviderTagOfTwo, Vlan
from netkit.packet.network.authentication import AuthenticationHeader
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.network.ipv6_extensions import DestinationOptions, HopByHop
from netkit.packet.network.ipv6_fragment import Ipv6Fragment
from netkit.packet.network.ipv6_routing import Ipv6Routing
from netkit.packet.registry import READERS
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.udp import Udp
from netkit.packet.tunnel.geneve import Geneve
from netkit.packet.tunnel.gre import Gre, GreEnhanced
from netkit.packet.tunnel.gtp import Gtp, GtpOld, GtpPrimeOld
from netkit.packet.tunnel.nsh import Nsh
from netkit.packet.tunnel.pseudowire import AssociatedChannel
from netkit.packet.tunnel.vxlan import VxlanGeneric

__all__ = ["KEYS", "Difference", "compare"]

CHECKSUMS = ("gre.checksum", "ip.checksum", "icmp.checksum", "icmpv6.checksum", "tcp.checksum", "udp.checksum")

STATUS = {"0": "bad", "1": "good", "2": "unverified", "3": "not present", "4": "illegal"}


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind` is value, place, ours (only netkit shows it), theirs (only tshark does) or checksum; `ours` and `theirs` are texts."""

    kind: str
    key: str
    start: int
    ours: str = ""
    theirs: str = ""


KEYS = frozenset(pictures.KEYS)


def compare(dissection, packet):
    """Every difference between a dissection and tshark's tree of the same packet."""
    return [*_values(dissection, packet), *_missing(dissection, packet), *_checksums(dissection, packet)]


def normal(value, kind):
    """tshark's text as netkit would give it, by the kind of netkit's value."""
    if isinstance(kind, bool):
        return {"0": False, "1": True, "0x00": False, "0x01": True, "False": False, "True": True}.get(value, value)
    if isinstance(kind, int):
        try:
            return int(value, 0)
        except ValueError:
            return value
    return "." if value == "<Root>" else value


def same(ours, entry):
    """Whether netkit's field has the value of tshark's: what it shows, or for bytes kept as they are its bytes."""
    if normal(entry.show, ours.value) == ours.value:
        return True
    if not entry.show and not entry.value:
        return True  # a field of tshark's that marks bytes without a value of their own (FT_NONE)
    return isinstance(ours.value, str) and ours.value in (entry.value, entry.show.replace(":", ""))


def _values(dissection, packet):
    theirs = {}
    for entry in packet.fields:
        if entry.name in KEYS and entry.size:
            theirs.setdefault(entry.name, []).append(entry)
    for field in dissection.fields:
        first, last = field.start_bit // 8, -(-(field.start_bit + field.width_bits) // 8)
        around = [e for e in theirs.get(field.key, ()) if e.start <= first and last <= e.start + e.size]
        whole = not (field.start_bit % 8 or field.width_bits % 8)
        exact = [e for e in around if (e.start, e.start + e.size) == (first, last)]
        if not around:
            near = [e for e in theirs.get(field.key, ()) if e.start == first]
            if near:
                yield Difference("place", field.key, first, f"{last - first} bytes", f"{near[0].size} bytes")
            else:
                yield Difference("ours", field.key, first, repr(field.value))
        elif whole and not exact:
            yield Difference(
                "place", field.key, first, f"{last - first} bytes", f"{around[0].size} bytes at {around[0].start}"
            )
        elif not any(same(field, e) for e in (exact if whole and exact else around)):
            yield Difference("value", field.key, first, repr(field.value), around[0].show)


NEXT = {
    CiscoHdlc: ("chdlc.protocol", "protocol"),
    Cooked: ("eth.type", "protocol"),
    Cooked2: ("eth.type", "protocol"),
    Ethernet: ("eth.type", "type"),
    Gre: ("gre.proto", "protocol_type"),
    GreEnhanced: ("gre.proto", "protocol_type"),
    Llc: ("eth.type", "type"),
    Loopback: ("null.type", "family"),
    NullFamily: ("null.type", "family"),
    Ppp: ("ppp.protocol", "protocol"),
    ProviderTag: ("eth.type", "type"),
    ProviderTagOfTwo: ("eth.type", "type"),
    Vlan: ("eth.type", "type"),
    VxlanGeneric: ("vxlan.next_proto", "next_protocol"),
    BackboneTag: ("eth.type", "type"),
    FrameRelay: ("fr.nlpid", "protocol"),
    Geneve: ("eth.type", "protocol_type"),
    InfinibandAddress: ("eth.type", "type"),
    InfinibandRoute: ("eth.type", "type"),
    Nsh: ("nsh.nextproto", "next_protocol"),
    AssociatedChannel: ("pwach.channel_type", "channel_type"),
    Gtp: ("gtp.message", "message"),
    GtpOld: ("gtp.message", "message"),
    GtpPrimeOld: ("gtp.message", "message"),
    Ipv4: ("ip.proto", "protocol"),
    Ipv6: ("ipv6.nxt", "next_header"),
    HopByHop: ("ipv6.nxt", "next_header"),
    DestinationOptions: ("ipv6.nxt", "next_header"),
    Ipv6Routing: ("ipv6.nxt", "next_header"),
    Ipv6Fragment: ("ipv6.nxt", "next_header"),
    AuthenticationHeader: ("ipv6.nxt", "next_header"),
    Tcp: ("tcp.port", "source_port", "destination_port"),
    Udp: ("udp.port", "source_port", "destination_port"),
}


def _stops(dissection, byte):
    """Whether netkit has no table for what comes at this byte: nothing reads the number by which the layer before names it."""
    before = [layer for layer in dissection.layers if layer.start <= byte and layer.protocol in NEXT]
    if not before:
        return not isinstance(dissection.layers[0].header, Arp)
    space, *names = NEXT[before[-1].protocol]
    spaces = (space, "ip.proto") if space == "ipv6.nxt" else (space,)
    numbers = [getattr(part, name) for part in before[-1].parts for name in names if name in dir(part)][-len(names) :]
    return not any((each, number) in READERS for number in numbers for each in spaces)


def _missing(dissection, packet):
    """What tshark shows and netkit does not, although it has tables for everything up to there."""
    ours = {}
    for field in dissection.fields:
        ours.setdefault(field.key, []).append((field.start_bit, field.start_bit + field.width_bits))
    for entry in packet.fields:
        if entry.name not in KEYS or not entry.size:
            continue
        start, end = entry.start * 8, (entry.start + entry.size) * 8
        if any(start < last and first < end for first, last in ours.get(entry.name, ())) or _stops(
            dissection, entry.start
        ):
            continue
        there = next(
            (f.key for f in dissection.fields if f.start_bit <= start < f.start_bit + max(1, f.width_bits)), "nothing"
        )
        yield Difference("theirs", entry.name, entry.start, there, entry.show[:80])


def _checksums(dissection, packet):
    wrong = {problem.start_bit // 8 for problem in dissection.problems if problem.rule.endswith(".checksum.bad")}
    missing = {problem.start_bit // 8 for problem in dissection.problems if problem.rule.endswith(".checksum.missing")}
    judged = {}
    last = None
    for entry in packet.fields:
        if entry.name in CHECKSUMS:
            last = entry
        elif entry.name.endswith(".checksum.status") and last is not None and entry.name == f"{last.name}.status":
            judged[last.name, last.start] = STATUS[entry.show]
    for field in dissection.fields:
        if field.key not in CHECKSUMS:
            continue
        start = field.start_bit // 8
        verdict = (
            "bad"
            if start in wrong
            else "illegal"
            if start in missing
            else "good"
            if field.note == "right"
            else "unverified"
        )
        if verdict == "unverified" and field.key == "udp.checksum" and not field.value:
            verdict = "not present"
        theirs = judged.get((field.key, start), "unverified")
        if verdict != theirs:
            yield Difference("checksum", field.key, start, f"{verdict} {field.note}", theirs)
