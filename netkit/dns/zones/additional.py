"""What a server adds unasked: glue of a referral, and addresses of the names in an answer (RFC 1034 section 4.3.2, step 6)."""

from __future__ import annotations

from collections.abc import Iterable

import dns.name
import dns.rdata
import dns.rrset
from dns.rdatatype import RdataType
from dns.rdtypes.svcbbase import SVCBBase

from netkit.dns.zones.search import Kind, search
from netkit.dns.zones.zone import Zone

__all__ = ["glue", "related"]

ADDRESSES = (RdataType.A, RdataType.AAAA)

HOSTS = {
    RdataType.NS: "target",
    RdataType.MX: "exchange",
    RdataType.AFSDB: "hostname",
    RdataType.RT: "exchange",
    RdataType.SRV: "target",
    RdataType.KX: "exchange",
}
"""The field with a host's name in records whose RFC asks for its addresses (RFC 1035, 1183, 2230, 2782)."""

SERVICES = (RdataType.SVCB, RdataType.HTTPS)
"""Records with a TargetName; its addresses, and its records of the same type, go with them (RFC 9460 section 4.1)."""


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
            into += _glue_of(zone, target)
        else:
            into += _data(zone, target, ADDRESSES)
    return inside, others


def related(zone: Zone, rrsets: Iterable[dns.rrset.RRset]) -> list[dns.rrset.RRset]:
    """Addresses of the hosts that NS, MX, SRV, SVCB records and the like name, as far as the zone has them.

    What lies below a cut is glue: it leads to servers, and is no answer for other hosts (RFC 2181 section 5.4.1).
    """
    found: list[dns.rrset.RRset] = []
    for rrset in rrsets:
        types = (*ADDRESSES, rrset.rdtype) if rrset.rdtype in SERVICES else ADDRESSES
        for target in _targets([rrset]):
            if not target.is_subdomain(zone.origin):
                continue
            if zone.cut_above(target) is None:
                found += _data(zone, target, types)
            elif rrset.rdtype == RdataType.NS:
                found += _glue_of(zone, target)
    return found


def _glue_of(zone: Zone, target: dns.name.Name) -> list[dns.rrset.RRset]:
    return [rrset for each in ADDRESSES if (rrset := zone.find(target, each)) is not None]


def _data(zone: Zone, target: dns.name.Name, types: Iterable[RdataType]) -> list[dns.rrset.RRset]:
    results = (search(zone, target, each) for each in types)
    return [rrset for result in results if result.kind is Kind.DATA for rrset in result.rrsets]


def _targets(rrsets: Iterable[dns.rrset.RRset]) -> list[dns.name.Name]:
    """The host names of the records, each once, in their order."""
    named = (name for rrset in rrsets for rdata in rrset if (name := _host(rrset, rdata)) is not None)
    return list(dict.fromkeys(named))


def _host(rrset: dns.rrset.RRset, rdata: dns.rdata.Rdata) -> dns.name.Name | None:
    if isinstance(rdata, SVCBBase):
        # RFC 9460 section 2.5: "." is the owner itself in ServiceMode, and nothing at all in AliasMode
        target: dns.name.Name = rdata.target
        return target if target != dns.name.root or not rdata.priority else rrset.name
    return getattr(rdata, HOSTS[rrset.rdtype]) if rrset.rdtype in HOSTS else None
