"""A packet with every address and name replaced and its content emptied: as long as it was, and as right or wrong as it was.

Each packet is taken apart, changed field by field, and taken apart again: it has to have the same layers, the same fields in the
same places, and the same problems. Where that can't be had with the application's fields in place, all that the transport
carries is emptied; and where not even that will do, it is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.capture.anonymous.fields import StandIns
from netkit.packet import dissect
from netkit.packet.checksum import checksum, word_sum

if TYPE_CHECKING:
    from netkit.packet import Dissection

__all__ = ["Kept", "stand_in"]


class Kept(Enum):
    """How much of a packet could be kept in its form."""

    ALL = "all"
    TRANSPORT = "what the transport carries is empty"
    CUT = "what the transport carries is cut off"


_FILLERS = ((0x00, 0xFF), (0x58, 0x58), (0xFF, 0x01))
"""What fills the content, and what fills other bytes that are not understood: the first pair that changes nothing else."""

_WRONG = re.compile(r"wrong: 0x([0-9a-f]{4}) would be right")
_MOST_TURNS = 12
"""How deep checksums may lie in one another."""

_WITH_ADDRESSES = MappingProxyType({"tcp": True, "udp": True, "icmpv6": True, "icmp": False})
"""The layers whose checksums cover what they carry, and whether they cover both addresses, too."""

Shape = tuple[object, ...]


def stand_in(data: bytes, link_type: int, original_length: int, stand_ins: StandIns) -> tuple[bytes, Kept]:
    """The packet that stands in for another, and how much of its form could be kept."""
    packet = dissect(data, link_type, original_length=original_length)
    end = len(data)
    for payload, other in _FILLERS:
        new = _rewritten(packet, stand_ins, payload=payload, other=other, end=end)
        if (again := _alike(packet, new, end)) is not None:
            return again, Kept.ALL
    end = _carried(packet)
    for payload, other in _FILLERS:
        new = _rewritten(packet, stand_ins, payload=payload, other=other, end=end)
        if (again := _alike(packet, new, end)) is not None:
            return again, Kept.TRANSPORT
    return bytes(_rewritten(packet, stand_ins, payload=0, other=0, end=end)[:end]), Kept.CUT


def _carried(packet: Dissection) -> int:
    """The first byte of what a transport carries; without one, of the innermost layer."""
    starts = [layer.content[0] for layer in packet.layers if layer.content is not None]
    if starts:
        return min(starts)
    return packet.layers[-1].start if packet.layers else 0


def _rewritten(packet: Dissection, stand_ins: StandIns, *, payload: int, other: int, end: int) -> bytearray:
    """The packet's bytes with each field's stand-in up to `end`, and nothing but filling behind it."""
    new = bytearray(packet.data)
    for field in packet.fields:
        start, size = divmod(field.start_bit, 8)[0], field.width_bits // 8
        if field.start_bit % 8 or field.width_bits % 8 or not size or start + size > end:
            continue
        new[start : start + size] = stand_ins.of(
            field.field, packet.data[start : start + size], payload=payload, other=other
        )
    _carry_along(packet, new)
    _put_extensions_right(packet, new)
    new[end:] = bytes((payload,)) * (len(new) - end)
    return new


def _carry_along(packet: Dissection, new: bytearray) -> None:
    """Change checksums that can't be judged (in fragments, quotes and cut packets) by what has changed under them (RFC 1624).

    So one that is right over the whole datagram stays so, as far as this packet has the bytes of it.
    """
    for layer in packet.layers:
        for field in layer.fields if layer.key in _WITH_ADDRESSES else ():
            if field.key == f"{layer.key}.checksum" and not field.note and field.raw_value:
                start, end = layer.start, layer.content[1] if layer.content else len(new)
                places = [*(_addresses(packet, start * 8) if _WITH_ADDRESSES[layer.key] else ()), (start, end)]
                own = slice(field.start_bit // 8, field.start_bit // 8 + 2)
                before, after = (
                    word_sum(b"".join(bytes(data[first:last]) for first, last in places)) for data in (packet.data, new)
                )
                new[own] = ((int(field.raw_value) + before - after - 1) % 0xFFFF + 1).to_bytes(2, "big")


def _put_extensions_right(packet: Dissection, new: bytearray) -> None:
    """The checksum of an ICMP message's extensions: without it they may not be known for what they are (RFC 4884 §5.5)."""
    for layer in packet.layers:
        for field in layer.fields if layer.key == "icmp" else ():
            if field.key == "icmp.ext.checksum" and field.note == "right":
                place = slice(field.start_bit // 8, field.start_bit // 8 + 2)
                new[place] = bytes(2)
                new[place] = checksum(bytes(new[layer.start : layer.start + layer.length])).to_bytes(2, "big")


def _alike(old: Dissection, new: bytearray, end: int) -> bytes | None:
    """The new packet with its checksums as right as the old ones; None where it is not read as the old one was, up to byte `end`."""
    noted = {field.start_bit: field.note for field in old.fields if "checksum" in field.key}
    _keep_offloaded(old, new)
    again = dissect(bytes(new), old.link_type, original_length=old.original_length)
    for _ in range(_MOST_TURNS):
        if not _put_right(again, new, noted):
            break
        again = dissect(bytes(new), old.link_type, original_length=old.original_length)
    return again.data if _shape(again, end) == _shape(old, end) else None


def _put_right(packet: Dissection, new: bytearray, noted: dict[int, str]) -> bool:
    """Fill in each checksum that was right and no longer is; whether there was any."""
    changed = False
    for field in packet.fields:
        if noted.get(field.start_bit) == "right" and (found := _WRONG.match(field.note)):
            start = field.start_bit // 8
            new[start : start + 2] = bytes.fromhex(found[1])
            changed = True
    return changed


def _keep_offloaded(packet: Dissection, new: bytearray) -> None:
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


def _shape(packet: Dissection, end: int) -> Shape:
    """What has to be the same: layers, places of fields, problems, and which checksums are right, as far as byte `end`."""
    bits = end * 8
    return (
        [(layer.key, layer.start) for layer in packet.layers if layer.start < end],
        [
            (field.key, field.start_bit, field.width_bits, field.note == "right")
            for field in packet.fields
            if field.start_bit + field.width_bits <= bits
        ],
        sorted((problem.rule, bool(problem.details)) for problem in packet.problems if problem.start_bit < bits),
    )
