"""What no fragment may do: be empty, end in the middle of a block, reach too far, or contradict another about where the packet ends."""

from __future__ import annotations

from netkit.packet.fragments.arrival import Fragment
from netkit.packet.fragments.problems import RFC, Refusal
from netkit.packet.overlap import IntervalStore, Policy
from netkit.packet.place import byte_range

__all__ = ["BLOCK", "LARGEST_PACKET", "refused_by_another", "refused_by_itself", "refused_for_overlap", "too_large"]

BLOCK = 8
"""Bytes that the fragment offset counts in (RFC 791 §3.1)."""

LARGEST_PACKET = 65535
"""Bytes of an IPv4 packet with its header, or of what follows the fixed header in IPv6: what a length field of 16 bits can say."""

SHORTEST_IPV4_HEADER = 20


def refused_by_itself(fragment: Fragment) -> Refusal | None:
    """Why this fragment can be a part of no packet, if it can't."""
    number, version = fragment.number, fragment.identity.version
    rfc = RFC[version]
    if fragment.broken:
        return Refusal(rule="fragments.unreadable", text=f"fragment {number} can't be read: {fragment.broken}", rfc=rfc)
    if not fragment.length and not fragment.atomic:
        text = f"fragment {number} is empty: its length is that of its headers alone, so it adds nothing at byte {fragment.start}"
        return Refusal(rule="fragments.empty", text=text, rfc=rfc)
    if fragment.more and fragment.length % BLOCK:
        down = fragment.length // BLOCK * BLOCK
        text = (
            f"fragment {number} has {fragment.length} bytes of data, no multiple of 8, though more fragments follow; "
            f"{f'{down} or ' if down else ''}{down + BLOCK} would be right, since offsets count blocks of 8"
        )
        return Refusal(rule=f"ipv{version}.fragment.length", text=text, rfc=rfc)
    header = SHORTEST_IPV4_HEADER if version == 4 else 0
    return too_large(fragment.end + header, fragment)


def too_large(size: int, fragment: Fragment) -> Refusal | None:
    """Why a packet that would have to state `size` bytes can't be, if it can't; `fragment` is the one that reaches so far."""
    if size <= LARGEST_PACKET:
        return None
    version = fragment.identity.version
    counted = "header included" if version == 4 else "the fixed header not counted"
    text = f"the whole packet would have {size:,} bytes with fragment {fragment.number}; it can have 65,535 at most, {counted}"
    rfc = "RFC 791 §3.1" if version == 4 else "RFC 8200 §4.5"
    return Refusal(rule=f"ipv{version}.fragment.large", text=text, rfc=rfc)


def refused_by_another(fragment: Fragment, last: Fragment | None, furthest: Fragment | None) -> Refusal | None:
    """Why this fragment and what came before it don't go together: `last` said where the packet ends, `furthest` reaches furthest."""
    number, end = fragment.number, fragment.end
    if last is not None and (end > last.end or (not fragment.more and end != last.end)):
        known = f"fragment {last.number} is the last and ends the data at byte {last.end}"
        other = "goes on to" if fragment.more else "is the last, too, and ends them at"
        text = f"{known}; fragment {number} {other} byte {end}"
    elif not fragment.more and furthest is not None and furthest.end > end:
        known = f"fragment {furthest.number} goes on to byte {furthest.end}"
        text = f"{known}; fragment {number} is the last and ends the data at byte {end}"
    else:
        return None
    return Refusal(rule="fragments.ends", text=f"two different ends: {text}", rfc=RFC[fragment.identity.version])


def refused_for_overlap(fragment: Fragment, held: IntervalStore, policy: Policy) -> Refusal | None:
    """Why a policy that lets nobody win drops the packet: the first overlap that it does not pass over."""
    if policy.drops is None:
        return None
    for piece in held.overlapping(fragment.start, fragment.end):
        if policy.drops(fragment.start, fragment.end, piece.came_from, piece.came_to):
            first, last = max(fragment.start, piece.start), min(fragment.end, piece.end)
            where = byte_range(first, last - first)
            text = f"{where} came twice, in fragment {piece.number} and in fragment {fragment.number} ({policy.name}: {policy.rule})"
            return Refusal(rule="fragments.dropped", text=text, rfc=policy.source)
    return None
