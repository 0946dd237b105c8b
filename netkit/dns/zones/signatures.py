"""Signatures beside the sets that they cover, as the zones have them (RFC 4035 section 3.1.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import dns.name
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.zones.search import search
from netkit.dns.zones.zone import Zone

__all__ = ["with_signatures"]

NONE = RdataType.NONE


def with_signatures(rrsets: Sequence[dns.rrset.RRset], zones: Sequence[Zone]) -> Iterator[dns.rrset.RRset]:
    """The sets, each with its signatures behind it; `zones` are those from which they may come."""
    present = {(each.name, each.covers) for each in rrsets if each.rdtype == RdataType.RRSIG}
    for rrset in rrsets:
        yield rrset
        if rrset.rdtype == RdataType.RRSIG or (rrset.name, rrset.rdtype) in present:
            continue
        signature = next((made for zone in zones if (made := _signature(zone, rrset)) is not None), None)
        if signature is not None:
            yield signature


def _signature(zone: Zone, rrset: dns.rrset.RRset) -> dns.rrset.RRset | None:
    """The zone's signatures of a set that is its own; those of a wildcard go over to the name that it made, all else in them stays."""
    if not rrset.name.is_subdomain(zone.origin):
        return None
    owner = _owner(zone, rrset)
    node = zone.nodes.get(owner, {})
    original = node.get((rrset.rdtype, NONE))
    if original is None or (RdataType.RRSIG, rrset.rdtype) not in node:
        return None
    if original is not rrset and set(original) != set(rrset):  # the parent and the child may both have an NSEC there
        return None
    if rrset.rdtype not in (RdataType.DS, RdataType.NSEC) and zone.cut_above(owner) is not None:
        return None
    signature = node[RdataType.RRSIG, rrset.rdtype]
    if owner != rrset.name or signature.ttl > rrset.ttl:
        signature = signature.copy()  # type: ignore[no-untyped-call]
        signature.name, signature.ttl = rrset.name, min(signature.ttl, rrset.ttl)
    return signature


def _owner(zone: Zone, rrset: dns.rrset.RRset) -> dns.name.Name:
    """Where the zone's file has the set: at its name, or at the wildcard that made it."""
    if rrset.name in zone.nodes and (rrset.name not in zone.hashes or rrset.rdtype == RdataType.NSEC3):
        return rrset.name
    return search(zone, rrset.name, rrset.rdtype).wildcard or rrset.name
