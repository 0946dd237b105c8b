"""What the values of an ICMPv6 message make its receiver do: errors, echo, neighbor discovery, multicast listeners."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.network.icmp_why import about
from netkit.packet.why.effect import Effect, Effects, Here, Told, count

__all__ = ["EFFECTS"]

_TYPES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        1: ("the sender of the quoted packet learns that it did not arrive", "RFC 4443 §3.1"),
        2: ("the sender of the quoted packet makes smaller ones from now on: routers do not cut packets of IPv6", "RFC 4443 §3.2"),
        3: ("the sender of the quoted packet learns that it was dropped", "RFC 4443 §3.3"),
        4: ("the sender of the quoted packet learns which byte of it was wrong", "RFC 4443 §3.4"),
        128: ("the receiver sends an echo reply with the same identifier, number and data back", "RFC 4443 §4.1"),
        129: ("the answer to an echo request: the two ends reach each other, both ways", "RFC 4443 §4.2"),
        130: ("hosts on the link answer which groups they listen to", "RFC 3810 §5.1"),
        131: ("routers learn that somebody on this link listens to the group, and send it here", "RFC 2710 §3"),
        132: ("routers ask whether anybody else still listens, and else send the group here no longer", "RFC 2710 §3"),
        133: ("routers on the link answer with an advertisement, without waiting for their time", "RFC 4861 §6.2.6"),
        134: ("hosts on the link learn of a router, of prefixes, and how to get addresses", "RFC 4861 §6.3.4"),
        135: ("whoever has the address answers with a neighbor advertisement, which has its interface's address", "RFC 4861 §7.2.3"),
        136: ("who knows the address already, or waits for it, writes the interface's address into its neighbor cache", "RFC 4861 §7.2.5"),
        137: ("the receiver sends further packets for that destination to the better first hop", "RFC 4861 §8.3"),
        143: ("routers learn which groups somebody on this link listens to, and send those here", "RFC 3810 §5.2"),
        160: ("the node answers whether the interface named here is up", "RFC 8335 §4"),
    }
)  # fmt: skip

_CODES: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (1, 0): "a router on the way knows no way to it",
        (1, 1): "a filter on the way was told not to let it pass",
        (1, 2): "the source address means nothing beyond its own link or site",
        (1, 3): "the last router got no answer when it asked for the host's interface",
        (1, 4): "the host was reached, but no program listens on that port",
        (1, 5): "a filter on the way does not believe the source address",
        (1, 6): "a router was told to reject what goes to that prefix",
        (3, 0): "a router took away the last of its hop limit; traceroute reads from the message's source which router",
        (3, 1): "fragments were missing too long, and the others were thrown away",
        (4, 0): "a field has a value that can't be",
        (4, 1): "the receiver does not know what follows",
        (4, 2): "the receiver does not know an option",
    }
)

_MODES = {
    1: "listens to the group, but only to these senders",
    2: "listens to the group, to all but these senders",
    3: "from now on listens only to these senders; to none of them means that it leaves the group",
    4: "from now on listens to all but these senders; none of them means that it joins the group",
    5: "listens to these senders, too",
    6: "listens to these senders no longer",
}


_OVERRIDE = {
    0: "what was known of this address before stays",
    1: "what was known of this address before is replaced",
}


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
    told = f"packets for that destination may have {count(here.raw, 'byte')} from now on, headers included"
    return f"{told}: of a TCP segment with the shortest headers, {here.raw - 60:,} are data" if here.raw > 60 else told


def _identifier(here: Here) -> str:
    if here.header.type in (128, 160):
        return "the reply repeats it, so that the right program gets it"
    return "by it the asking system finds the program that waits for this answer"


def _router_lifetime(here: Here) -> Told:
    if not here.raw:
        return "this router is no way out of the link: hosts take it off their list", "RFC 4861 §6.3.4"
    return f"for {count(here.raw, 'second')} hosts may send there what is for other networks", "RFC 4861 §6.3.4"


def _zero_says_nothing(here: Here) -> Told:
    return here.field.meaning if here.raw else ""


def _asked_for(here: Here) -> Told:
    ip = here.around("ipv6")
    if ip is not None and str(ip.header.source) == "::":
        return "if anybody has this address already, the asker must not take it", "RFC 4862 §5.4.3"
    return "whoever has this address answers", "RFC 4861 §7.2.3"


def _prefix(here: Here) -> Told:
    return f"with {count(here.other('icmpv6.opt.prefix.length') or 0, 'bit')} that count: what the flags say holds for such addresses"


EFFECTS = Effects(
    Effect("icmpv6.type", _type),
    Effect("icmpv6.code", _code, also=("icmpv6.type",)),
    Effect("icmpv6.checksum", _checksum),
    Effect("icmpv6.mtu", _mtu, "RFC 8201 §4"),
    Effect("icmpv6.echo.identifier", _identifier, also=("icmpv6.type",)),
    Effect("icmpv6.echo.sequence_number", "with it the sender tells its requests apart, and sees which answer is missing"),
    Effect("icmpv6.nd.ra.cur_hop_limit", _zero_says_nothing),
    Effect("icmpv6.nd.ra.flag.m", {1: "hosts get their addresses from a server of DHCPv6"}),
    Effect("icmpv6.nd.ra.flag.o", {1: "hosts ask a server of DHCPv6 for other settings, such as resolvers"}),
    Effect("icmpv6.nd.ra.router_lifetime", _router_lifetime),
    Effect("icmpv6.nd.ra.reachable_time", _zero_says_nothing),
    Effect("icmpv6.nd.ra.retrans_timer", _zero_says_nothing),
    Effect("icmpv6.nd.ns.target_address", _asked_for),
    Effect("icmpv6.nd.na.flag.r", {1: "the sender passes packets on: it may be a way out of this link"}),
    Effect("icmpv6.nd.na.flag.s", {1: "somebody asked; the answer proves that the neighbour can be reached"}, "RFC 4861 §7.2.5"),
    Effect("icmpv6.nd.na.flag.o", _OVERRIDE, "RFC 4861 §7.2.5"),
    Effect("icmpv6.nd.na.target_address", "the address that the interface below has"),
    Effect("icmpv6.opt.src_linkaddr", "packets for the sender's address go to this interface; nobody has to ask for it", "RFC 4861 §7.2.3"),
    Effect("icmpv6.opt.target_linkaddr", "packets for the address above go to this interface", "RFC 4861 §7.2.5"),
    Effect("icmpv6.opt.prefix", _prefix, also=("icmpv6.opt.prefix.length",)),
    Effect("icmpv6.opt.prefix.flag.l", {1: "hosts send to such addresses directly, without the router"}, "RFC 4861 §6.3.4"),
    Effect("icmpv6.opt.prefix.flag.a", {1: "hosts make addresses of their own with this prefix"}, "RFC 4862 §5.5.3"),
    Effect("icmpv6.opt.mtu", "hosts send nothing longer than {value} bytes on this link", "RFC 4861 §6.3.4"),
    Effect("icmpv6.opt.rdnss", "hosts may ask this resolver for names", "RFC 8106 §5.1"),
    Effect("icmpv6.mldr.mar.record_type", _MODES, "RFC 3810 §5.2.12", also=("icmpv6.mldr.mar.multicast_address",)),
    Effect("icmpv6.mldr.mar.multicast_address", "routers send this group to the link while somebody listens", "RFC 3810 §5.2"),
    silent=(
        "icmpv6.opt.type", "icmpv6.opt.length", "icmpv6.opt.prefix.length", "icmpv6.nd.opt.data", "icmpv6.nd.opt.rest",
        "icmpv6.nd.opt.flags", "icmpv6.mldr.nb_mcast_records", "icmpv6.mldr.mar.nb_sources", "icmpv6.mld.nb_sources",
        "icmpv6.mldr.mar.auxiliary_data",
    ),
)  # fmt: skip
