"""What a signed zone adds for an asker that wants it (DO): signatures, and the proof of what is not there (RFC 4035 section 3.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.name_text import name_text
from netkit.dns.zones.chain import MOST_ITERATIONS, Allowance, HashedChain, PlainChain
from netkit.dns.zones.denial_nsec import plain_proofs
from netkit.dns.zones.denial_nsec3 import hashed_proofs
from netkit.dns.zones.proof import Looked, Proof, proof_reason
from netkit.dns.zones.search import Kind
from netkit.dns.zones.signatures import with_signatures

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.reason import Reason
    from netkit.dns.zones.zone import Zone

__all__ = ["Chains", "add_proofs"]

NONE = RdataType.NONE
Chains = Callable[["Zone"], PlainChain | HashedChain | None]


def add_proofs(response: dns.message.Message, looked: Sequence[Looked], chains: Chains) -> list[Reason]:
    """Put signatures and proofs into a response, and say why each proof is there."""
    reasons: list[Reason] = []
    allowance = Allowance()
    for each in looked:
        for rrset, why in _proofs(each, chains(each.zone), allowance):
            reason = why
            twin = next(
                (one for one in response.authority if (one.name, one.rdtype) == (rrset.name, rrset.rdtype)), None
            )
            if twin is None:
                response.authority.append(rrset)
            elif twin is not rrset:  # together they would be one set, which no signature covers
                text = f"{name_text(rrset.name)} has such a record in two zones, and a response has room for one"
                reason = proof_reason("two-zones", text, "RFC 2181 section 5.4")
            if reason not in reasons:  # one record may prove several things
                reasons.append(reason)
    if allowance.exceeded:
        text = "more names would have to be hashed than one answer is worth, so not all is proven"
        reasons.append(proof_reason("hashes", text, "RFC 9276 section 3.2"))
    reasons += _unproven(looked, chains)
    zones = list({each.zone.origin: each.zone for each in looked}.values())
    response.answer = list(with_signatures(response.answer, zones))
    response.authority = list(with_signatures(response.authority, zones))
    signed = list(with_signatures(response.additional, zones))
    # RFC 4035 section 3.1.1: what does not fit is left out from the end
    response.additional = [each for each in signed if each.rdtype != RdataType.RRSIG]
    response.additional += [each for each in signed if each.rdtype == RdataType.RRSIG]
    if any(each.rdtype == RdataType.RRSIG for section in response.sections[1:] for each in section):
        text = "signatures stand beside what the zone speaks for, as the question has DO set"
        reasons.append(proof_reason("signatures", text, "RFC 4035 section 3.1"))
    return reasons


def _proofs(looked: Looked, chain: PlainChain | HashedChain | None, allowance: Allowance) -> Iterator[Proof]:
    """The proofs for one search: the digests of a delegation's keys, or what the chain says."""
    if looked.found.kind is Kind.REFERRAL:
        here = looked.found.at
        pointers = looked.zone.find(here, RdataType.DS)
        if pointers is not None:
            if looked.zone.signed:
                text = f"the digests of {name_text(here)}'s keys, by which its signatures can be checked"
                yield pointers, proof_reason("vouched", text, "RFC 4035 section 3.1.4")
            return
    if isinstance(chain, HashedChain):
        yield from hashed_proofs(chain, looked, allowance)
    elif chain is not None:
        yield from plain_proofs(chain, looked)


def _unproven(looked: Sequence[Looked], chains: Chains) -> Iterator[Reason]:
    """For zones that hash more often than is done here, why nothing is proven."""
    for zone in {each.zone.origin: each.zone for each in looked}.values():
        parameters = zone.find(zone.origin, RdataType.NSEC3PARAM)
        most = max((each.iterations for each in parameters), default=0) if parameters else 0
        if most > MOST_ITERATIONS and chains(zone) is None:
            text = f"{name_text(zone.origin)} wants names hashed {most + 1:,} times, so nothing is proven: {MOST_ITERATIONS:,} is the most"
            yield proof_reason("iterations", text, "RFC 5155 section 10.3", zone=name_text(zone.origin))
