"""The fragment header of IPv6: only the sender cuts a packet, never a router (RFC 8200 §4.5)."""

from __future__ import annotations

from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL
from netkit.packet.numbers import IP_PROTOCOLS
from netkit.packet.reading import Next, Reading

__all__ = ["Ipv6Fragment", "read_fragment"]

LARGEST_PACKET = 65535


class Ipv6Fragment(Header):
    """Where a fragment belongs in the packet that it is a part of."""

    key = "ipv6.fraghdr"
    title = "IPv6 fragment"
    rfc = "RFC 8200 §4.5"
    rule = "ipv6.fragment"

    next_header: int = bits(8, "which header the whole packet goes on with", key="ipv6.fraghdr.nxt", names=IP_PROTOCOLS)
    reserved: int = bits(8, "zero, ignored", key="ipv6.fraghdr.reserved_octet", kind=HEXADECIMAL, default=0, minor=True)
    fragment_offset: int = bits(
        13,
        "where this fragment belongs, in blocks of 8 bytes",
        key="ipv6.fraghdr.offset",
        default=0,
        note=lambda raw: f"byte {raw * 8:,} of the part that was cut" if raw else "",
    )
    reserved_bits: int = bits(2, "zero, ignored", key="ipv6.fraghdr.reserved_bits", default=0, minor=True)
    more_fragments: bool = flag("this is not the last fragment of its packet", key="ipv6.fraghdr.more")
    identification: int = bits(
        32, "marks the fragments that belong together", key="ipv6.fraghdr.ident", kind=HEXADECIMAL
    )


def read_fragment(reading: Reading) -> Next:
    """Read the header; only a first fragment can be read on, and a fragment that is not also the last is a part."""
    fragment = reading.open(Ipv6Fragment)
    if fragment.more_fragments and reading.left % 8 and reading.complete:
        text = f"{reading.left} bytes are no whole number of blocks of 8, which every fragment but the last must be"
        reading.report("ipv6.fragment.length", fragment, "more_fragments", text)
    if fragment.fragment_offset * 8 + reading.left > LARGEST_PACKET and reading.complete:
        text = f"the fragment would end at byte {fragment.fragment_offset * 8 + reading.left:,} of a packet that can have 65,535"
        reading.report("ipv6.fragment.large", fragment, "fragment_offset", text)
    if fragment.fragment_offset:
        reading.part = True
        return None
    if fragment.more_fragments:
        reading.part = True
    return "ipv6.nxt", (fragment.next_header,)
