"""Multiprotocol Label Switching (RFC 3032): routers pass a packet on by a label before it, without a look at its addresses.

Labels lie on one another, the last marked as the bottom. Nothing says what follows that: whoever takes the last label off knows, and
whoever looks on guesses by the first four bits (RFC 4928 §3), as netkit and Wireshark do.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.depth import too_deep
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.reading import Next, Reading

__all__ = ["Mpls", "read_below_labels", "read_mpls"]

ALERT, ASSOCIATED_CHANNEL = 14, 13

LABELS: Mapping[int, str] = MappingProxyType(
    {
        0: "IPv4 follows", 1: "router alert", 2: "IPv6 follows", 3: "implicit null", 7: "entropy label indicator",
        13: "associated channel", 14: "OAM alert", 15: "extension",
    }
)  # fmt: skip
"""Labels that mean the same everywhere (RFC 7274 §6)."""

ETHERNET, IPV4, IPV6 = 0x6558, 0x0800, 0x86DD


class Mpls(Header):
    """One label, with how urgent the packet is and how many more routers may pass it on."""

    key = "mpls"
    title = "MPLS"
    rfc = "RFC 3032 §2.1"

    label: int = bits(
        20, "by which the next router knows where the packet goes", key="mpls.label", names=LABELS, repeats=True
    )
    traffic_class: int = bits(
        3, "how urgent the packet is", key="mpls.exp", rfc="RFC 5462 §2", default=0, minor=True
    )  # fmt: skip
    bottom_of_stack: bool = flag("this is the last label: what it carries follows", key="mpls.bottom", default=True)
    time_to_live: int = bits(8, "how many more routers may pass the packet on", key="mpls.ttl", default=64)


def read_mpls(reading: Reading) -> Next:
    """Read one label; the next follows, or behind the last what the labels carry."""
    if too_deep(reading):
        return None
    mpls = reading.open(Mpls)
    if mpls.bottom_of_stack and mpls.label in (ALERT, ASSOCIATED_CHANNEL):
        return "mpls.label", (mpls.label,)
    return "mpls.bottom", (int(mpls.bottom_of_stack),)


def read_below_labels(reading: Reading) -> Next:
    """Say what follows the last label: an IP packet by its version, or a pseudowire's frame with or without its control word."""
    data, start = reading.data, reading.position
    first = data[start] >> 4
    if first in (4, 6):
        return "eth.type", (IPV6 if first == 6 else IPV4,)
    if first == 1:
        return "mpls.label", (ASSOCIATED_CHANNEL,)
    return ("pseudowire", (0,)) if not first else None
