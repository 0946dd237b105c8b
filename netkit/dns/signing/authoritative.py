"""Which of a zone's sets the zone speaks for, and so are signed (RFC 4035 section 2.2), and the types that a denial lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import dns.name
import dns.rdatatype
import dns.rdtypes.util
import dns.rrset
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.SOA import SOA

from netkit.dns.zones.zone import Zone

__all__ = ["MADE", "Own", "bitmap", "denial_ttl", "own_sets"]

MADE = frozenset({RdataType.DNSKEY, RdataType.RRSIG, RdataType.NSEC, RdataType.NSEC3, RdataType.NSEC3PARAM})
"""The types that signing makes."""

Own = Mapping[dns.name.Name, frozenset[RdataType]]
"""The zone's own names and its cuts, each with the types of its sets that are signed."""


def own_sets(zone: Zone) -> Own:
    """The names that have records and lie neither below a cut nor below a DNAME; at a cut, the DS set alone is the zone's own."""
    occluded = zone.occluded
    found = {}
    for name, node in zone.nodes.items():
        if node and name not in occluded:
            types = frozenset(rdtype for rdtype, _ in node)
            found[name] = types & {RdataType.DS} if name in zone.delegations else types
    return found


def bitmap(types: Iterable[RdataType]) -> tuple[tuple[int, bytes], ...]:
    """The types as NSEC and NSEC3 records list them (RFC 4034 section 4.1.2)."""
    return tuple(dns.rdtypes.util.Bitmap.from_rdtypes(sorted(types)).windows)


def denial_ttl(sets: Mapping[tuple[RdataType, RdataType], dns.rrset.RRset]) -> int:
    """The TTL of a denial, in seconds, by the sets of the apex: the smaller of the SOA's own and its last field (RFC 9077)."""
    soa = sets[RdataType.SOA, RdataType.NONE]
    return min(soa.ttl, *(each.minimum for each in soa if isinstance(each, SOA)))
