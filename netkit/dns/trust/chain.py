"""The chain of trust of one walk: from an anchor down, zone by zone, as far as it is needed (RFC 4035 section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.query import Question
from netkit.dns.result import Security
from netkit.dns.step import Outcome
from netkit.dns.trust.denial import Denials, DeniedKind
from netkit.dns.trust.fetching import Fetching
from netkit.dns.trust.key_reply import judge_reply
from netkit.dns.trust.keys import unsupported
from netkit.dns.trust.link import Link, PointerKind
from netkit.dns.trust.proofs import denials_of, known, sets_and_signatures
from netkit.dns.trust.signatures import check_set
from netkit.dns.trust.zone_trust import ZoneTrust
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.name
    import dns.rdata
    import dns.rrset
    from dns.rdtypes.ANY.RRSIG import RRSIG

    from netkit.dns.reason import Reason
    from netkit.dns.step import Step
    from netkit.dns.trust.budget import Budget
    from netkit.dns.trust.signatures import Signed
    from netkit.dns.walking.found import Found
    from netkit.dns.walking.walk import Talk, Walk

__all__ = ["TrustChain"]

DS = dns.rdatatype.DS
BOGUS, NSEC_MISSING = 6, 12
"""Extended errors (RFC 8914 section 4)."""


class TrustChain:
    """What is known of the zones of a walk.

    `anchors` are the keys that are believed, by zone; `insecure` zones are not checked, `asked` is what the walk is for.
    """

    def __init__(
        self,
        walk: Walk,
        anchors: Mapping[dns.name.Name, Sequence[dns.rdata.Rdata]],
        *,
        insecure: Sequence[dns.name.Name],
        algorithms: frozenset[int],
        budget: Budget,
        asked: Question,
    ) -> None:
        self.walk, self.budget, self.algorithms, self._asked = walk, budget, algorithms, asked
        self._anchors, self._insecure = anchors, frozenset(insecure)
        self._trusts: dict[dns.name.Name, ZoneTrust] = {}
        self._no_cut: set[dns.name.Name] = set()
        self._nothing_below: set[dns.name.Name] = set()
        self._fetching = Fetching(walk)

    @property
    def links(self) -> list[Link]:
        """The links that were looked at, each after the one above it."""
        return [each.link for _, each in sorted(self._trusts.items(), key=lambda one: (len(one[0].labels), one[0]))]

    def check(self, rrset: dns.rrset.RRset, signatures: Sequence[RRSIG], trust: ZoneTrust) -> Signed:
        """Check a record set against the keys of a zone, now; BudgetSpentError if the walk's share is used up."""
        return check_set(
            rrset, signatures, trust.keys, trust.zone, now=self.walk.now, budget=self.budget, algorithms=self.algorithms
        )

    def reached(self, zone: dns.name.Name) -> None:
        """A server of `zone` is about to be asked: its keys will be needed, so they are asked for beside (in the same round trip)."""
        if self._fetching.begun(zone) or self._known(zone) is not None:
            return
        if self._asked == Question(zone, dns.rdatatype.DNSKEY):
            return  # the walk itself is about to ask for them, and then they are known
        if not any(zone.is_subdomain(each) for each in self._anchors):
            return
        if zone not in self._anchors:
            entry = self.walk.cache.get(zone, DS, now=self.walk.now)
            if entry is None or unsupported(zone, list(entry.rrset), self.algorithms, PointerKind.DS) is not None:
                return
        self._fetching.begin(zone)

    def enclosing(self, target: dns.name.Name) -> Talk[ZoneTrust]:
        """The deepest zone at or above `target`, and how far it is trusted; its keys are there if it is secure."""
        start = max((each for each in self._anchors if target.is_subdomain(each)), key=len, default=None)
        unchecked = max((each for each in self._insecure if target.is_subdomain(each)), key=len, default=None)
        if unchecked is not None and (start is None or len(unchecked) >= len(start)):
            reason = because("anchor.negative", zone=zone_text(unchecked))
            return self._without_keys(unchecked, Security.INSECURE, reason)
        if start is None:
            reason = because("anchor.none", zone=zone_text(target))
            return self._without_keys(target, Security.INDETERMINATE, reason)
        current = yield from self._anchored(start)
        for name in self._path(start, target):
            if current.security is not Security.SECURE:
                break
            below = yield from self._below(current, name)
            current = below or current
            if name in self._nothing_below:
                break
        return current

    def distrust(self, number: int, *, going_on: bool) -> None:
        """Forget what the server of step `number` taught in this walk, and ask others of its zone from now on."""
        step = self.walk.steps[number - 1]
        if step.server is not None:
            self.walk.distrusted.add((step.zone, step.server.address))
        if going_on:
            step.concluded.append(because("trust.other-server", zone=zone_text(step.zone)))
        for each in self.walk.steps:
            if (each.zone, each.server) == (step.zone, step.server):
                self._forget_step(each)
        self.forget(())

    def forget(self, questions: Iterable[Question]) -> None:
        """Forget what is known for these questions, and what was found bogus."""
        for name, rdtype in questions:
            self.walk.cache.forget(name, rdtype)
        for zone in [zone for zone, trust in self._trusts.items() if trust.security is Security.BOGUS]:
            del self._trusts[zone]
            self._fetching.forget(zone)
        self._no_cut.clear()
        self._nothing_below.clear()

    def _forget_step(self, step: Step) -> None:
        """What a step's reply said is known no more; but to which servers it referred still is."""
        cache, kept = self.walk.cache, step.response
        cache.forget(step.question.name, step.question.type)
        for rrset in () if kept is None else (*kept.answer, *kept.authority):
            if rrset.rdtype != dns.rdatatype.NS:
                cache.forget(rrset.name, rrset.rdtype)

    def _path(self, start: dns.name.Name, target: dns.name.Name) -> list[dns.name.Name]:
        """The names below `start` at which a zone may begin: all, but those between a zone and its parent where both are known."""
        names = [target.split(count)[1] for count in range(len(start) + 1, len(target) + 1)]
        for zone in reversed(names):
            cut = self.walk.cache.parent_side(zone, now=self.walk.now)
            if cut is not None and zone in names:
                names = [
                    each
                    for each in names
                    if each == zone
                    or not (zone.is_subdomain(each) and each != cut.zone and each.is_subdomain(cut.zone))
                ]
        return names

    def _known(self, zone: dns.name.Name) -> ZoneTrust | None:
        found = self._trusts.get(zone) or self.walk.cache.trust(zone, now=self.walk.now)
        if found is not None:
            self._trusts[zone] = found
        return found

    def _anchored(self, zone: dns.name.Name) -> Talk[ZoneTrust]:
        known = self._known(zone)
        if known is not None:
            return known
        return (yield from self._keys_of(zone, self._anchors[zone], PointerKind.ANCHOR, None, None, None))

    def _below(self, parent: ZoneTrust, name: dns.name.Name) -> Talk[ZoneTrust | None]:
        """The zone that begins at `name`, below the secure zone `parent`; None where none begins there."""
        found_out = self._known(name)
        if found_out is not None or name in self._no_cut:
            return found_out
        proofs = known(parent, self)
        if proofs and Denials(proofs, parent.zone, self.budget).no_ds(name).kind is DeniedKind.ABSENT:
            self._no_cut.add(name)
            return None
        found = yield from self._fetching.ask(
            Question(name, DS), "question.ds", zone=zone_text(parent.zone), name=name_text(name)
        )
        if found.failure is not None:
            reason = because("ds.failed", name=name_text(name), detail=found.failure.text)
            return self._broken(name, parent.zone, reason, BOGUS, "mend.servers", found)
        if found.outcome is Outcome.ANSWER:
            return (yield from self._vouched(parent, name, found))
        if found.outcome is Outcome.ALIAS or found.records:
            return (yield from self._alias_there(parent, name, found))
        return (yield from self._denied(parent, name, found))

    def _vouched(self, parent: ZoneTrust, name: dns.name.Name, found: Found) -> Talk[ZoneTrust]:
        """There is a DS set."""
        pointers = next(each for each in found.records if each.rdtype == DS)
        signatures = list(found.signatures.get((pointers.name, int(DS)), ()))
        parent = yield from self._signer(parent, signatures, name)
        signed = self.check(pointers, signatures, parent)
        if signed.signature is None:
            return self._broken(
                name, parent.zone, signed.reason, signed.error or BOGUS, "mend.sign", found, at=parent.zone
            )
        return (
            yield from self._keys_of(name, list(pointers), PointerKind.DS, parent, signed.signature.key_tag, found.step)
        )

    def _alias_there(self, parent: ZoneTrust, name: dns.name.Name, found: Found) -> Talk[ZoneTrust | None]:
        """An alias stands where a zone might begin: then none does (RFC 1034 section 3.6.2), if the alias is signed."""
        first = found.records[0]
        signatures = list(found.signatures.get((first.name, int(first.rdtype)), ()))
        parent = yield from self._signer(parent, signatures, name)
        signed = self.check(first, signatures, parent)
        if not signed.holds:
            return self._broken(
                name, parent.zone, signed.reason, signed.error or BOGUS, "mend.sign", found, at=parent.zone
            )
        self._no_cut.add(name)
        return None

    def _denied(self, parent: ZoneTrust, name: dns.name.Name, found: Found) -> Talk[ZoneTrust | None]:
        """There is no DS: is that proven, and is there a zone all the same?"""
        _, signatures = sets_and_signatures(found.proof)
        parent = yield from self._signer(parent, [each for one in signatures.values() for each in one], name)
        denials, fault = denials_of(found.proof, parent, self)
        denied = denials.no_ds(name)
        if denied.kind is DeniedKind.MISSING:
            reason = because("ds.missing-proof", zone=zone_text(parent.zone), name=name_text(name))
            if fault is not None:
                reason = fault.reason
            error = NSEC_MISSING if fault is None or fault.error is None else fault.error
            return self._broken(name, parent.zone, reason, error, "mend.denial", found, at=parent.zone)
        if denied.kind is DeniedKind.ABSENT:
            self._no_cut.add(name)
            if found.outcome is Outcome.NXDOMAIN and denials.no_name(name).kind is DeniedKind.ABSENT:
                self._nothing_below.add(name)  # RFC 8020 section 2
            return None
        reason = denied.reason
        if denied.kind is DeniedKind.DELEGATION and not reason.rule.endswith("opt-out"):
            reason = because("zone.insecure", zone=zone_text(parent.zone), name=name_text(name))
        seconds = min((each.ttl for each in found.proof), default=0)
        link = Link(
            zone=name,
            security=Security.INSECURE,
            reason=reason,
            parent=parent.zone,
            step=found.step,
            error=denied.error,
        )
        return self._learned(ZoneTrust(zone=name, link=link, keys=(), expires=self.walk.now + seconds))

    def _signer(self, parent: ZoneTrust, signatures: Sequence[RRSIG], name: dns.name.Name) -> Talk[ZoneTrust]:
        """The zone that signed: `parent`, or one between it and `name` that no referral showed (one server for both)."""
        for signature in signatures:
            signer = signature.signer
            if (
                signer != parent.zone
                and signer.is_subdomain(parent.zone)
                and name.is_subdomain(signer)
                and signer != name
            ):
                found = yield from self.enclosing(signer)
                if found.zone == signer and found.security is Security.SECURE:
                    return found
        return parent

    def _keys_of(
        self,
        zone: dns.name.Name,
        pointers: Sequence[dns.rdata.Rdata],
        kind: PointerKind,
        parent: ZoneTrust | None,
        signed_with: int | None,
        step: int | None,
    ) -> Talk[ZoneTrust]:
        """The zone's keys, judged by what points at them."""
        above = None if parent is None else parent.zone
        judged = unsupported(zone, pointers, self.algorithms, kind)
        keys_step, seconds = None, 3600.0
        if judged is None:
            found = yield from self._fetching.keys(zone)
            keys_step, seconds = found.step, _seconds(found)
            judged = judge_reply(
                zone, pointers, found, now=self.walk.now, budget=self.budget, algorithms=self.algorithms, kind=kind,
                parent=above,
            )  # fmt: skip
        reason = judged.reason
        if judged.security is Security.SECURE:
            tag = next((each.tag for each in judged.keys if each.signs_keys), 0)
            rule = "keys.anchored" if parent is None else "keys.vouched"
            vouching = "" if above is None else zone_text(above)
            reason = because(rule, zone=zone_text(zone), tag=tag, parent=vouching, signer=signed_with)
        link = Link(
            zone=zone, security=judged.security, reason=reason, parent=above, pointers=judged.pointers,
            signed_with=signed_with, keys=judged.keys, step=step, keys_step=keys_step, error=judged.error,
            mend=judged.mend,
        )  # fmt: skip
        return self._learned(ZoneTrust(zone=zone, link=link, keys=judged.usable, expires=self.walk.now + seconds))

    def _without_keys(self, zone: dns.name.Name, security: Security, reason: Reason) -> ZoneTrust:
        trust = ZoneTrust(
            zone=zone, link=Link(zone=zone, security=security, reason=reason), keys=(), expires=self.walk.now
        )
        self._trusts[zone] = trust
        return trust

    def _broken(
        self,
        zone: dns.name.Name,
        parent: dns.name.Name,
        reason: Reason,
        error: int,
        mend: str,
        found: Found,
        *,
        at: dns.name.Name | None = None,
    ) -> ZoneTrust:
        told = because(mend, zone=zone_text(zone if at is None else at)).text
        link = Link(
            zone=zone, security=Security.BOGUS, reason=reason, parent=parent, step=found.step, error=error, mend=told
        )
        trust = self._trusts[zone] = ZoneTrust(zone=zone, link=link, keys=(), expires=self.walk.now)
        return trust

    def _learned(self, trust: ZoneTrust) -> ZoneTrust:
        self._trusts[trust.zone] = trust
        if trust.security in (Security.SECURE, Security.INSECURE):
            self.walk.cache.put_trust(trust)
        return trust


def _seconds(found: Found) -> float:
    """For how many seconds what was found is known."""
    return float(min((each.ttl for each in found.records), default=0))
