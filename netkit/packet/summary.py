"""One sentence for a packet: what it is, from whom, to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from netkit.packet.application.dns.records import TYPES
from netkit.packet.dissection import Dissection
from netkit.packet.network.icmp import CODES as ICMP_CODES
from netkit.packet.network.icmp import TYPES as ICMP_TYPES
from netkit.packet.network.icmpv6 import CODES as ICMPV6_CODES
from netkit.packet.network.icmpv6 import TYPES as ICMPV6_TYPES

__all__ = ["brief", "ends_of", "protocol_of", "summary"]


def protocol_of(packet: Dissection) -> str:
    """The name of the innermost protocol that netkit read, of the packet itself and not of one that it quotes."""
    names = [
        layer.name
        for layer in packet.layers
        if layer.key != "data" and not layer.quoted and "padding" not in layer.name
    ]
    named = [name for name in names if "trailer" not in name and name != "DNS over TCP"]
    return named[-1] if named else "Data"


def summary(packet: Dissection) -> str:
    """What the packet says, in one sentence without its end; never empty."""
    keys = [layer.key for layer in packet.layers if not layer.quoted]
    for key in reversed(keys):
        if key in _SENTENCES:
            return _SENTENCES[key](packet)
    return _count(packet.original_length)


def ends_of(packet: Dissection) -> tuple[str, str]:
    """Who sent the packet and whom it is for, by the outermost addresses that say so."""
    for source, destination in _ADDRESSES:
        if (sender := packet.value(source)) is not None:
            return str(sender), str(packet.value(destination))
    return "", ""


def brief(packet: Dissection) -> str:
    """What the packet is in a few words, for a list that names both ends already."""
    told = _BRIEF.get(protocol_of(packet))
    if told is not None:
        return told(packet)
    if packet.value("ip.frag_offset"):
        return f"IPv4 fragment, from byte {packet.value('ip.frag_offset') * 8:,} on"
    return f"{protocol_of(packet)}, {_count(packet.original_length)} in all"


def _brief_tcp(packet: Dissection) -> str:
    return f"TCP {packet.value('tcp.srcport')} → {packet.value('tcp.dstport')}: {_tcp_flags(packet)}"


def _brief_udp(packet: Dissection) -> str:
    return f"UDP {packet.value('udp.srcport')} → {packet.value('udp.dstport')}: {_udp_size(packet)}"


def _brief_dns(packet: Dissection) -> str:
    return f"DNS {'answer' if packet.value('dns.flags.response') else 'question'}: {_dns_content(packet)}"


def _brief_arp(packet: Dissection) -> str:
    asks = packet.value("arp.opcode") == 1
    return (
        f"ARP who has {packet.value('arp.dst.proto_ipv4')}?"
        if asks
        else f"ARP I am at {packet.value('arp.src.hw_mac')}"
    )


def _brief_icmp(packet: Dissection) -> str:
    return f"ICMP {_control_content(packet, 'icmp')}"


def _brief_icmpv6(packet: Dissection) -> str:
    return f"ICMPv6 {_control_content(packet, 'icmpv6')}"


_BRIEF: Mapping[str, Callable[[Dissection], str]] = MappingProxyType(
    {
        "TCP": _brief_tcp,
        "UDP": _brief_udp,
        "DNS": _brief_dns,
        "ARP": _brief_arp,
        "ICMP": _brief_icmp,
        "ICMPv6": _brief_icmpv6,
    }
)

_ADDRESSES = (
    ("ip.src", "ip.dst"),
    ("ipv6.src", "ipv6.dst"),
    ("arp.src.proto_ipv4", "arp.dst.proto_ipv4"),
    ("eth.src", "eth.dst"),
)


def _between(packet: Dissection, transport: str = "") -> str:
    """From whom to whom, by the outermost addresses that say so, with the ports of `transport`."""
    ports = [f" port {packet.value(f'{transport}.{side}')}" if transport else "" for side in ("srcport", "dstport")]
    source, destination = ends_of(packet)
    return f"from {source}{ports[0]} to {destination}{ports[1]}" if source else ""


def _tcp(packet: Dissection) -> str:
    names = _flag_names(packet)
    size = _stream_bytes(packet)
    if size:
        what = f"{_count(size)} of the stream travel{' and are the last (FIN)' if 'FIN' in names else ''}"
    else:
        what = {
            ("SYN",): "a connection is asked for (SYN)",
            ("SYN", "ACK"): "the connection is accepted (SYN, ACK)",
            ("ACK",): f"every byte before number {packet.value('tcp.ack_raw')} is acknowledged (ACK)",
            ("FIN", "ACK"): "one side has sent everything (FIN, ACK)",
            ("RST",): "the connection is thrown away (RST)",
            ("RST", "ACK"): "the connection is refused or thrown away (RST, ACK)",
        }.get(tuple(name for name in names if name != "PSH"), f"flags {', '.join(names) or 'none'}")
    return f"{what} {_between(packet, 'tcp')}"


_TCP_FLAGS = (("SYN", "syn"), ("FIN", "fin"), ("RST", "reset"), ("PSH", "push"), ("ACK", "ack"), ("URG", "urg"))


def _flag_names(packet: Dissection) -> list[str]:
    return [name for name, key in _TCP_FLAGS if packet.value(f"tcp.flags.{key}")]


def _stream_bytes(packet: Dissection) -> int:
    """Bytes of the stream in a segment, whether netkit takes them apart or not."""
    tcp = next((layer for layer in packet.layers if layer.key == "tcp"), None)
    if tcp is None:
        return 0
    after = packet.layers[packet.layers.index(tcp) + 1 :]
    return sum(layer.length for layer in after if layer.key != "eth")


def _tcp_flags(packet: Dissection) -> str:
    size = _stream_bytes(packet)
    names = ", ".join(name for name in _flag_names(packet) if not (size and name in ("ACK", "PSH")))
    return ", ".join(part for part in (names, _count(size) if size else "") if part) or "no flags"


def _count(size: int, what: str = "byte") -> str:
    return f"{size:,} {what if size == 1 else f'{what}s'}"


def _udp_size(packet: Dissection) -> str:
    return _count(max(0, int(packet.value("udp.length") or 0) - 8))


def _udp(packet: Dissection) -> str:
    return f"a datagram of {_udp_size(packet)} travels {_between(packet, 'udp')}"


def _dns(packet: Dissection) -> str:
    kind = "answer" if packet.value("dns.flags.response") else "question"
    return f"the {kind} {_between(packet)}: {_dns_content(packet)}"


def _dns_content(packet: Dissection) -> str:
    name, number = packet.value("dns.qry.name"), packet.value("dns.qry.type")
    asked = f"{TYPES.get(number, f'type {number}')} of {name}" if name is not None else "nothing"
    if not packet.value("dns.flags.response"):
        return f"{asked}?"
    answers = [
        str(field.value) for field in packet.fields if field.key in _ANSWER_KEYS and field.group.startswith("answer")
    ]
    code = packet.field("dns.flags.rcode")
    if code and code.raw:
        told = code.text.partition("(")[2].rstrip(")") or f"code {code.raw}"
    elif answers:
        told = ", ".join(answers[:4]) + (" …" if len(answers) > 4 else "")
    else:
        told = _no_answers(packet)
    return f"{asked}: {told}"


def _no_answers(packet: Dissection) -> str:
    """What an answer without an answer that could be read says: cut off, ask elsewhere, or no such record (RFC 2308 §2.2)."""
    count = packet.value("dns.count.answers") or 0
    if packet.value("dns.flags.truncated"):
        return "truncated, it did not fit: to be asked again over TCP"
    if count:
        return _count(count, "record")
    authority = [field for field in packet.fields if field.group.startswith("authority")]
    if any(field.key == "dns.ns" for field in authority) and not any(
        field.key == "dns.soa.mname" for field in authority
    ):
        zone = next(field.value for field in authority if field.key == "dns.resp.name")
        return f"ask the servers of {zone}"
    return "no such record"


_ANSWER_KEYS = frozenset(
    {
        "dns.cname",
        "dns.a",
        "dns.aaaa",
        "dns.mx.mail_exchange",
        "dns.ns",
        "dns.ptr.domain_name",
        "dns.soa.mname",
        "dns.txt",
    }
)


def _arp(packet: Dissection) -> str:
    sender, target = packet.value("arp.src.proto_ipv4"), packet.value("arp.dst.proto_ipv4")
    if sender is None:
        return "an address on this link is looked for or told"
    if packet.value("arp.opcode") == 1:
        everyone = " everyone on the link" if packet.value("eth.dst") == "ff:ff:ff:ff:ff:ff" else ""
        return f"{sender} asks{everyone}: who has {target}?"
    return f"{sender} tells {target}: I am at {packet.value('arp.src.hw_mac')}"


def _control_content(packet: Dissection, key: str) -> str:
    """What an ICMP or ICMPv6 message says."""
    types, codes = (ICMP_TYPES, ICMP_CODES) if key == "icmp" else (ICMPV6_TYPES, ICMPV6_CODES)
    kind, code = packet.value(f"{key}.type"), packet.value(f"{key}.code")
    reason = codes.get((kind, code), "")
    target = packet.value("icmpv6.nd.ns.target_address") or packet.value("icmpv6.nd.na.target_address")
    about = f" for {target}" if target else ""
    return f"{types.get(kind, f'type {kind}')}{about}{f' ({reason})' if reason else ''}"


def _icmp(packet: Dissection) -> str:
    return f"{_control_content(packet, 'icmp')} {_between(packet)}"


def _icmpv6(packet: Dissection) -> str:
    return f"{_control_content(packet, 'icmpv6')} {_between(packet)}"


def _ip(packet: Dissection) -> str:
    offset = packet.value("ip.frag_offset")
    if offset:
        return f"a fragment, from byte {offset * 8:,} on, travels {_between(packet)}"
    return f"a packet travels {_between(packet)}"


def _frame(packet: Dissection) -> str:
    return f"a frame of {_count(packet.original_length)} travels {_between(packet)}"


_SENTENCES: Mapping[str, Callable[[Dissection], str]] = MappingProxyType(
    {
        "dns": _dns,
        "tcp": _tcp,
        "udp": _udp,
        "icmp": _icmp,
        "icmpv6": _icmpv6,
        "arp": _arp,
        "ip": _ip,
        "ipv6": _ip,
        "eth": _frame,
    }
)
