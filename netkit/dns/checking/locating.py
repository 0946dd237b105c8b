"""Which zone a name belongs to, and which zone is above it: read from a walk to the name's SOA record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.flags
import dns.name
import dns.rcode
import dns.rdatatype

from netkit.dns.query import PurposeKind
from netkit.dns.step import Outcome

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.step import ReferredServer, Step
    from netkit.dns.walker import Walker

__all__ = ["Located", "located"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The zone that a name belongs to, the one above it (None for the root), and the servers of that one as a referral named them.

    `parent_servers` is empty where the parent is the root, or whatever the walk began with. `exists` is False where there is no such
    name; `why_not` says why the walk ended above the name, "" where it came to it.
    """

    zone: dns.name.Name
    parent: dns.name.Name | None
    parent_servers: Sequence[ReferredServer] = ()
    exists: bool = True
    why_not: str = ""


def located(walker: Walker) -> Located:
    """Where the name of a walk's question, one for an SOA record, lies."""
    name = walker.question.name
    steps = list(_own_steps(walker.steps))
    cuts = [(step.zone, step.referral) for step in steps if step.referral is not None]
    above: dict[dns.name.Name, Sequence[ReferredServer]] = {}
    parents: dict[dns.name.Name, dns.name.Name] = {}
    for parent, referral in cuts:
        above[referral.zone], parents[referral.zone] = referral.servers, parent
    deepest = cuts[-1][1].zone if cuts else dns.name.root

    def made(zone: dns.name.Name, *, exists: bool = True, why_not: str = "") -> Located:
        parent = parents.get(zone) if zone in parents or len(zone) == 1 else deepest
        servers = above.get(parent, ()) if parent is not None else ()
        return Located(zone=zone, parent=parent, parent_servers=servers, exists=exists, why_not=why_not)

    if deepest == name or len(name) == 1:
        return made(name)
    owner = _owner(steps, name, deepest)
    if owner is not None:
        return made(owner, exists=walker.result.rcode != dns.rcode.NXDOMAIN or _aliased(steps))
    why = walker.result.reason.text if walker.result.reason is not None and not _aliased(steps) else ""
    return made(deepest, why_not=why)


def _own_steps(steps: Sequence[Step]) -> Iterator[Step]:
    """Those about the name itself, up to an alias."""
    for step in steps:
        if step.purpose.depth == 0 and step.purpose.kind is PurposeKind.ANSWER:
            yield step


def _aliased(steps: Sequence[Step]) -> bool:
    return any(step.outcome is Outcome.ALIAS for step in steps)


def _owner(steps: Sequence[Step], name: dns.name.Name, deepest: dns.name.Name) -> dns.name.Name | None:
    """The zone whose server spoke last with authority, by the SOA record that it gave."""
    for step in reversed(steps):
        message = step.response
        if message is None or not message.flags & dns.flags.AA:
            continue
        for rrset in (*message.answer, *message.authority):
            if rrset.rdtype == dns.rdatatype.SOA and name.is_subdomain(rrset.name) and rrset.name.is_subdomain(deepest):
                owner: dns.name.Name = rrset.name
                return owner
    return None
