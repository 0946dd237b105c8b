"""What the values of an IPv6 header and of its extension headers make routers and hosts do."""

from __future__ import annotations

from netkit.packet.network.ipv4_why import congestion, outside, service
from netkit.packet.why.addresses import destination, forwarded, source
from netkit.packet.why.effect import Effect, Effects, Here, Told, count

__all__ = ["AUTHENTICATION", "DESTINATION_OPTIONS", "EFFECTS", "FRAGMENT", "HOP_BY_HOP", "ROUTING"]

_DISCOVERY = {
    133: "RFC 4861 §6.1.1",
    134: "RFC 4861 §6.1.2",
    135: "RFC 4861 §7.1.1",
    136: "RFC 4861 §7.1.2",
    137: "RFC 4861 §8.1",
}
"""Types of ICMPv6 that only a neighbour may send, with the rule by which they are checked."""


def _flow(here: Here) -> Told:
    if not here.raw:
        return ""
    return (
        "a router that shares load out over several ways may send all packets with this label and these addresses the same way",
        "RFC 6438 §3",
    )


def _payload(here: Here) -> Told:
    if not here.raw:
        return ""
    told = f"with the 40 bytes of this header the packet has {here.raw + 40:,}; a router whose next link carries less drops it"
    return f"{told} and sends ICMPv6 packet too big back, for only the sender may cut it", "RFC 8200 §5"


def _next_header(here: Here) -> Told:
    name = here.named or f"number {here.raw}"
    if here.raw == 59:
        return "nothing follows, and the receiver ignores what may stand there", "RFC 8200 §4.7"
    if here.raw == 0:
        return "every router on the way may look into the options that follow", "RFC 8200 §4.3"
    if here.raw in (43, 44, 51, 60):
        return (
            f"another header stands before what the packet carries ({name}), for its destination to read",
            "RFC 8200 §4",
        )
    if here.layer.key == "ah" and here.around("ip", "ipv6") is here.around("ip"):
        return f"the receiver hands what follows to {name}"
    return (
        f"the receiver hands what follows to {name}; one that does not know it answers ICMPv6 parameter problem",
        "RFC 8200 §4",
    )


def _hop_limit(here: Here) -> Told:
    discovery = next((layer for layer in here.after if layer.key == "icmpv6"), None)
    rule = _DISCOVERY.get(discovery.header.type, "") if discovery is not None and discovery.parts else ""
    if rule and here.raw == 255:
        return (
            "it comes from this very link: a router would have taken one away, and neighbor discovery takes nothing less than 255",
            rule,
        )
    if rule:
        return "neighbor discovery drops it: only 255 proves that no router passed it on", rule
    ip = here.header
    if not (forwarded(ip.destination) and forwarded(ip.source)):
        return "no router passes on what has such addresses, whatever stands here", "RFC 4291 §2.5.6"
    error = discovery is not None and bool(discovery.parts) and discovery.header.type < 128
    back = "" if error or str(ip.destination).startswith("ff") else " and sends ICMPv6 time exceeded back"
    first = f"{outside(here)}the next router"
    if here.raw < 2:
        return f"{first} drops it{back}; a host on this link takes it", "RFC 4443 §3.3"
    after = here.raw - 1
    return (
        f"{first} sends it on with {after}; after {count(after, 'router')} the one behind drops it{back}",
        "RFC 4443 §3.3",
    )


def _segments_left(here: Here) -> Told:
    if not here.raw:
        return "every node of the list has been visited, and the receiver passes over this header"
    return f"the node that the packet is for now puts the next address of the list in its place, and sends it on; {here.raw} to go"


def _fragment_offset(here: Here) -> Told:
    if not here.raw:
        return "the first fragment, or the only one; what the whole packet carries begins here"
    return f"its data begin at byte {here.raw * 8:,} of the part that was cut"


def _more_fragments(here: Here) -> Told:
    if here.raw:
        return "the receiver keeps it until the others are there; after 60 seconds it gives up"
    return "no fragment follows: the receiver knows from this one how long the whole is"


_UNKNOWN = {
    1: "a node that does not know the option drops the packet, and says nothing",
    2: "a node that does not know the option drops the packet and sends ICMPv6 parameter problem back",
    3: "a node that does not know the option drops the packet, and answers only if that was not for a group",
}

_OPTIONS = (
    Effect("ipv6.opt.type.action", _UNKNOWN, "RFC 8200 §4.2"),
    Effect("ipv6.opt.router_alert", "each router on the way looks into the packet ({name}), though it is not for it", "RFC 2711 §2.1"),
    Effect("ipv6.opt.jumbo", "this many bytes follow the IPv6 header: too many for its own length field", "RFC 2675 §2"),
    Effect("ipv6.opt.mipv6.home_address", "for the programs above, the packet comes from this address; answers go there", "RFC 6275 §6.3"),
)  # fmt: skip

_OPTION_PARTS = ("ipv6.opt.type.rest", "ipv6.opt.unknown", "ipv6.opt.experimental", "ipv6.opt.rest")

EFFECTS = Effects(
    Effect("ipv6.tclass.dscp", service),
    Effect("ipv6.tclass.ecn", congestion),
    Effect("ipv6.flow", _flow, also=("ipv6.src", "ipv6.dst")),
    Effect("ipv6.plen", _payload),
    Effect("ipv6.nxt", _next_header),
    Effect("ipv6.hlim", _hop_limit, also=("ipv6.src", "ipv6.dst")),
    Effect("ipv6.src", source),
    Effect("ipv6.dst", destination),
)

HOP_BY_HOP = Effects(
    Effect("ipv6.hopopts.nxt", _next_header), _OPTIONS, silent=("ipv6.hopopts.len", *_OPTION_PARTS)
)  # fmt: skip

DESTINATION_OPTIONS = Effects(
    Effect("ipv6.dstopts.nxt", _next_header), _OPTIONS, silent=("ipv6.dstopts.len", *_OPTION_PARTS)
)  # fmt: skip

ROUTING = Effects(
    Effect("ipv6.routing.nxt", _next_header),
    Effect("ipv6.routing.segleft", _segments_left),
    silent=("ipv6.routing.len", "ipv6.routing.data", "ipv6.routing.srh.last_entry"),
)

FRAGMENT = Effects(
    Effect("ipv6.fraghdr.nxt", "once all fragments are there, the receiver goes on with {name}"),
    Effect("ipv6.fraghdr.offset", _fragment_offset, also=("ipv6.fraghdr.more",)),
    Effect("ipv6.fraghdr.more", _more_fragments),
    Effect("ipv6.fraghdr.ident", "the receiver puts it together with the fragments that have the same number and addresses"),
)  # fmt: skip

AUTHENTICATION = Effects(
    Effect("ah.next_header", _next_header),
    Effect("ah.spi", "the receiver finds by it the key with which to check the packet"),
    Effect("ah.sequence", "a packet whose number came before is dropped, so that nobody can play one back", "RFC 4302 §3.4.3"),
    Effect("ah.icv", "a receiver that finds another code drops the packet: it was changed, or is not from who it says", "RFC 4302 §3.4.4"),
    silent=("ah.length",),
)  # fmt: skip
