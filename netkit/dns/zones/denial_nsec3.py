"""What NSEC3 records prove for an answer (RFC 5155 section 7.2)."""

from __future__ import annotations

from collections.abc import Iterator

import dns.name

from netkit.dns.name_text import name_text
from netkit.dns.zones.chain import Allowance, HashedChain
from netkit.dns.zones.proof import Looked, Proof, proven
from netkit.dns.zones.search import Kind
from netkit.dns.zones.zone import WILDCARD, Zone

__all__ = ["hashed_proofs"]


def hashed_proofs(chain: HashedChain, looked: Looked, allowance: Allowance) -> Iterator[Proof]:
    """The NSEC3 sets that the end of a search needs, each with its reason; one may come twice."""
    return _Proving(chain, looked, allowance).proofs()


class _Proving:
    """One search, with the chain that proves its end."""

    def __init__(self, chain: HashedChain, looked: Looked, allowance: Allowance) -> None:
        self._chain, self._allowance = chain, allowance
        self._zone: Zone = looked.zone
        self._name, self._found = looked.name, looked.found

    def proofs(self) -> Iterator[Proof]:
        found = self._found
        if found.kind is Kind.REFERRAL:
            text = f"{name_text(found.at)} has no DS"
            yield from self._here_or_not_listed(found.at, "no-ds", text, "RFC 5155 section 7.2.7")
        elif found.kind is Kind.NO_NAME:
            yield from self._no_name()
        elif found.kind is Kind.NO_DATA and found.wildcard is not None:
            yield from self._closest(self._name, found.wildcard.parent())
            text = f"{name_text(found.wildcard)} has other types, not this one"
            here = self._chain.at(found.wildcard, self._allowance)
            yield from proven(here, "no-type", text, "RFC 5155 section 7.2.5")
        elif found.kind is Kind.NO_DATA:
            text = f"{name_text(self._name)} has other types, not this one"
            yield from self._here_or_not_listed(self._name, "no-type", text, "RFC 5155 section 7.2.3")
        elif found.wildcard is not None:
            yield from self._no_closer(self._name, found.wildcard.parent(), "RFC 5155 section 7.2.6")

    def _no_name(self) -> Iterator[Proof]:
        encloser = self._listed_from(self._found.at)
        yield from self._closest(self._name, encloser)
        wildcard = WILDCARD.concatenate(encloser)
        there = wildcard in self._zone.nodes and wildcard not in self._zone.hashes
        text = (
            f"{name_text(wildcard)} stands for nothing below {name_text(self._found.at)}, which the chain leaves out"
            if there
            else f"no wildcard {name_text(wildcard)} could stand for it"
        )
        covering = self._chain.covering(wildcard, self._allowance)
        yield from proven(covering, "wildcard-above" if there else "no-wildcard", text, "RFC 5155 section 7.2.2")

    def _here_or_not_listed(self, name: dns.name.Name, rule: str, text: str, rfc: str) -> Iterator[Proof]:
        """The record of the name; where opt-out leaves the name out of the chain, that it is in a gap (RFC 5155 section 7.2.4)."""
        here = self._chain.at(name, self._allowance)
        if here is None and name != self._zone.origin:
            yield from self._closest(name, self._listed_from(name.parent()))
        else:
            yield from proven(here, rule, text, rfc)

    def _closest(self, name: dns.name.Name, encloser: dns.name.Name) -> Iterator[Proof]:
        """The closest encloser, and the gap of the next name down (RFC 5155 section 7.2.1)."""
        text = f"{name_text(encloser)} is the closest name above that exists"
        here = self._chain.at(encloser, self._allowance)
        yield from proven(here, "encloser", text, "RFC 5155 section 7.2.1")
        yield from self._no_closer(name, encloser, "RFC 5155 section 7.2.1")

    def _no_closer(self, name: dns.name.Name, encloser: dns.name.Name, rfc: str) -> Iterator[Proof]:
        closer = dns.name.Name(name.labels[len(name) - len(encloser) - 1 :])
        covering = self._chain.covering(closer, self._allowance)
        out = covering is not None and closer in self._zone.nodes and closer not in self._zone.hashes
        text = (
            f"{name_text(closer)} is left out of the chain: its gap has opt-out, so what is unsigned may be there"
            if out
            else f"no name exists where {name_text(closer)} would be"
        )
        yield from proven(covering, "opt-out" if out else "no-closer", text, "RFC 5155 section 6" if out else rfc)

    def _listed_from(self, name: dns.name.Name) -> dns.name.Name:
        """The name, or the first above it that is in the chain: opt-out leaves out what lies above unsigned zones alone."""
        while name != self._zone.origin and self._chain.at(name, self._allowance) is None:
            if self._allowance.exceeded:
                return self._zone.origin
            name = name.parent()
        return name
