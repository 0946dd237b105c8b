"""The servers of one zone are asked, one after the other, until one of them helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.query import Purpose, PurposeKind, Question
from netkit.dns.step import Ignored, Outcome
from netkit.dns.walking.asking import SILENT, ask
from netkit.dns.walking.choice import Attempts, choose
from netkit.dns.walking.delegation import Delegation, Target, addresses_of, unusable
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.query import Server
    from netkit.dns.reason import Reason
    from netkit.dns.step import Step
    from netkit.dns.walking.reading import Reading
    from netkit.dns.walking.walk import Errand, Talk, Walk

__all__ = ["AddressLookUp", "Asked", "Inquiry"]

ENOUGH_RECURSION = 3
"""Servers of one zone that ask others instead of knowing it: after these it is no accident of one server."""

USABLE = frozenset({Outcome.ANSWER, Outcome.ALIAS, Outcome.NODATA, Outcome.NXDOMAIN, Outcome.REFERRAL})

Asked = tuple["Step", "Reading"]
AddressLookUp = Callable[["Walk", Question, "Errand"], "Talk[list[str]]"]


class Inquiry:
    """The servers of a zone, and what each came to, for as long as a walk stands at that zone."""

    def __init__(self, walk: Walk, delegation: Delegation, errand: Errand, look_up: AddressLookUp) -> None:
        self.delegation = delegation
        self.why_not: Reason | None = None
        self._walk = walk
        self._errand = errand
        self._look_up = look_up
        self._looked_up = self._failed = 0
        self._circular = False

    def ask(self, question: Question, asked_so: tuple[Reason, ...]) -> Talk[Asked | None]:
        """The first usable reply to `question`, with its step; None if none of the servers has one (`why_not`)."""
        walk, attempts = self._walk, Attempts()
        attempts.useless |= {address for zone, address in walk.distrusted if zone == self.delegation.zone}
        second_best: list[tuple[Step, Reading]] = []
        while len(second_best) < ENOUGH_RECURSION:
            limit = walk.settings.limits.tries
            if attempts.total >= limit:
                self.why_not = because("limit.tries", count=limit, zone=zone_text(self.delegation.zone))
                walk.limit(self.delegation.zone, question, self._errand, self.why_not)
                break
            chosen = choose(walk, self.delegation, attempts, again=False)
            if chosen is None:
                if (yield from self._find_addresses(question)):
                    continue
                chosen = choose(walk, self.delegation, attempts, again=True)
            if chosen is None:
                break
            server, reason = chosen
            if walk.reached is not None and self._errand.purpose.kind in (PurposeKind.ANSWER, PurposeKind.ALIAS):
                walk.reached(self.delegation.zone)
            step, reading = yield from self._ask_one(attempts, server, question, reason, asked_so)
            if reading is None:
                continue
            if reading.outcome in USABLE and not reading.recursive and not reading.empty:
                return step, reading
            if reading.outcome in USABLE:
                second_best.append((step, reading))
        if second_best:
            recursive = sum(each.recursive for _, each in second_best)
            rule = "server.all-recursive" if recursive == ENOUGH_RECURSION else "server.not-authoritative"
            second_best[0][0].concluded.append(because(rule, zone=zone_text(self.delegation.zone)))
            return second_best[0]
        self.why_not = self.why_not or self._whose_fault(attempts)
        return None

    def _ask_one(
        self, attempts: Attempts, server: Server, question: Question, reason: Reason, asked_so: tuple[Reason, ...]
    ) -> Talk[tuple[Step, Reading | None]]:
        walk, zone = self._walk, self.delegation.zone
        before = walk.queries
        step, reading = yield from ask(walk, zone, server, question, self._errand, reason, asked_so)
        attempts.total += walk.queries - before
        attempts.asked[server.address] = attempts.asked.get(server.address, 0) + 1
        attempts.last = str(server)
        attempts.unreadable += step.outcome is Outcome.MALFORMED
        if reading is None and step.outcome in SILENT:
            return step, reading
        if reading is None or reading.outcome not in USABLE or reading.recursive or reading.empty:
            attempts.useless.add(server.address)
        if step.outcome in (Outcome.LAME, Outcome.REFUSED):
            walk.cache.found_lame(server.address, zone, now=walk.now)
        return step, reading

    def _find_addresses(self, question: Question) -> Talk[bool]:
        """Look for the address of one more server; True if there is something new to try."""
        walk, limits, zone = self._walk, self._walk.settings.limits, self.delegation.zone
        for target in self.delegation.targets:
            if target.name is None or target.looked_up or self._usable(target):
                continue
            limit = self._limit()
            if limit is not None:
                if self.why_not is None:
                    self.why_not = limit
                    walk.limit(zone, question, self._errand, limit)
                break
            target.looked_up = True
            self._looked_up += 1
            found = yield from self._addresses(target.name)
            target.addresses += [each for each in found if each not in target.addresses]
            if self._usable(target):
                return True
            self._failed += 1
            if self._errand.purpose.depth + 1 > limits.depth:
                break
        return self._last_resort()

    def _limit(self) -> Reason | None:
        limits, zone = self._walk.settings.limits, zone_text(self.delegation.zone)
        if self._looked_up >= limits.address_lookups:
            return because("limit.addresses", count=self._looked_up, zone=zone)
        if self._failed >= limits.failed_lookups:
            return because("limit.failed-addresses", count=self._failed, zone=zone)
        return None

    def _addresses(self, name: dns.name.Name) -> Talk[list[str]]:
        walk, errand, settings = self._walk, self._errand, self._walk.settings
        types = [dns.rdatatype.A] * settings.ipv4 + [dns.rdatatype.AAAA] * settings.ipv6
        for rdtype in types:
            question = Question(name, rdtype)
            if question in errand.waiting:
                self._circular = True
                if walk.steps:
                    reason = because("address.waiting", name=name_text(question.name))
                    walk.steps[-1].ignored.append(Ignored(str(question), reason))
                return []
            purpose = Purpose(
                PurposeKind.SERVER_ADDRESS, question, self.delegation.zone,
                walk.steps[-1].number if walk.steps else None, errand.purpose.depth + 1,
            )  # fmt: skip
            limits = settings.limits
            if purpose.depth > limits.depth:
                walk.limit(self.delegation.zone, question, errand, because("limit.depth", count=limits.depth))
                return []
            found = yield from self._look_up(walk, question, errand.below(purpose, question))
            if found:
                return found
        return []

    def _last_resort(self) -> bool:
        """Take in what only the parent says: names and addresses that the zone itself does not give."""
        walk, delegation = self._walk, self.delegation
        if delegation.last_resort_taken:
            return False
        delegation.last_resort_taken = True
        parents = walk.cache.parent_side(delegation.zone, now=walk.now)
        known = set(delegation.names())
        names = [] if parents is None else [each.target for each in parents.rrset]
        fresh = [Target(each, parent_side=True) for each in names if each not in known]
        delegation.targets += fresh[: walk.settings.limits.servers]
        found = bool(fresh)
        for target in delegation.targets:
            for rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
                entry = None if target.name is None else walk.cache.glue(target.name, rdtype, now=walk.now)
                for address in [] if entry is None else addresses_of(entry.rrset):
                    if address not in target.addresses:
                        target.addresses.append(address)
                        found = True
        return found

    def _usable(self, target: Target) -> bool:
        settings = self._walk.settings
        return any(
            not unusable(each, ipv4=settings.ipv4, ipv6=settings.ipv6, allow_loopback=settings.allow_loopback)
            for each in target.addresses
        )

    def _whose_fault(self, attempts: Attempts) -> Reason:
        zone = zone_text(self.delegation.zone)
        if attempts.unreadable:
            return because("servers.unreadable", zone=zone)
        if attempts.total:
            return because("servers.all-failed", zone=zone)
        if self._circular:
            return because("servers.circular", zone=zone)
        names = ", ".join(name_text(each) for each in self.delegation.names()[:5])
        return because("servers.no-address", zone=zone, names=names) if names else because("servers.none", zone=zone)
