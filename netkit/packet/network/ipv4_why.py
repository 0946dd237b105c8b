"""What the values of an IPv4 header make routers and hosts do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.why.addresses import destination, forwarded, source
from netkit.packet.why.effect import Effect, Effects, Here, Told, count

__all__ = ["EFFECTS", "congestion", "outside", "service"]

_ERRORS = frozenset({3, 4, 5, 11, 12})
"""Types of ICMP messages about which none is sent (RFC 1122 §3.2.2)."""

_OPTIONS: Mapping[int, str] = MappingProxyType(
    {
        3: "each router named in it is visited on the way, with others between them; many networks drop such packets",
        4: "each router on the way writes the time into it, while there is room",
        7: "each router on the way writes its address into it, while there is room",
        9: "the routers named in it are visited one right after the other; many networks drop such packets",
        20: "each router on the way looks into the packet, though it is not for it",
    }
)


def outside(here: Here) -> str:
    """Of a packet in a tunnel, that what is said holds once it has left that: routers on the tunnel's way look at the outer header."""
    return "once it has left the tunnel, " if here.around("ip", "ipv6") else ""


def service(here: Here) -> Told:
    """What the code point of differentiated services asks of routers."""
    code = here.raw
    if code == 46:
        return "routers that know the class send it on before others, so that it hardly waits", "RFC 3246 §2"
    if code == 44:
        return "as expedited forwarding, for calls that the network has admitted", "RFC 5865 §2.3"
    if code == 1:
        return "it may wait, or be dropped, while there is anything else to send", "RFC 8622 §3"
    if code in range(10, 40) and code % 8 in (2, 4, 6):
        drop = ("last", "sooner", "first")[code % 8 // 2 - 1]
        return (
            f"class {code // 8} of 4 has a share of each link of its own; when that is full, this packet is dropped {drop}",
            "RFC 2597 §2",
        )
    if code and code % 8 == 0:
        return f"class {code // 8} of 7: the higher, the earlier a router sends it on", "RFC 2474 §4.2.2"
    return (
        ("no standard says what routers do with this one; a network may have given it a meaning", "RFC 2474 §6")
        if code
        else ""
    )


def congestion(here: Here) -> Told:
    """What the two bits of explicit congestion notification ask of routers, or tell the receiver."""
    if here.raw == 3:
        return "a router on the way was congested; the receiver tells the sender, which then slows down"
    return "a congested router may mark the packet instead of dropping it" if here.raw else ""


def _header_length(here: Here) -> str:
    options = here.value - 20
    behind = f"what the packet carries begins at byte {here.layer.start + here.value}"
    return (
        f"{count(options, 'byte')} of options follow the 20 that every header has; {behind}"
        if options > 0
        else f"no options: {behind}"
    )


def _total_length(here: Here) -> str:
    carried = here.value - here.header.internet_header_length * 4
    end = here.layer.start + here.value
    filling = next((layer for layer in here.after if layer.key == "eth" and layer.start >= end), None)
    told = f"{count(carried, 'byte')} behind the header belong to the packet" if carried > 0 else ""
    return f"{told}; the {filling.length} behind those only fill the frame" if told and filling else told


def _identification(here: Here) -> Told:
    if here.header.more_fragments or here.header.fragment_offset:
        return "the receiver puts it together with the fragments that have the same number, addresses and protocol"
    return ""


def _dont_fragment(here: Here) -> Told:
    if here.raw:
        told = "a router whose next link carries less drops it and sends ICMP fragmentation needed back, with what would fit"
        return told, "RFC 1191 §4"
    if here.header.more_fragments or here.header.fragment_offset:
        return ""
    return "a router whose next link carries less may cut it into fragments", "RFC 791 §2.3"


def _more_fragments(here: Here) -> Told:
    ip = here.header
    if not here.raw:
        return ""
    if not ip.fragment_offset:
        return "the receiver keeps it until the others are there; only this first one has the header of what IP carries, with its ports"
    return "the receiver keeps it until the others are there, or gives up after a while", "RFC 1122 §3.3.2"


def _offset(here: Here) -> Told:
    if not here.raw:
        return ""
    size = here.header.total_length - here.header.internet_header_length * 4
    first = here.raw * 8
    last = "" if here.header.more_fragments else f"; no fragment follows, so the whole has {first + size:,}"
    return f"its data are bytes {first:,} to {first + size - 1:,} of the packet that was cut{last}"


def _time_to_live(here: Here) -> Told:
    ip = here.header
    if not (forwarded(ip.destination) and forwarded(ip.source)):
        return "no router passes on what has such addresses, whatever stands here"
    back = "" if _silent(here) else " and sends ICMP time exceeded back"
    first = f"{outside(here)}the next router"
    if here.raw < 2:
        return f"{first} drops it{back}; a host on this link takes it", "RFC 1812 §5.3.1"
    after = here.raw - 1
    return (
        f"{first} sends it on with {after}; after {count(after, 'router')} the one behind drops it{back}",
        "RFC 1812 §5.3.1",
    )


def _silent(here: Here) -> bool:
    """Whether no ICMP error comes back for this packet: it is one itself, a later fragment, or not for one host (RFC 1122 §3.2.2)."""
    ip = here.header
    error = next((layer for layer in here.after if layer.key == "icmp"), None)
    first = int(str(ip.destination).partition(".")[0])
    return bool(ip.fragment_offset) or first >= 224 or (error is not None and error.header.type in _ERRORS)


def _protocol(here: Here) -> Told:
    name = here.named or f"protocol {here.raw}"
    if here.header.fragment_offset or here.header.more_fragments:
        return f"once all fragments are there, the receiver hands the whole to {name}"
    answer = "" if _silent(here) else "; one that has none answers ICMP protocol unreachable"
    return f"the receiver hands what follows to {name}{answer}", "RFC 1122 §3.2.2.1"


def _checksum(here: Here) -> Told:
    if here.field.note != "right":
        return ""
    return (
        "each router checks it, and makes it anew with the smaller time to live; a damaged header is dropped without a word",
        "RFC 1812 §5.2.2",
    )


EFFECTS = Effects(
    Effect("ip.hdr_len", _header_length),
    Effect("ip.dsfield.dscp", service),
    Effect("ip.dsfield.ecn", congestion),
    Effect("ip.len", _total_length, also=("ip.hdr_len",)),
    Effect("ip.id", _identification, also=("ip.src", "ip.dst", "ip.proto")),
    Effect("ip.flags.df", _dont_fragment),
    Effect("ip.flags.mf", _more_fragments, also=("ip.frag_offset",)),
    Effect("ip.frag_offset", _offset, also=("ip.flags.mf", "ip.len", "ip.hdr_len")),
    Effect("ip.ttl", _time_to_live, also=("ip.src", "ip.dst")),
    Effect("ip.proto", _protocol),
    Effect("ip.checksum", _checksum),
    Effect("ip.src", source),
    Effect("ip.dst", destination),
    Effect("ip.opt.type.number", _OPTIONS),
    Effect("ip.opt.type.copy", {1: "if the packet is cut, every fragment has this option, too"}),
    silent=("ip.opt.ptr", "ip.empty_rt", "ip.opt.data", "ip.options.rest"),
)
