"""An answer, held against the chain of trust: each of its record sets, and each denial (RFC 4035 section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.result import Security
from netkit.dns.step import Outcome
from netkit.dns.trust.denial import Denied, DeniedKind
from netkit.dns.trust.link import Checked
from netkit.dns.trust.proofs import denials_of, sets_and_signatures
from netkit.dns.trust.signatures import Signed, expanded_from
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.name
    import dns.rrset
    from dns.rdtypes.ANY.RRSIG import RRSIG

    from netkit.dns.query import Question
    from netkit.dns.trust.chain import TrustChain
    from netkit.dns.trust.zone_trust import ZoneTrust
    from netkit.dns.walking.found import Found
    from netkit.dns.walking.walk import Talk

__all__ = ["check_found"]

RRSIG_TYPE, DS = dns.rdatatype.RRSIG, dns.rdatatype.DS


def check_found(chain: TrustChain, asked: Question, found: Found) -> Talk[list[Checked]]:
    """Check all that was found for one question, in the order in which it stands."""
    checked: list[Checked] = []
    signatures = _signatures(found)
    redirecting: dns.rrset.RRset | None = None
    for rrset in found.records:
        if rrset.rdtype == RRSIG_TYPE:
            continue
        if rrset.rdtype == dns.rdatatype.CNAME and redirecting is not None and _below(rrset.name, redirecting.name):
            continue  # the DNAME made it, by the rule
        redirecting = rrset if rrset.rdtype == dns.rdatatype.DNAME else redirecting
        checked.append(
            (yield from _check_records(chain, rrset, signatures.get((rrset.name, int(rrset.rdtype)), []), found))
        )
    if found.outcome in (Outcome.NODATA, Outcome.NXDOMAIN) and not _dname_ends(found):
        checked.append((yield from _check_denial(chain, asked, found)))
    elif not checked and found.records:
        first = found.records[0]
        checked.append(
            Checked(
                name=first.name,
                type=RRSIG_TYPE,
                security=Security.INDETERMINATE,
                reason=because("trust.unsignable"),
            )
        )
    return checked


def _check_records(
    chain: TrustChain, rrset: dns.rrset.RRset, signatures: Sequence[RRSIG], found: Found
) -> Talk[Checked]:
    """One record set."""
    above = rrset.name.parent() if rrset.rdtype == DS and len(rrset.name) > 1 else rrset.name
    blank = Checked(
        name=rrset.name, type=rrset.rdtype, security=Security.BOGUS, reason=because("trust.secure"), step=found.step
    )
    trust = yield from chain.enclosing(_deepest_signer(signatures, above) or above)
    if trust.security is not Security.SECURE:
        return _as(blank, trust)
    signed = chain.check(rrset, signatures, trust)
    if signed.signature is None:
        return _with_fault(blank, signed)
    kept = replace(
        blank,
        security=Security.SECURE,
        reason=signed.reason,
        signer=trust.zone,
        tag=signed.signature.key_tag,
        inception=signed.signature.inception,
        expiration=signed.signature.expiration,
    )
    wildcard = expanded_from(rrset.name, signed.signature)
    if wildcard is None:
        return kept
    if rrset.rdtype == dns.rdatatype.DNAME:
        reason = because("signature.wildcard-dname", name=name_text(rrset.name), wildcard=name_text(wildcard))
        return _with_fault(blank, Signed(reason=reason, error=6))
    denials, fault = denials_of(found.no_closer or found.proof, trust, chain)
    denied = denials.no_closer(rrset.name, wildcard)
    return _as_denied(replace(kept, wildcard=wildcard), denied, fault, trust)


def _check_denial(chain: TrustChain, asked: Question, found: Found) -> Talk[Checked]:
    """That there is nothing."""
    name = found.target
    blank = Checked(
        name=name,
        type=asked.type,
        denial=True,
        security=Security.BOGUS,
        reason=because("trust.secure"),
        step=found.step,
    )
    above = name.parent() if asked.type == DS and len(name) > 1 else name
    sets, signatures = sets_and_signatures(found.proof)
    every = [each for one in signatures.values() for each in one]
    trust = yield from chain.enclosing(_deepest_signer(every, above) or above)
    if trust.security is not Security.SECURE:
        return _as(blank, trust)
    for soa in [each for each in sets if each.rdtype == dns.rdatatype.SOA]:
        signed = chain.check(soa, signatures.get((soa.name, int(soa.rdtype)), []), trust)
        if not signed.holds:
            return _with_fault(blank, signed)
    denials, fault = denials_of(found.proof, trust, chain)
    denied = denials.no_name(name) if found.outcome is Outcome.NXDOMAIN else denials.no_data(name, asked.type)
    signatures_used = [each for each in every if each.type_covered != dns.rdatatype.SOA] or every
    told = replace(blank, security=Security.SECURE, signer=trust.zone)
    if signatures_used:
        first = signatures_used[0]
        told = replace(told, tag=first.key_tag, inception=first.inception, expiration=first.expiration)
    return _as_denied(told, denied, fault, trust)


def _as_denied(checked: Checked, denied: Denied, fault: Signed | None, trust: ZoneTrust) -> Checked:
    """What a denial, proven or not, makes of what rests on it."""
    if denied.kind is DeniedKind.MISSING:
        if fault is not None:
            return _with_fault(checked, fault)
        mend = because("mend.denial", zone=zone_text(trust.zone)).text
        return replace(checked, security=Security.BOGUS, reason=denied.reason, error=denied.error, mend=mend)
    security = Security.INSECURE if denied.kind in (DeniedKind.OPEN, DeniedKind.DELEGATION) else Security.SECURE
    return replace(checked, security=security, reason=denied.reason, error=denied.error)


def _with_fault(checked: Checked, fault: Signed) -> Checked:
    return replace(
        checked, security=Security.BOGUS, reason=fault.reason, error=fault.error, mend=fault.mend, signer=None,
        tag=None, inception=None, expiration=None,
    )  # fmt: skip


def _as(checked: Checked, trust: ZoneTrust) -> Checked:
    """What lies in a zone that is not secure is as its zone."""
    link = trust.link
    return replace(checked, security=trust.security, reason=link.reason, error=link.error, mend=link.mend)


def _signatures(found: Found) -> dict[tuple[dns.name.Name, int], Sequence[RRSIG]]:
    """The signatures of all sets; those that stand among the records (as for ANY), too."""
    kept: dict[tuple[dns.name.Name, int], Sequence[RRSIG]] = {
        place: list(each) for place, each in found.signatures.items()
    }
    for rrset in found.records:
        if rrset.rdtype == RRSIG_TYPE:
            kept.setdefault((rrset.name, int(rrset.covers)), list(rrset))
    return kept


def _deepest_signer(signatures: Sequence[RRSIG], name: dns.name.Name) -> dns.name.Name | None:
    """The zone that claims to have signed: one at or above the name, the deepest of them."""
    signers = [each.signer for each in signatures if name.is_subdomain(each.signer)]
    return max(signers, key=len, default=None)


def _below(name: dns.name.Name, above: dns.name.Name) -> bool:
    return name != above and name.is_subdomain(above)


def _dname_ends(found: Found) -> bool:
    """Whether a DNAME that makes too long a name is all there is: there is nothing to deny (RFC 6672 section 2.2)."""
    return not found.proof and bool(found.records) and found.records[-1].rdtype == dns.rdatatype.DNAME
