"""Derived keys: what Wireshark shows of a packet beside the fields in its bytes, such as how much a segment carries.

Each has its domain and a function that gives the values in one packet. Of single fields they are made by the tables' own keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from netkit.address import format_ipv4, format_ipv6
from netkit.capture.columnar.domain import BOOLEAN, BYTES, NUMBER, PROTOCOL, TEXT, Domain
from netkit.capture.columnar.protocols import protocols_text
from netkit.packet import Dissection
from netkit.packet.layer import Layer
from netkit.packet.link.arp import Arp
from netkit.packet.transport.tcp import Tcp

__all__ = ["DERIVED", "Derived"]


@dataclass(frozen=True, slots=True)
class Derived:
    """A key's domain, what gives its values, how many bits they have, and the keys of fields that it is made of, for who looks them up."""

    domain: Domain
    take: Callable[[list[Layer], Dissection], list[Any]]
    width: int = 0


def _raw(layers: list[Layer], *keys: str) -> list[Any]:
    return [
        raw
        for layer in layers
        for part in layer.parts
        for field, raw, _, width in part.spans()
        if field.key in keys and width
    ]


def _values(layers: list[Layer], key: str) -> list[Any]:
    return [value for layer in layers for value in layer.values(key)]


def _of_mac(bit: int, *keys: str) -> Derived:
    return Derived(BOOLEAN, lambda layers, _: [bool(raw >> bit & 1) for raw in _raw(layers, *keys)])


def _ipv4_text(*keys: str) -> Derived:
    return Derived(TEXT, lambda layers, _: [format_ipv4(raw) for raw in _raw(layers, *keys)])


def _ipv6_text(*keys: str) -> Derived:
    return Derived(TEXT, lambda layers, _: [format_ipv6(raw) for raw in _raw(layers, *keys)])


def _swapped(key: str) -> Derived:
    def take(layers: list[Layer], _: Dissection) -> list[int]:
        return [raw >> 8 | (raw & 0xFF) << 8 for raw in _raw(layers, key)]

    return Derived(NUMBER, take, 16)


def _payload(carrier: str) -> Derived:
    def take(layers: list[Layer], packet: Dissection) -> list[bytes]:
        places = [layer.content for layer in layers if layer.key == carrier and layer.content]
        return [packet.data[start:end] for start, end in places if start < end]

    return Derived(BYTES, take)


def _tcp_lengths(layers: list[Layer], _: Dissection) -> list[int]:
    return [layer.content[1] - layer.content[0] for layer in layers if layer.key == "tcp" and layer.content]


def _tcp_options(layers: list[Layer], packet: Dissection) -> list[bytes]:
    headers = [layer.header for layer in layers if isinstance(layer.header, Tcp)]
    found = [packet.data[header.start + Tcp.fixed_bytes : header.start + header.data_offset * 4] for header in headers]
    return [each for each in found if each]


def _tcp_letters(layers: list[Layer], _: Dissection) -> list[str]:
    found = []
    for layer in layers:
        if isinstance(layer.header, Tcp):
            number = _bits(layer, "tcp.flags.")
            letters = zip("RRRACEUAPRSF", f"{number:012b}", strict=True)
            found.append("".join(letter if bit == "1" else "·" for letter, bit in letters))
    return found


def _bits(layer: Layer, beginning: str) -> int:
    number = 0
    for field, raw, _, width in layer.parts[0].spans():
        if field.key.startswith(beginning):
            number = number << width | raw
    return number


def _data(layers: list[Layer], _: Dissection) -> list[bytes]:
    return [bytes(raw) for raw in _raw(layers, "data.data", "tcp.payload", "udp.payload")]


def _has(*keys: str) -> Derived:
    """True for each of the fields that is there."""

    def take(layers: list[Layer], _: Dissection) -> list[bool]:
        return [True] * len(_raw(layers, *keys))

    return Derived(BOOLEAN, take)


def _file_data(layers: list[Layer], _: Dissection) -> list[str]:
    return [bytes(raw).decode("utf-8", "backslashreplace") for raw in _raw(layers, "http.file_data")]


def _content_lengths(layers: list[Layer], _: Dissection) -> list[int]:
    texts = [str(value).strip() for value in _values(layers, "http.content_length_header")]
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]


def _full_uris(layers: list[Layer], _: Dissection) -> list[str]:
    found = []
    for layer in layers:
        hosts, uris = list(layer.values("http.host")), list(layer.values("http.request.uri"))
        if uris and hosts:
            uri = str(uris[0])
            found.append(uri if "://" in uri else f"http://{hosts[0]}{uri}")
    return found


def _part_of_uri(part: int) -> Derived:
    """What stands before the question mark in a request's target (0), or behind it (2); only where there is one."""

    def take(layers: list[Layer], _: Dissection) -> list[str]:
        uris = [str(value) for value in _values(layers, "http.request.uri")]
        return [uri.partition("?")[part] for uri in uris if "?" in uri]

    return Derived(TEXT, take)


def _oui(*keys: str) -> Derived:
    return Derived(NUMBER, lambda layers, _: [raw >> 24 for raw in _raw(layers, *keys)], 24)


def _name_lengths(layers: list[Layer], _: Dissection) -> list[int]:
    return [len(_shown(name)) for name in _values(layers, "dns.qry.name")]


def _label_counts(layers: list[Layer], _: Dissection) -> list[int]:
    return [1 if name == "." else str(name).count(".") + 1 for name in _values(layers, "dns.qry.name")]


def _shown(name: Any) -> str:
    return "<Root>" if name == "." else str(name)


