"""What the walks for a name server's addresses come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import dns.rcode
import dns.rdatatype

from netkit.dns.checking.delegated import ADDRESSES
from netkit.dns.checking.findings import NameFound, NameState
from netkit.dns.walking.delegation import addresses_of

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.walker import Walker

__all__ = ["looked_up"]

CIRCLES = frozenset({"servers.circular", "address.waiting"})
"""Reasons of a walk that goes in a circle."""


def looked_up(walkers: Sequence[Walker], zone: dns.name.Name) -> NameFound:
    """What the walks for the addresses of one name, at their end, come to together; the name is that of a server of `zone`."""
    results = [each.result for each in walkers]
    sets = [rrset for result in results for rrset in result.answer]
    aliases = [rrset for rrset in sets if rrset.rdtype == dns.rdatatype.CNAME]
    name = walkers[0].question.name
    addresses = tuple(
        dict.fromkeys(address for each in sets if each.rdtype in ADDRESSES for address in addresses_of(each))
    )
    alias = next((each[0].target for each in aliases if each.name == name), None)
    if alias is not None:
        return NameFound(state=NameState.ALIAS, addresses=addresses, alias_of=alias)
    types = frozenset(int(each.question.type) for each in results if each.rcode == dns.rcode.NOERROR)
    if addresses:
        return NameFound(state=NameState.FOUND, addresses=addresses, types=types)
    if any(each.rcode == dns.rcode.NXDOMAIN for each in results):
        return NameFound(state=NameState.NO_SUCH_NAME, why="there is no such name")
    if types == frozenset(map(int, ADDRESSES)):
        return NameFound(state=NameState.NO_ADDRESS, why="the name has no address")
    if all(each.rcode == dns.rcode.NOERROR for each in results):
        return NameFound(state=NameState.UNKNOWN)  # the other kind of address is not used here
    reasons = [each.reason for each in results if each.rcode != dns.rcode.NOERROR and each.reason is not None]
    why = reasons[0].text if reasons else ""
    steps = [step for walker in walkers for step in walker.steps]
    through = any(step.referral is not None and step.referral.zone == zone for step in steps)
    circle = through or any(reason.rule in CIRCLES for reason in reasons)
    return NameFound(state=NameState.CIRCLE if circle else NameState.FAILED, why=why)
