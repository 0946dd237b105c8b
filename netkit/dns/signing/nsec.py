"""Denial by NSEC: each name says which comes next, and which types it has (RFC 4034 section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import dns.name
import dns.rdataclass
import dns.rrset
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.NSEC import NSEC

from netkit.dns.signing.authoritative import Own, bitmap
from netkit.dns.zones.zone import Zone

__all__ = ["Nsec"]


@dataclass(frozen=True, slots=True)
class Nsec:
    """The chain of NSEC records."""

    def chain(self, zone: Zone, own: Own, ttl: int) -> Iterator[dns.rrset.RRset]:
        """A set for each name that has records, in canonical order, the last one leading back to the apex (RFC 6840 section 6.1)."""
        names = sorted(own, key=_canonical)
        for name, following in zip(names, [*names[1:], zone.origin], strict=True):
            types = own[name] | {RdataType.RRSIG, RdataType.NSEC}
            if name in zone.delegations:
                types |= {RdataType.NS}
            record = NSEC(dns.rdataclass.IN, RdataType.NSEC, following, bitmap(types))  # type: ignore[no-untyped-call]
            yield dns.rrset.from_rdata(name, ttl, record)


def _canonical(name: dns.name.Name) -> tuple[bytes, ...]:
    """What puts names into canonical order: their labels from the root down, in lower case (RFC 4034 section 6.1)."""
    return name.canonicalize().labels[::-1]
