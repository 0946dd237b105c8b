"""The header of a whole packet, from those of its fragments (RFC 791 §3.2, RFC 8200 §4.5)."""

from __future__ import annotations

from collections.abc import Iterable

from netkit.packet.checksum import checksum
from netkit.packet.fragments.arrival import Fragment
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6

__all__ = ["congestion_of", "renewed", "stated_size", "whole_header"]

NOT_CAPABLE, CONGESTED = 0, 3
"""Not-ECT and CE, two of the four values of the ECN field (RFC 3168 §5)."""


def stated_size(first: Fragment, size: int) -> int:
    """What the length field of the whole packet has to say for `size` bytes of data."""
    return len(first.header) + size - (Ipv6.fixed_bytes if first.identity.version == 6 else 0)


def whole_header(first: Fragment, size: int, congestion: int) -> bytes:
    """The first fragment's header, as it is for the whole packet of `size` bytes of data."""
    length = stated_size(first, size)
    if first.identity.version == 4 and first.atomic:
        return first.header
    if first.identity.version == 4:
        ip = Ipv4.decode(first.header)
        whole = ip.replace(
            total_length=length, more_fragments=False, fragment_offset=0, explicit_congestion_notification=congestion
        )
        return renewed(whole, first.header[Ipv4.fixed_bytes :])
    at = first.next_header_at
    chain = first.header[:at] + bytes([first.next_header]) + first.header[at + 1 :]
    fixed = Ipv6.decode(chain).replace(payload_length=length, explicit_congestion_notification=congestion)
    return fixed.encode() + chain[Ipv6.fixed_bytes :]


def renewed(ip: Ipv4, options: bytes) -> bytes:
    """An IPv4 header with its options, and its checksum made anew."""
    right = checksum(ip.replace(checksum=0).encode() + options)
    return ip.replace(checksum=right).encode() + options


def congestion_of(first: Fragment, fragments: Iterable[Fragment]) -> tuple[int, bool]:
    """The ECN field of the whole packet, and whether the fragments contradict each other in it (RFC 3168 §5.3).

    Congestion that one fragment met counts for all, so that nobody misses it; but not where another fragment says that its sender does
    not know of ECN at all.
    """
    seen = {fragment.congestion for fragment in fragments}
    if CONGESTED not in seen:
        return first.congestion, False
    if NOT_CAPABLE in seen:
        return first.congestion, True
    return CONGESTED, False
