"""What the values of an ICMP message make its receiver do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.layer import Layer
from netkit.packet.why.effect import Effect, Effects, Here, Told, count

__all__ = ["EFFECTS", "about"]

_TYPES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        0: ("the answer to an echo request: the two ends reach each other, both ways", "RFC 792"),
        3: ("the sender of the quoted packet learns that it did not arrive", "RFC 1122 §3.2.2.1"),
        4: ("once asked its receiver to slow down; today it is ignored", "RFC 6633 §3"),
        5: ("the receiver may send further packets for that destination to the router named here", "RFC 1122 §3.2.2.2"),
        8: ("the receiver sends an echo reply with the same identifier, number and data back", "RFC 1122 §3.2.2.6"),
        9: ("hosts on the link learn which routers there are", "RFC 1256 §5.3"),
        10: ("routers on the link answer with an advertisement", "RFC 1256 §4.3"),
        11: ("the sender of the quoted packet learns that it was dropped", "RFC 1122 §3.2.2.4"),
        12: ("the sender of the quoted packet learns which byte of it was wrong", "RFC 1122 §3.2.2.5"),
        13: ("the receiver writes when it came and when it goes back, and answers", "RFC 792"),
        14: ("from the three times the asker can tell how far the clocks are apart", "RFC 792"),
        17: ("whoever is responsible for it answers with the mask of this network", "RFC 950 appendix I"),
        18: ("the asker learns the mask of this network", "RFC 950 appendix I"),
        42: ("the node answers whether the interface named here is up", "RFC 8335 §4"),
        43: ("the asker learns how an interface of the node, or of a neighbour, is", "RFC 8335 §3"),
    }
)

_CODES: Mapping[tuple[int, int], tuple[str, str]] = MappingProxyType(
    {
        (3, 0): ("a router on the way knows no way to that network", "RFC 1812 §5.2.7.1"),
        (3, 1): ("the last router got no answer to its ARP request: the host is off, or was never there", "RFC 1812 §5.2.7.1"),
        (3, 2): ("the host was reached, but has no such protocol", "RFC 1122 §3.2.2.1"),
        (3, 3): ("the host was reached, but no program listens on that port", "RFC 1122 §3.2.2.1"),
        (3, 4): ("the packet was too large for the next link, and must not be cut; the sender makes smaller ones", "RFC 1191 §3"),
        (3, 5): ("a router that the packet was to visit could not be reached", "RFC 792"),
        (3, 9): ("a router was told not to let anybody into that network", "RFC 1122 §3.2.2.1"),
        (3, 10): ("a router was told not to let anybody reach that host", "RFC 1122 §3.2.2.1"),
        (3, 13): ("a filter on the way was told not to let it pass", "RFC 1812 §5.2.7.1"),
        (5, 0): ("it holds for the whole network of the destination", "RFC 792"),
        (5, 1): ("it holds for this one host", "RFC 792"),
        (11, 0): ("a router took away the last of its time to live; traceroute reads from the message's source which router", "RFC 792"),
        (11, 1): ("fragments were missing too long, and the others were thrown away", "RFC 792"),
    }
)  # fmt: skip


def about(layers: list[Layer]) -> str:
    """Which conversation a quoted packet belongs to: how its sender finds the program that has to know."""
    quoted = {layer.key: layer.header for layer in layers if layer.quoted and layer.parts}
    ip = quoted.get("ip") or quoted.get("ipv6")
    transport = next((quoted[key] for key in ("udp", "tcp") if key in quoted), None)
    if ip is None:
        return ""
    ends = f"from {ip.source} to {ip.destination}"
    if transport is None:
        return f"; it quotes the packet {ends}"
    return f"; it quotes the packet {ends}, whose source port {transport.source_port} names the program that sent it"


def _type(here: Here) -> Told:
    told, rfc = _TYPES.get(here.raw, ("", ""))
    return (f"{told}{about(here.after)}", rfc) if told else ""


def _code(here: Here) -> Told:
    return _CODES.get((here.header.type, here.raw), "")


def _checksum(here: Here) -> Told:
    if here.field.note != "right":
        return ""
    return "a receiver whose sum is another drops the message without a word"


def _mtu(here: Here) -> Told:
    if here.header.code != 4:
        return ""
    if not here.raw:
        return "the router is too old to say what fits: the sender has to guess", "RFC 1191 §5"
    told = f"packets for that destination may have {count(here.raw, 'byte')} from now on, headers included"
    return f"{told}: of a TCP segment with the shortest headers, {here.raw - 40:,} are data" if here.raw > 40 else told


def _sequence(here: Here) -> str:
    if here.header.type in (0, 8):
        return "with it the sender tells its requests apart, and sees which answer is missing"
    return here.field.meaning


def _identifier(here: Here) -> str:
    if here.header.type == 8:
        return "the reply repeats it, so that the right program gets it; a NAT counts it as a port"
    return "by it the asking system finds the program that waits for this answer"


EFFECTS = Effects(
    Effect("icmp.type", _type),
    Effect("icmp.code", _code, also=("icmp.type",)),
    Effect("icmp.checksum", _checksum),
    Effect("icmp.ident", _identifier, also=("icmp.type",)),
    Effect("icmp.seq", _sequence, also=("icmp.type",)),
    Effect("icmp.mtu", _mtu, "RFC 1191 §3"),
    Effect("icmp.redir_gw", "the receiver sends what is for that destination to {value} first"),
    Effect("icmp.length", "so many words of the packet are quoted before extensions begin"),
    silent=("icmp.ext.ctype", "icmp.ext.content", "icmp.ext.checksum"),
)
