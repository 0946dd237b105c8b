"""One sentence for a packet: what it is, from whom, to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from netkit.packet.application.dns.codes import RCODES, TYPES
from netkit.packet.dissection import Dissection
from netkit.packet.network.icmp import CODES as ICMP_CODES
from netkit.packet.network.icmp import TYPES as ICMP_TYPES
from netkit.packet.network.icmpv6 import CODES as ICMPV6_CODES
from netkit.packet.network.icmpv6 import TYPES as ICMPV6_TYPES
from netkit.packet.summary_dhcp import dhcp6_brief, dhcp6_said, dhcp_brief, dhcp_said
from netkit.packet.summary_lines import http_brief, http_said, smtp_brief, smtp_said
from netkit.packet.summary_links import arp_brief, arp_said, frame_said, inside, is_filling, wireguard_said
from netkit.packet.summary_tls import tls_brief, tls_said

__all__ = ["brief", "ends_of", "protocol_of", "summary"]


def protocol_of(packet: Dissection) -> str:
    """The name of the innermost protocol that netkit read, of the packet itself and not of one that it quotes."""
    named = [
        layer.name
        for layer in packet.layers
        if layer.key != "data" and not layer.quoted and not is_filling(layer) and layer.name != "DNS over TCP"
    ]
    return named[-1] if named else "Data"


def summary(packet: Dissection) -> str:
    """What the packet says, in one sentence without its end; never empty."""
    inner, tunnels = inside(packet)
    keys = [layer.key for layer in inner.layers if not layer.quoted and not is_filling(layer)]
    for key in reversed(keys):
        if key in _SENTENCES:
            said = _SENTENCES[key](inner)
            return f"in a tunnel ({tunnels}) {_between(packet)}: {said}" if tunnels else said
    return _count(packet.original_length)


def ends_of(packet: Dissection) -> tuple[str, str]:
    """Who sent the packet and whom it is for, by the outermost addresses that say so."""
    for kinds in _ADDRESSES:
        for layer in packet.layers:
            for source, destination in kinds:
                sender = next(layer.values(source), None)
                if sender is not None:
                    return str(sender), str(next(layer.values(destination), ""))
    return "", ""


def brief(packet: Dissection) -> str:
    """What the packet is in a few words, for a list that names both ends already."""
    told = _BRIEF.get(protocol_of(packet))
    if told is not None:
        inner, tunnels = inside(packet)
        return f"{tunnels} tunnel: {told(inner)}" if tunnels else told(inner)
    if packet.value("ip.frag_offset"):
        return f"IPv4 fragment, from byte {packet.value('ip.frag_offset') * 8:,} on"
    return f"{protocol_of(packet)}, {_count(packet.original_length)} in all"


def _brief_tcp(packet: Dissection) -> str:
    return f"TCP {packet.value('tcp.srcport')} → {packet.value('tcp.dstport')}: {_tcp_flags(packet)}"


def _brief_udp(packet: Dissection) -> str:
    return f"UDP {packet.value('udp.srcport')} → {packet.value('udp.dstport')}: {_udp_size(packet)}"


def _brief_dns(packet: Dissection) -> str:
    return f"{protocol_of(packet)} {_dns_kind(packet)}: {_dns_content(packet)}"


def _brief_http(packet: Dissection) -> str:
    return f"{protocol_of(packet)} {http_brief(packet)}"


def _brief_smtp(packet: Dissection) -> str:
    return f"SMTP {smtp_brief(packet)}"


def _brief_tls(packet: Dissection) -> str:
    return f"TLS {tls_brief(packet)}"


def _brief_icmp(packet: Dissection) -> str:
    return f"ICMP {_control_content(packet, 'icmp')}"


def _brief_icmpv6(packet: Dissection) -> str:
    return f"ICMPv6 {_control_content(packet, 'icmpv6')}"


_BRIEF: Mapping[str, Callable[[Dissection], str]] = MappingProxyType(
    {
        "TCP": _brief_tcp,
        "UDP": _brief_udp,
        "DNS": _brief_dns,
        "LLMNR": _brief_dns,
        "Multicast DNS": _brief_dns,
        "ARP": arp_brief,
        "ATM ARP": arp_brief,
        "ICMP": _brief_icmp,
        "ICMPv6": _brief_icmpv6,
        "DHCP": dhcp_brief,
        "DHCPv6": dhcp6_brief,
        "HTTP": _brief_http,
        "SSDP": _brief_http,
        "SMTP": _brief_smtp,
        "TLS": _brief_tls,
    }
)

_ADDRESSES = (
    (("ip.src", "ip.dst"), ("ipv6.src", "ipv6.dst")),
    (("arp.src.proto_ipv4", "arp.dst.proto_ipv4"),),
    (("eth.src", "eth.dst"),),
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
    return f"the {_dns_kind(packet)} {_between(packet)}: {_dns_content(packet)}"


def _dns_kind(packet: Dissection) -> str:
    if packet.value("dns.count.updates") is not None:
        return "answer to an update" if packet.value("dns.flags.response") else "update"
    return "answer" if packet.value("dns.flags.response") else "question"


def _dns_content(packet: Dissection) -> str:
    name, number = packet.value("dns.qry.name"), packet.value("dns.qry.type")
    if name is None and packet.value("dns.flags.response"):
        name, number = packet.value("dns.resp.name"), packet.value("dns.resp.type")
    asked = f"{TYPES.get(number, f'type {number}')} of {name}" if name is not None else "nothing"
    updates = packet.value("dns.count.updates")
    if updates is not None:
        asked = f"zone {name}, {_count(updates, 'change')}"
    if not packet.value("dns.flags.response"):
        return asked if updates is not None else f"{asked}?"
    answers = [
        str(field.value) for field in packet.fields if field.key in _ANSWER_KEYS and field.group.startswith("answer")
    ]
    code = (packet.value("dns.resp.ext_rcode") or 0) << 4 | (packet.value("dns.flags.rcode") or 0)
    if code or updates is not None:
        told = RCODES.get(code, f"code {code}")
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
        "dns.a",
        "dns.aaaa",
        "dns.afsdb.hostname",
        "dns.caa.value",
        "dns.cname",
        "dns.dname",
        "dns.hinfo.cpu",
        "dns.kx.key_exchange",
        "dns.mx.mail_exchange",
        "dns.naptr.replacement",
        "dns.ns",
        "dns.ptr.domain_name",
        "dns.rp.mailbox",
        "dns.soa.mname",
        "dns.spf",
        "dns.srv.target",
        "dns.svcb.targetname",
        "dns.txt",
    }
)


def _http(packet: Dissection) -> str:
    source, destination = ends_of(packet)
    return f"{source} {http_said(packet, destination)}"


def _smtp(packet: Dissection) -> str:
    source, destination = ends_of(packet)
    return f"{source} {smtp_said(packet, destination)}"


def _tls(packet: Dissection) -> str:
    source, destination = ends_of(packet)
    return f"{source} {tls_said(packet, destination)}"


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
    said = frame_said(packet)
    return f"a frame of {_count(packet.original_length)}{f' ({said})' if said else ''} travels {_between(packet)}"


def _esp(packet: Dissection) -> str:
    return f"an encrypted packet travels {_between(packet)} (ESP)"


def _dhcp6(packet: Dissection) -> str:
    return f"{dhcp6_said(packet)} {_between(packet)}"


def _wireguard(packet: Dissection) -> str:
    return f"{wireguard_said(packet)} {_between(packet, 'udp')}"


_SENTENCES: Mapping[str, Callable[[Dissection], str]] = MappingProxyType(
    {
        "dns": _dns,
        "llmnr": _dns,
        "mdns": _dns,
        "dhcp": dhcp_said,
        "dhcpv6": _dhcp6,
        "http": _http,
        "ssdp": _http,
        "smtp": _smtp,
        "tls": _tls,
        "wg": _wireguard,
        "esp": _esp,
        "tcp": _tcp,
        "udp": _udp,
        "icmp": _icmp,
        "icmpv6": _icmpv6,
        "arp": arp_said,
        "ip": _ip,
        "ipv6": _ip,
        "eth": _frame,
    }
)
