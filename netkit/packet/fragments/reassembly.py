"""A packet from its fragments, all given at once in the order in which they arrived."""

from __future__ import annotations

from collections.abc import Iterable

from netkit.packet.dissection import Dissection
from netkit.packet.fragments.arrival import Fragment, fragment_of
from netkit.packet.fragments.datagram import Datagram
from netkit.packet.fragments.result import Incomplete, LeftOut, Reassembled
from netkit.packet.overlap import IP_POLICIES, Policy, policy_named

__all__ = ["chosen_policy", "reassemble"]

USUAL = {4: "bsd", 6: "linux-6"}
"""What is done where nobody chose: for IPv4 what Wireshark does, for IPv6 what RFC 8200 §4.5 asks for and Linux does."""


def chosen_policy(name: str | None, version: int) -> Policy:
    """The policy of this name, or else the usual one of IP's version; UsageError for a name that there is not."""
    return policy_named(USUAL[version] if name is None else name, IP_POLICIES)


def reassemble(fragments: Iterable[Dissection], policy: str | None = None) -> Reassembled | Incomplete:
    """The packet that the first of these fragments is a part of, or why there is none; nothing that the fragments say raises.

    The order is that of arrival, which matters where they overlap; `policy` is a name in `netkit.packet.overlap.IP_POLICIES`, by default
    `bsd` for IPv4 and `linux-6` for IPv6. Fragments of other packets (another identification, protocol, address, VLAN) are left out and
    named, and so is what is no fragment. An atomic fragment of IPv6 is whole by itself (RFC 6946), and a packet that is no fragment is
    what it is, if there is nothing but such.
    """
    if policy is not None:
        policy_named(policy, IP_POLICIES)
    given = [(number, packet, fragment_of(packet, number)) for number, packet in enumerate(fragments, 1)]
    if not any(fragment for _, _, fragment in given):
        given = [(number, packet, fragment_of(packet, number, whole=True)) for number, packet, _ in given]
    reference = next((fragment for _, _, fragment in given if fragment is not None), None)
    datagram = Datagram(chosen_policy(policy, reference.identity.version if reference else 4))
    left_out = []
    for number, packet, fragment in given:
        if why := _foreign(packet, fragment, reference):
            left_out.append(LeftOut(number=number, why=why))
        elif fragment is not None:
            datagram.add(fragment)
    return datagram.result(left_out)


def _foreign(packet: Dissection, fragment: Fragment | None, reference: Fragment | None) -> str:
    """Why a fragment is none of the reference's packet, or nothing."""
    if fragment is None or reference is None:
        stopped = next((problem.text for problem in packet.problems if problem.rule.endswith(".truncated")), "")
        return f"it is no fragment: {stopped}" if stopped else "it is no fragment"
    if fragment is not reference and fragment.atomic and reference.atomic:
        return "it is whole by itself"
    if why := reference.identity.differs_in(fragment.identity):
        return why
    if fragment is not reference and (fragment.atomic or reference.atomic):
        which = "it" if fragment.atomic else f"fragment {reference.number}"
        return f"{which} is whole by itself (RFC 6946)"
    return ""
