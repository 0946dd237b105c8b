"""IPv6: only the sender cuts a packet, and says so in a header of its own (RFC 8200 §4.5)."""

from __future__ import annotations

from collections.abc import Iterator

from netkit.errors import UsageError
from netkit.packet.fragments.arrival import Fragment
from netkit.packet.fragments.chain import chain_bytes
from netkit.packet.fragments.rules import BLOCK
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.network.ipv6_extensions import extension_bytes
from netkit.packet.network.ipv6_fragment import Ipv6Fragment

__all__ = ["cut_ipv6", "per_fragment_bytes"]

HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION = 0, 43, 44, 60

USUAL_IDENTIFICATION = 1


def cut_ipv6(whole: Fragment, mtu: int, size: int | None, identification: int | None) -> Iterator[bytes]:
    """The fragments of a packet, from the IP header on; none if it fits as it is. UsageError if it must not be cut."""
    packet = whole.header + whole.data
    if len(packet) <= mtu and (size is None or whole.length <= size):
        return
    if not whole.atomic or FRAGMENT in _kinds(whole):
        raise UsageError(
            "an IPv6 packet that has a fragment header can't be cut again",
            why="only the sender cuts an IPv6 packet; a router that can't pass it on drops it, and tells the sender "
            "(ICMPv6 packet too big) (RFC 8200 §4.5, §5)",
            hint="put the packet together first, then cut it anew",
        )
    at = per_fragment_bytes(packet)
    before, next_header = _pointing_at_fragment(packet[:at])
    data = packet[at:]
    room = (mtu - at - Ipv6Fragment.fixed_bytes) // BLOCK * BLOCK
    count = room if size is None else size
    _check(count, room, mtu, chain_bytes(next_header, data))
    number = USUAL_IDENTIFICATION if identification is None else identification
    for start in range(0, len(data), count):
        part = data[start : start + count]
        header = Ipv6Fragment(
            next_header=next_header,
            fragment_offset=start // BLOCK,
            more_fragments=start + count < len(data),
            identification=number,
        ).encode()
        length = at - Ipv6.fixed_bytes + len(header) + len(part)
        fixed = Ipv6.decode(before).replace(payload_length=length).encode()
        yield fixed + before[Ipv6.fixed_bytes :] + header + part


def _check(count: int, room: int, mtu: int, chain: int | None) -> None:
    """UsageError where so many bytes of data do not fit, or the first fragment would not hold all headers."""
    if count > room or room < BLOCK:
        raise UsageError(
            f"{count} bytes of data do not fit an MTU of {mtu}",
            why=f"with the headers that each fragment has, {max(room, 0)} bytes of data fit in whole blocks of 8",
            hint=f"{room} would be right" if room >= BLOCK else "",
        )
    if chain is None or chain > count:
        right = "" if chain is None else f"{-(-chain // BLOCK) * BLOCK} bytes of data or more would be right"
        raise UsageError(
            f"the first fragment of {count} bytes of data would not hold all of the packet's headers",
            why="everything through the transport's header has to be in the first fragment (RFC 8200 §4.5, RFC 7112 §5)",
            hint=right,
        )


def _kinds(whole: Fragment) -> list[int]:
    """The numbers of the headers that `per_fragment_bytes` passes, and of the one behind them."""
    packet = whole.header + whole.data
    _, kinds = _walk(packet)
    return kinds


def per_fragment_bytes(packet: bytes) -> int:
    """How many bytes of an IPv6 packet every fragment has: the fixed header and those that routers on the way read.

    That is all through the routing header if there is one, else through the hop-by-hop options, else the fixed header alone.
    """
    return _walk(packet)[0]


def _walk(packet: bytes) -> tuple[int, list[int]]:
    end = at = Ipv6.fixed_bytes
    kind = Ipv6.decode(packet).next_header
    kinds = [kind]
    while kind in (HOP_BY_HOP, ROUTING, DESTINATION) and at + 2 <= len(packet):
        size = extension_bytes(packet[at + 1])
        if at + size > len(packet):
            break
        if kind != DESTINATION:
            end = at + size
        kind, at = packet[at], at + size
        kinds.append(kind)
    return end, kinds


def _pointing_at_fragment(before: bytes) -> tuple[bytes, int]:
    """The headers before the fragment header, whose last names that as next; and what that last one named."""
    at, kind, place = (
        Ipv6.fixed_bytes,
        Ipv6.decode(before).next_header,
        Ipv6.decode(before).first_bit("next_header") // 8,
    )
    while at < len(before):
        place, kind, at = at, before[at], at + extension_bytes(before[at + 1])
    return before[:place] + bytes([FRAGMENT]) + before[place + 1 :], kind
