"""Checksums of a packet that was changed: right where they were right, wrong where they were wrong, partial where they were partial."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.packet.checksum import checksum, word_sum

if TYPE_CHECKING:
    from netkit.packet import DissectedField, Dissection
    from netkit.packet.layer import Layer

__all__ = [
    "MOST_TURNS",
    "carry_along",
    "keep_as_right",
    "keep_offloaded",
    "keep_unknown",
    "put_extensions_right",
    "put_right",
]

_WRONG = re.compile(r"wrong: 0x([0-9a-f]{4}) would be right")
MOST_TURNS = 12
"""How deep checksums may lie in one another."""

_UNKNOWN = MappingProxyType(
    {(4, 33): 6, (16, 33): 6, (4, 136): 6, (16, 136): 6, (16, 89): 12, (16, 103): 2, (4, 112): 6, (16, 112): 6}
)
"""Where DCCP (33), UDP-Lite (136), OSPFv3 (89), PIM (103) and VRRPv3 (112) have their checksum, with the bytes of an IP address before."""

_WITH_ADDRESSES = MappingProxyType({"tcp": True, "udp": True, "icmpv6": True, "icmp": False})
"""The layers whose checksums cover what they carry, and whether they cover both addresses, too."""


def carry_along(packet: Dissection, new: bytearray) -> None:
    """Change checksums that can't be judged (in fragments, quotes and cut packets) by what has changed under them (RFC 1624).

    So one that is right over the whole datagram stays so, as far as this packet has the bytes of it.
    """
    for layer in packet.layers:
        for field in layer.fields if layer.key in _WITH_ADDRESSES else ():
            if field.key == f"{layer.key}.checksum" and not field.note and field.raw_value:
                start, end = layer.start, layer.content[1] if layer.content else len(new)
                places = [*(_addresses(packet, start * 8) if _WITH_ADDRESSES[layer.key] else ()), (start, end)]
                _carry(packet, new, field, places)


def keep_as_right(packet: Dissection, new: bytearray) -> None:
    """A right checksum stays right, and a wrong one, if nobody left it to the network card, wrong by as much; 0 stays 0."""
    for layer in packet.layers:
        for field in layer.fields:
            if not (field.raw_value and "checksum" in field.key and field.note.startswith(("right", "wrong"))):
                continue
            start = layer.start
            if field.key == "ip.checksum":
                _carry(packet, new, field, [(start, start + layer.length)])
            elif layer.key in _WITH_ADDRESSES:
                end = layer.content[1] if layer.content else len(new)
                addresses = _addresses(packet, start * 8) if _WITH_ADDRESSES[layer.key] else ()
                _carry(packet, new, field, [*addresses, (start, end)])


def keep_unknown(packet: Dissection, new: bytearray, carrier: Layer, start: int) -> None:
    """Behind an IP header, change the checksum of a protocol without a table, which covers both addresses, by what has changed in these."""
    numbers = [field.raw_value for field in carrier.fields if field.key in ("ip.proto", "ipv6.nxt")]
    places = _addresses(packet, start * 8)
    at = start + _UNKNOWN.get((len(places) and places[0][1] - places[0][0], numbers[-1] if numbers else -1), len(new))
    if at + 2 > len(new) or any(field.raw_value for field in carrier.fields if field.key == "ip.frag_offset"):
        return
    stored = int.from_bytes(packet.data[at : at + 2], "big")
    if stored:
        before, after = (
            word_sum(b"".join(bytes(data[first:last]) for first, last in places)) for data in (packet.data, new)
        )
        new[at : at + 2] = ((stored + before - after - 1) % 0xFFFF + 1).to_bytes(2, "big")


def _carry(packet: Dissection, new: bytearray, field: DissectedField, places: Sequence[tuple[int, int]]) -> None:
    """Change a checksum by what has changed in these places (RFC 1624)."""
    own = slice(field.start_bit // 8, field.start_bit // 8 + 2)
    before, after = (
        word_sum(b"".join(bytes(data[first:last]) for first, last in places)) for data in (packet.data, new)
    )
    new[own] = ((int(field.raw_value) + before - after - 1) % 0xFFFF + 1).to_bytes(2, "big")


def put_extensions_right(packet: Dissection, new: bytearray) -> None:
    """The checksum of an ICMP message's extensions: without it they may not be known for what they are (RFC 4884 §5.5)."""
    for layer in packet.layers:
        for field in layer.fields if layer.key == "icmp" else ():
            if field.key == "icmp.ext.checksum" and field.note == "right":
                place = slice(field.start_bit // 8, field.start_bit // 8 + 2)
                new[place] = bytes(2)
                new[place] = checksum(bytes(new[layer.start : layer.start + layer.length])).to_bytes(2, "big")


def put_right(packet: Dissection, new: bytearray, noted: dict[int, str]) -> bool:
    """Fill in each checksum that was right and no longer is; whether there was any."""
    changed = False
    for field in packet.fields:
        if noted.get(field.start_bit) == "right" and (found := _WRONG.match(field.note)):
            start = field.start_bit // 8
            new[start : start + 2] = bytes.fromhex(found[1])
            changed = True
    return changed


def keep_offloaded(packet: Dissection, new: bytearray) -> None:
    """A checksum that was left to the network card is the sum of the pseudo-header: that of the new addresses, afterwards."""
    for problem in packet.problems:
        if problem.rule.endswith(".checksum.bad") and problem.details and problem.key != "ip.checksum":
            start = problem.start_bit // 8
            places = _addresses(packet, problem.start_bit)
            before = word_sum(b"".join(packet.data[first:last] for first, last in places))
            after = word_sum(b"".join(bytes(new[first:last]) for first, last in places))
            stored = int.from_bytes(packet.data[start : start + 2], "big")
            new[start : start + 2] = ((stored + after - before - 1) % 0xFFFF + 1).to_bytes(2, "big")


def _addresses(packet: Dissection, before: int) -> Sequence[tuple[int, int]]:
    """Where both addresses of the innermost IP header before a bit stand."""
    keys = ("ip.src", "ip.dst", "ipv6.src", "ipv6.dst")
    found = [field for field in packet.fields if field.key in keys and field.start_bit < before]
    return [(each.start_bit // 8, (each.start_bit + each.width_bits) // 8) for each in found[-2:]]
