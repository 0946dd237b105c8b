"""Denial by NSEC3: the chain goes through hashes of the names (RFC 5155)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

import dns.name
import dns.rdataclass
import dns.rrset
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.NSEC3 import NSEC3
from dns.rdtypes.ANY.NSEC3PARAM import NSEC3PARAM

from netkit.dns.nsec3_hash import nsec3_hash
from netkit.dns.signing.authoritative import Own, bitmap
from netkit.dns.zones.zone import Zone

__all__ = ["Nsec3"]

SHA1 = 1
"""The only hash of NSEC3 (RFC 5155 section 11)."""

OPT_OUT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Nsec3:
    """The chain of NSEC3 records: how often it is hashed again, and with what salt (RFC 9276: never, and none).

    With `opt_out`, delegations without DS records are left out of the chain.
    """

    iterations: int = 0
    salt: bytes = b""
    opt_out: bool = False

    def hashed(self, name: dns.name.Name) -> bytes:
        """The hash of a name (RFC 5155 section 5)."""
        return nsec3_hash(name, self.salt, self.iterations)

    def parameters(self, zone: Zone) -> dns.rrset.RRset:
        """The set that tells servers the parameters; its flags are 0, with opt-out too (RFC 5155 section 4.1.2)."""
        record = NSEC3PARAM(dns.rdataclass.IN, RdataType.NSEC3PARAM, SHA1, 0, self.iterations, self.salt)  # type: ignore[no-untyped-call]
        return dns.rrset.from_rdata(zone.origin, 0, record)

    def chain(self, zone: Zone, own: Own, ttl: int) -> Iterator[dns.rrset.RRset]:
        """A set for each name in the chain, in the order of the hashes, the last one leading back to the first."""
        hashed = sorted((self.hashed(name), types) for name, types in self._listed(zone, own).items())
        flags = OPT_OUT if self.opt_out else 0
        following = [*hashed[1:], hashed[0]]
        for (digest, types), (next_, _) in zip(hashed, following, strict=True):
            owner = dns.name.Name([base64.b32hexencode(digest).lower(), *zone.origin.labels])
            windows = bitmap(types)
            record = NSEC3(dns.rdataclass.IN, RdataType.NSEC3, SHA1, flags, self.iterations, self.salt, next_, windows)  # type: ignore[no-untyped-call]
            yield dns.rrset.from_rdata(owner, ttl, record)

    def _listed(self, zone: Zone, own: Own) -> dict[dns.name.Name, frozenset[RdataType]]:
        """The names of the chain with their types: those with records, and the empty ones above them (RFC 5155 section 7.1)."""
        found: dict[dns.name.Name, frozenset[RdataType]] = {}
        for name, types in own.items():
            if name in zone.delegations and not types and self.opt_out:
                continue
            signed = {RdataType.RRSIG} if types else set()
            cut = {RdataType.NS} if name in zone.delegations else set()
            found[name] = types | signed | cut
        for name in tuple(found):
            for above in zone.path(name):
                found.setdefault(above, frozenset())
        return found
