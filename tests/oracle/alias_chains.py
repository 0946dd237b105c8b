"""How far each server follows a chain of aliases within one answer: what is left of netkit's chain in theirs."""

from dataclasses import dataclass

import dns.name

__all__ = ["KNOT_LINKS", "Chain", "bind_follows", "chain_of", "knot_follows", "nsd_follows"]

NETKIT_LINKS, KNOT_LINKS, BIND_LINKS = 16, 5, 12
"""The most CNAME records of one answer; BIND says SERVFAIL with the twelfth, and to every loop. NSD knows no limit."""


@dataclass(frozen=True)
class Chain:
    """The links of a chain in their order, each its CNAME record and that of the DNAME it was made of; and whether the last leads back."""

    links: tuple
    loops: bool

    def first(self, count):
        """The records of the first links."""
        return frozenset(record for link in self.links[:count] for record in link if record is not None)

    @property
    def repeated(self):
        """How many links there are before one is made of the DNAME that the one before was made of; None where none is."""
        made_of = [link[1] for link in self.links]
        return next((at for at in range(1, len(made_of)) if made_of[at] and made_of[at] == made_of[at - 1]), None)


def chain_of(name, answer):
    """The chain that begins at a name, in the records of an answer section."""
    aliases = {record[0]: record for record in answer if record[1] == "CNAME"}
    redirections = {record[0]: record for record in answer if record[1] == "DNAME"}
    name = name.canonicalize()
    met, links = set(), []
    while (record := aliases.get(name.to_text())) is not None and name not in met:
        met.add(name)
        above = (dns.name.Name(name.labels[skipped:]).to_text() for skipped in range(1, len(name)))
        links.append((record, next((redirections[each] for each in above if each in redirections), None)))
        name = dns.name.from_wire(record[3], 0)[0]
    return Chain(tuple(links), name in met)


def nsd_follows(chain, whole, nsd):
    """All links, but none that is made of the same DNAME as the one before."""
    if "TC" in nsd.flags:
        return nsd.answer <= whole.answer or chain.first(NETKIT_LINKS) <= nsd.answer
    if chain.repeated is not None:
        return nsd.answer == chain.first(chain.repeated)
    if len(chain.links) == NETKIT_LINKS and not chain.loops:
        return chain.first(NETKIT_LINKS) <= nsd.answer
    return nsd.answer == whole.answer and nsd.rcode == whole.rcode


def knot_follows(chain, alone, knot):
    """The first links, or all as netkit with the first zone alone."""
    if "TC" in knot.flags:
        return knot.answer <= alone.answer
    if len(chain.links) > KNOT_LINKS:
        return knot.answer == chain.first(KNOT_LINKS) and knot.rcode == "NOERROR"
    return knot.answer == alone.answer and knot.rcode == alone.rcode


def bind_follows(chain, alone, bind):
    """The first links and SERVFAIL, or all as netkit with the first zone alone."""
    if "TC" in bind.flags:
        return bind.answer <= alone.answer
    if chain.loops or len(chain.links) >= BIND_LINKS:
        return bind.answer == chain.first(BIND_LINKS) and bind.rcode == "SERVFAIL"
    return bind.answer == alone.answer and bind.rcode == alone.rcode
