"""What came with a referral of the chain of trust: the DS set of the zone that is referred to, or a proof that there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import name_text
from netkit.dns.view.records import sets_text
from netkit.view import StageLine

if TYPE_CHECKING:
    from netkit.dns.step import Step

__all__ = ["vouching"]

_PROOFS = frozenset({dns.rdatatype.NSEC, dns.rdatatype.NSEC3})


def vouching(step: Step) -> Iterator[StageLine]:
    """The line about it; none where the servers were not asked for signatures, or sent nothing of the kind."""
    if step.referral is None or step.response is None:
        return
    zone, sets = step.referral.zone, step.response.authority
    pointers = [rrset for rrset in sets if rrset.rdtype == dns.rdatatype.DS and rrset.name == zone]
    if pointers:
        told = next(sets_text(pointers))[0].partition(" → ")[2]
        yield StageLine(label="DS", text=f"{told}: {name_text(zone)} is signed", source="RFC 4035 §3.1.4")
    elif any(rrset.rdtype in _PROOFS for rrset in sets):
        yield StageLine(
            label="DS", text=f"none, with a proof of that: {name_text(zone)} is not signed", source="RFC 4035 §3.1.4.1"
        )
