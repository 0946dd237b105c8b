"""What a server adds unasked: glue of a referral, and addresses of the names in an answer (RFC 1034 section 4.3.2, step 6)."""

from __future__ import annotations

from collections.abc import Iterable

import dns.name
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.zones.search import Kind, search
from netkit.dns.zones.zone import Zone

__all__ = ["glue", "related"]

ADDRESSES = (RdataType.A, RdataType.AAAA)


def glue(
    zone: Zone, cut: dns.name.Name, servers: dns.rrset.RRset
) -> tuple[list[dns.rrset.RRset], list[dns.rrset.RRset]]:
    """In-domain glue (below the cut, so nobody else can give it) and the other addresses that the zone has (RFC 9471 section 2)."""
    inside: list[dns.rrset.RRset] = []
    others: list[dns.rrset.RRset] = []
    for target in _targets([servers]):
        if not target.is_subdomain(zone.origin):
            continue
        into = inside if target.is_subdomain(cut) else others
        if zone.cut_above(target) is not None:
            into += [rrset for each in ADDRESSES if (rrset := zone.find(target, each)) is not None]
        else:
            into += _addresses(zone, target)
    return inside, others


def related(zone: Zone, rrsets: Iterable[dns.rrset.RRset]) -> list[dns.rrset.RRset]:
    """Addresses of the hosts that NS, MX, SRV records and the like name, as far as the zone has them; glue for those below a cut."""
    found: list[dns.rrset.RRset] = []
    for target in _targets(rrsets):
        if target.is_subdomain(zone.origin):
            if zone.cut_above(target) is not None:
                found += [rrset for each in ADDRESSES if (rrset := zone.find(target, each)) is not None]
            else:
                found += _addresses(zone, target)
    return found


def _addresses(zone: Zone, target: dns.name.Name) -> list[dns.rrset.RRset]:
    results = (search(zone, target, each) for each in ADDRESSES)
    return [rrset for result in results if result.kind is Kind.DATA for rrset in result.rrsets]


def _targets(rrsets: Iterable[dns.rrset.RRset]) -> list[dns.name.Name]:
    """The host names of the records, each once, in their order."""
    fields = {RdataType.NS: "target", RdataType.MX: "exchange", RdataType.SRV: "target"}
    named = (getattr(rdata, fields[rrset.rdtype]) for rrset in rrsets if rrset.rdtype in fields for rdata in rrset)
    return list(dict.fromkeys(named))
