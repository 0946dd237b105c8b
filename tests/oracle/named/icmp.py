"""Differences from tshark in ICMP and ICMPv6."""

from netkit.packet.network.icmpv6 import READ, Icmpv6

__all__ = ["NAMED", "names"]

NAMED = {
    "object of an impossible length": "tshark stops in an extension object whose length can't be; netkit shows its header and the problem",
    "option of another message": "netkit has no table for this type of ICMPv6 message, in which tshark finds options of discovery",
    "quote of nothing": "tshark does not show what a quoted UDP datagram carries when the quote is short, or calls it something else",
}


def names(case):
    """The names that fit a difference."""
    if case.key.startswith("icmp.ext.") and "icmp.extensions.length" in case.rules():
        yield "object of an impossible length"
    icmpv6 = case.header(Icmpv6)
    if case.key.startswith("icmpv6.opt") and icmpv6 and icmpv6.type not in READ:
        yield "option of another message"
    if case.key == "udp.payload" and case.layer.quoted:
        yield "quote of nothing"
