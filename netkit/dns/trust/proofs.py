"""The records of a denial, held against their signatures: only what holds may prove anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.trust.denial import Denials
from netkit.dns.trust.signatures import Signed, expanded_from

if TYPE_CHECKING:
    import dns.name
    import dns.rrset
    from dns.rdtypes.ANY.RRSIG import RRSIG

    from netkit.dns.trust.chain import TrustChain
    from netkit.dns.trust.zone_trust import ZoneTrust

__all__ = ["denials_of", "known", "sets_and_signatures"]

MOST = 12
"""NSEC and NSEC3 sets of one reply that are looked at; a proof needs four at most."""


def sets_and_signatures(
    proof: Iterable[dns.rrset.RRset],
) -> tuple[list[dns.rrset.RRset], Mapping[tuple[dns.name.Name, int], list[RRSIG]]]:
    """The record sets of an authority section, and their signatures by name and type covered."""
    sets: list[dns.rrset.RRset] = []
    signatures: dict[tuple[dns.name.Name, int], list[RRSIG]] = {}
    for rrset in proof:
        if rrset.rdtype == dns.rdatatype.RRSIG:
            signatures.setdefault((rrset.name, int(rrset.covers)), []).extend(rrset)
        else:
            sets.append(rrset)
    return sets, signatures


def denials_of(proof: Iterable[dns.rrset.RRset], trust: ZoneTrust, chain: TrustChain) -> tuple[Denials, Signed | None]:
    """What the records of `proof` that are signed by the zone deny, and the first fault of one that is not."""
    sets, signatures = sets_and_signatures(proof)
    holding, fault = [], None
    for rrset in [each for each in sets if each.rdtype in (dns.rdatatype.NSEC, dns.rdatatype.NSEC3)][:MOST]:
        signed = chain.check(rrset, signatures.get((rrset.name, int(rrset.rdtype)), []), trust)
        if signed.signature is None:
            fault = fault or signed
        elif expanded_from(rrset.name, signed.signature) is None:
            holding.append(rrset)  # one that a wildcard made would deny whatever its sender likes
    for rrset in holding:
        chain.walk.cache.put_proof(trust.zone, rrset, expires=chain.walk.now + rrset.ttl)
    return Denials(holding, trust.zone, chain.budget), fault


def known(trust: ZoneTrust, chain: TrustChain) -> list[dns.rrset.RRset]:
    """What earlier replies proved of the zone, and still holds: enough to ask no more whether a DS is there (RFC 8198 section 5)."""
    return chain.walk.cache.proofs(trust.zone, now=chain.walk.now)