def _of_answers(key: str, domain: Domain, width: int = 0, *, if_set: bool = False) -> Derived:
    """A flag of DNS that only answers have (RFC 1035 §4.1.1); with `if_set` questions that set it have it, too."""

    def take(layers: list[Layer], _: Dissection) -> list[Any]:
        return [
            value
            for layer in layers
            for value in layer.values(key)
            if any(layer.values("dns.flags.response")) or (if_set and value)
        ]

    return Derived(domain, take, width)


def _arp(judge: Callable[[Arp, int, int, int], bool]) -> Derived:
    """What an ARP packet is for: judged by its header, the addresses of IPv4 that it has, and the MAC address that it is for."""

    def take(layers: list[Layer], _: Dissection) -> list[bool]:
        found = []
        for layer in layers:
            sender, target = _raw([layer], "arp.src.proto_ipv4"), _raw([layer], "arp.dst.proto_ipv4")
            card = _raw([layer], "arp.dst.hw_mac")
            if isinstance(layer.header, Arp) and sender and target:
                found += [True] * judge(layer.header, sender[0], target[0], card[0] if card else -1)
        return found

    return Derived(BOOLEAN, take)


_STATUS = {"right": 1, "": 2}
"""What Wireshark's numbers for verdicts on checksums are; 0 is wrong, 3 not there."""


def _verdicts(key: str) -> Derived:
    def take(layers: list[Layer], packet: Dissection) -> list[int]:
        wrong = {problem.start_bit for problem in packet.problems if problem.rule.endswith(".checksum.bad")}
        found = []
        for field in (field for layer in layers for field in layer.fields):
            if field.key == key:
                absent = key == "udp.checksum" and not field.value
                found.append(0 if field.start_bit in wrong else 3 if absent else _STATUS.get(field.note, 2))
        return found

    return Derived(NUMBER, take, 8)


DERIVED: Mapping[str, Derived] = MappingProxyType(
    {
        "arp.isannouncement": _arp(
            lambda arp, sender, target, card: arp.operation == 1 and sender == target and not card
        ),
        "arp.isgratuitous": _arp(lambda arp, sender, target, _: arp.operation in (1, 2) and sender == target),
        "arp.isprobe": _arp(lambda arp, sender, _, card: arp.operation == 1 and not sender and not card),
        "data": Derived(PROTOCOL, _data),
        "data.data": Derived(BYTES, _data),
        "data.len": Derived(NUMBER, lambda layers, packet: [len(each) for each in _data(layers, packet)], 32),
        "dns.count.labels": Derived(NUMBER, _label_counts, 16),
        "dns.flags.authenticated": _of_answers("dns.flags.authenticated", BOOLEAN, if_set=True),
        "dns.flags.authoritative": _of_answers("dns.flags.authoritative", BOOLEAN),
        "dns.flags.rcode": _of_answers("dns.flags.rcode", NUMBER, 16),
        "dns.flags.recavail": _of_answers("dns.flags.recavail", BOOLEAN),
        "dns.qry.name.len": Derived(NUMBER, _name_lengths, 16),
        "eth.addr.oui": _oui("eth.dst", "eth.src"),
        "eth.dst.oui": _oui("eth.dst"),
        "eth.src.oui": _oui("eth.src"),
        "eth.dst.ig": _of_mac(40, "eth.dst"),
        "eth.dst.lg": _of_mac(41, "eth.dst"),
        "eth.ig": _of_mac(40, "eth.dst", "eth.src"),
        "eth.lg": _of_mac(41, "eth.dst", "eth.src"),
        "eth.src.ig": _of_mac(40, "eth.src"),
        "eth.src.lg": _of_mac(41, "eth.src"),
        "frame.protocols": Derived(TEXT, lambda _, packet: [protocols_text(packet)]),
        "http.content_length": Derived(NUMBER, _content_lengths, 64),
        "http.file_data": Derived(TEXT, _file_data),
        "http.request": _has("http.request.method"),
        "http.request.full_uri": Derived(TEXT, _full_uris),
        "http.request.uri.path": _part_of_uri(0),
        "http.request.uri.query": _part_of_uri(2),
        "http.response": _has("http.response.version"),
        "icmp.checksum.status": _verdicts("icmp.checksum"),
        "icmp.ident_le": _swapped("icmp.ident"),
        "icmp.seq_le": _swapped("icmp.seq"),
        "icmpv6.checksum.status": _verdicts("icmpv6.checksum"),
        "ip.checksum.status": _verdicts("ip.checksum"),
        "ip.dst_host": _ipv4_text("ip.dst"),
        "ip.host": _ipv4_text("ip.src", "ip.dst"),
        "ip.src_host": _ipv4_text("ip.src"),
        "ipv6.dst_host": _ipv6_text("ipv6.dst"),
        "ipv6.host": _ipv6_text("ipv6.src", "ipv6.dst"),
        "ipv6.src_host": _ipv6_text("ipv6.src"),
        "tcp.checksum.status": _verdicts("tcp.checksum"),
        "tcp.flags.str": Derived(TEXT, _tcp_letters),
        "tcp.len": Derived(NUMBER, _tcp_lengths, 32),
        "tcp.options": Derived(BYTES, _tcp_options),
        "tcp.payload": _payload("tcp"),
        "tls.handshake": _has("tls.handshake.type", "tls.handshake"),
        "tls.record": _has("tls.record.version"),
        "udp.checksum.status": _verdicts("udp.checksum"),
        "udp.payload": _payload("udp"),
    }
)
"""Every derived key."""
