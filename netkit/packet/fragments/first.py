"""What the first fragment has to hold: headers that are cut apart pass filters which look at the first fragment only."""

from __future__ import annotations

from netkit.packet.fragments.arrival import Fragment
from netkit.packet.fragments.chain import UPPER, chain_bytes
from netkit.packet.fragments.problems import FragmentProblem, in_data

__all__ = ["found_in_first"]

TCP = 6


def found_in_first(first: Fragment) -> list[FragmentProblem]:
    """What is wrong with a packet's first fragment."""
    if first.atomic or first.cut:
        return []
    span = (first.start, first.end)
    if first.identity.version == 6:
        if chain_bytes(first.next_header, first.data) is not None:
            return []
        text = (
            f"the first fragment has {first.length} bytes, in which the headers up to the transport's do not end; "
            "a host should drop it, and say so (ICMPv6 parameter problem, code 3)"
        )
        return [in_data(first, "fragments.headers.cut", "fragment", span, text, "RFC 8200 §4.5")]
    if first.next_header == TCP and first.length < UPPER[TCP]:
        text = (
            f"the first fragment has {first.length} bytes, less than the {UPPER[TCP]} of a TCP header: "
            "a filter that looks for flags or ports does not find all of them in it"
        )
        return [in_data(first, "fragments.tiny", "fragment", span, text, "RFC 1858 §3")]
    return []
