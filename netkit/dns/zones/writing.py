"""A zone as a master file (RFC 1035 section 5)."""

from __future__ import annotations

import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.zones.zone import Zone

__all__ = ["write_zone"]


def write_zone(zone: Zone) -> str:
    """All records with absolute names, a line each: the SOA record first, then name by name; signatures stand behind what they sign."""
    lines = [line for name in sorted(zone.nodes) for rrset in _ordered(zone, name) for line in _lines(rrset)]
    return "".join(f"{line}\n" for line in lines)


def _ordered(zone: Zone, name: dns.name.Name) -> list[dns.rrset.RRset]:
    def order(kind: tuple[RdataType, RdataType]) -> tuple[bool, int, bool]:
        rdtype, covers = kind
        subject = covers if rdtype == RdataType.RRSIG else rdtype
        return subject != RdataType.SOA, subject, rdtype == RdataType.RRSIG

    node = zone.nodes[name]
    return [node[kind] for kind in sorted(node, key=order)]


def _lines(rrset: dns.rrset.RRset) -> list[str]:
    return rrset.to_text().split("\n")
