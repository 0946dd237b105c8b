"""Differences from tshark in the frames, addresses, segments and messages that every capture has."""

from netkit.packet.kinds import ADDRESS_IPV6
from netkit.packet.link.arp import Arp
from netkit.packet.network.icmpv6 import READ, Icmpv6
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.transport.udp import Udp

__all__ = ["NAMED", "names"]

NAMED = {
    "text with a zero": "tshark's text ends at the first zero byte; netkit shows every byte of the field",
    "bytes that are no text": "netkit writes a byte that is no character as \\xNN or \\DDD; tshark puts the same sign in the place of each",
    "options kept whole": "netkit's own key for all the options together; tshark has one key for each option",
    "not taken apart": "data.data is what netkit has no table for; tshark reads on, or calls a part of it something else",
    "payload twice": "tshark shows the bytes of a payload beside the protocol that it is taken apart as; in netkit each bit has one field",
    "version twice": "tshark shows the first four bits of IPv6 as ip.version too",
    "header breaks off": "tshark shows the fields before the break; netkit keeps a fixed header that is not whole as data, with a problem",
    "ICMPv6 without table": "netkit has no table for this type of message, whose fields tshark shows under shared keys",
    "length left to the card": "where a sender wrote 0 (segmentation offload) tshark shows the length that is there",
    "sum of an unknown length": "without a total length netkit does not say what a checksum covers; tshark takes everything that is there",
    "sum over a part": "netkit judges no sum over bytes that are not all there; tshark sums those that are",
    "quoted": "the checksum of a quoted packet was made before its TTL changed, and the quote is often cut: netkit does not judge it",
    "length inside the header": "tshark stops at a length that ends inside the header; netkit shows the header, with the problem",
    "version of the other": "an Ethernet type of IPv4 with a version of 6: tshark reads IPv6, netkit says that the version is wrong",
    "Cisco ISL": "tshark takes frames for 01:00:0c:00:00 for Cisco's ISL",
    "F5": "tshark guesses that a trailer behind ARP is one of F5's, fails to read it, and shows nothing of it",
    "addresses break off": "tshark shows no address of an ARP packet that is shorter than its lengths say",
    "IPv4-compatible": "tshark ends addresses of ::/96 in dotted decimal, which RFC 5952 §5 asks for only with a well-known prefix",
    "payload beyond the length": "tshark's udp.payload runs on behind the end that udp.length sets (RFC 768), up to IP's",
    "reset cause": "tshark shows the data of a reset as tcp.reset_cause (RFC 9293 §3.10.7.4 allows data as text)",
}


def _ours(case):
    key, field = case.key, case.field
    if key == "ip.options" and field.width_bits // 8 == case.header(Ipv4).internet_header_length * 4 - 20:
        yield "options kept whole"
    if key == "icmpv6.options" and any(
        e.start == case.start and e.name.startswith("icmpv6.opt") for e in case.packet.fields
    ):
        yield "options kept whole"
    if key == "data.data":
        yield "not taken apart"
    yield from _ours_in_the_wrong(case)


def _ours_in_the_wrong(case):
    key, rules = case.key, case.rules()
    if key.startswith("ip.") and "ipv4.total_length.short" in rules:
        yield "length inside the header"
    if key.startswith("udp.") and "udp.length.short" in rules:
        yield "length inside the header"
    if key.startswith("ip.") and "ipv4.version.wrong" in rules:
        yield "version of the other"
    if key.startswith("eth.") and str(case.dissection.value("eth.dst")).startswith("01:00:0c:00:00"):
        yield "Cisco ISL"
    if key == "eth.trailer" and case.header(Arp) and "_ws.malformed" in case.packet.protocols:
        yield "F5"
    if key.startswith("arp.") and _arp_breaks_off(case):
        yield "addresses break off"
    if key == "tcp.payload" and case.dissection.value("tcp.flags.reset"):
        yield "reset cause"


def _theirs(case):
    key, there = case.key, case.difference.ours
    if key == "data.data" and there in ("tcp.payload", "udp.payload"):
        yield "not taken apart"
    if key in ("udp.payload", "tcp.payload") and any(layer.start == case.start for layer in case.dissection.layers):
        yield "payload twice"
    if key == "ip.version" and there == "ipv6.version":
        yield "version twice"
    if there == "data.data" and (case.cut() or any(rule.endswith((".truncated", ".long")) for rule in case.rules())):
        yield "header breaks off"
    icmpv6 = case.header(Icmpv6)
    if key.startswith("icmpv6.") and there == "data.data" and icmpv6 and icmpv6.type not in READ:
        yield "ICMPv6 without table"
    if key.startswith("ipv6.") and "ipv4.version.wrong" in case.rules():
        yield "version of the other"


def _value(case):
    if "\\x00" in case.difference.ours:
        yield "text with a zero"
    if "\\" in case.difference.ours and ("\ufffd" in case.difference.theirs or "\\x" in case.difference.theirs):
        yield "bytes that are no text"
    if case.key == "ip.len" and case.difference.ours == "0":
        yield "length left to the card"
    if (
        case.field.field.kind is ADDRESS_IPV6
        and case.difference.ours.startswith("'::")
        and "." in case.difference.theirs
    ):
        yield "IPv4-compatible"


def _is_fragment(header):
    return isinstance(header, Ipv4) and bool(header.more_fragments or header.fragment_offset)


def _checksum(case):
    rules = case.rules()
    unverified = case.difference.ours.startswith("unverified")
    if unverified and case.layer.quoted:
        yield "quoted"
    if unverified and "ipv4.total_length.zero" in rules:
        yield "sum of an unknown length"
    if unverified and rules & {"ipv4.total_length.long", "ipv6.payload_length.long", "ipv6.jumbo.long"}:
        yield "sum over a part"
    if unverified and any(
        _is_fragment(layer.header) for layer in case.dissection.layers if layer.start < case.layer.start
    ):
        yield "sum over a part"
    if "ipv4.total_length.short" in rules and case.difference.theirs == "unverified":
        yield "length inside the header"


def _place(case):
    udp = case.header(Udp)
    if case.key == "udp.payload" and udp and case.field.width_bits // 8 == udp.length - 8:
        yield "payload beyond the length"


_KINDS = {"ours": _ours, "theirs": _theirs, "value": _value, "checksum": _checksum, "place": _place}


def names(case):
    """The names that fit a difference."""
    yield from _KINDS[case.difference.kind](case)


def _arp_breaks_off(case):
    arp = case.header(Arp)
    return arp is not None and arp.start + 8 + 2 * (arp.hardware_length + arp.protocol_length) > len(
        case.dissection.data
    )
