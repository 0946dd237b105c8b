"""The aliases in an answer: from the name that was asked for, link by link, to where the records are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import dns.exception
import dns.name
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.ANY.CNAME
import dns.rrset

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    from netkit.dns.query import Question
    from netkit.dns.reason import Reason

__all__ = ["Chain", "alias_through"]

MOST_LINKS = 64
"""Links that are looked at in one message; the walk's own limit is lower."""

_BESIDE_AN_ALIAS = frozenset({dns.rdatatype.CNAME, dns.rdatatype.ANY, dns.rdatatype.RRSIG, dns.rdatatype.NSEC})
"""Types that may stand where an alias stands (RFC 4034, RFC 2181 section 10.1). Of others that do, what comes first is taken."""


def alias_through(name: dns.name.Name, dname: dns.rrset.RRset) -> dns.rrset.RRset | None:
    """The CNAME that a DNAME above `name` makes (RFC 6672 section 3.1); None where the new name would be too long."""
    below = name.relativize(dname.name)
    try:
        target = below.concatenate(dname[0].target)
    except dns.exception.DNSException:
        return None
    made = dns.rdtypes.ANY.CNAME.CNAME(dns.rdataclass.IN, dns.rdatatype.CNAME, target)  # type: ignore[no-untyped-call]
    return dns.rrset.from_rdata(name, dname.ttl, made)


class Chain:
    """What the answer section says of a question.

    `aliases` are CNAME and DNAME sets in their order, `target` the name they lead to, `records` the sets there of the type that was asked
    for, `made` the CNAME sets that DNAMEs made, `replaced` those of the message in whose place they stand. `too_long` says that a
    DNAME makes a name of more than 255 bytes.
    """

    def __init__(self, sets: Sequence[dns.rrset.RRset], question: Question, zone: dns.name.Name) -> None:
        self.target = question.name
        self.aliases: list[dns.rrset.RRset] = []
        self.records: list[dns.rrset.RRset] = []
        self.made: list[dns.rrset.RRset] = []
        self.replaced: list[dns.rrset.RRset] = []
        self.concluded: list[Reason] = []
        self.too_long = False
        self._by_name: dict[dns.name.Name, list[dns.rrset.RRset]] = {}
        for each in sets:
            self._by_name.setdefault(each.name, []).append(each)
        self._redirecting = [each for each in sets if each.rdtype == dns.rdatatype.DNAME][:MOST_LINKS]
        self._question = question
        seen = {question.name}
        while len(self.aliases) < MOST_LINKS and not self._ends():
            if self.target in seen or not self.target.is_subdomain(zone):
                break
            seen.add(self.target)

    def _ends(self) -> bool:
        """Follow one link; True where there is none."""
        name, wanted = self.target, self._question.type
        here = self._by_name.get(name, [])
        alias = next((each for each in here if each.rdtype in (dns.rdatatype.CNAME, wanted)), None)
        above = next((each for each in self._redirecting if _is_below(name, each)), None)
        if above is not None:
            return self._redirect(name, above)
        if alias is not None and alias.rdtype == dns.rdatatype.CNAME and wanted not in _BESIDE_AN_ALIAS:
            self._follow(name, alias)
            return False
        self.records = [each for each in here if wanted in (each.rdtype, dns.rdatatype.ANY)]
        return True

    def _follow(self, name: dns.name.Name, cname: dns.rrset.RRset) -> None:
        self.aliases.append(cname)
        self.target = cname[0].target
        self.concluded.append(because("alias.cname", name=name_text(name), target=name_text(self.target)))

    def _redirect(self, name: dns.name.Name, dname: dns.rrset.RRset) -> bool:
        """Follow a DNAME by the rule itself, whatever CNAME the server has put beside it."""
        if not any(each is dname for each in self.aliases):
            self.aliases.append(dname)
        self.replaced += [each for each in self._by_name.get(name, []) if each.rdtype == dns.rdatatype.CNAME]
        made = alias_through(name, dname)
        if made is None:
            self.concluded.append(because("nxdomain.too-long", owner=zone_text(dname.name), name=name_text(name)))
            self.too_long = True
            return True
        self.made.append(made)
        if self._question.type in (dns.rdatatype.CNAME, dns.rdatatype.ANY):
            self.records = [made]
        else:
            self.aliases.append(made)
            self.target = made[0].target
        self.concluded.append(
            because(
                "alias.dname",
                owner=zone_text(dname.name),
                target=name_text(dname[0].target),
                name=name_text(name),
                alias=name_text(made[0].target),
            )
        )
        return bool(self.records)


def _is_below(name: dns.name.Name, dname: dns.rrset.RRset) -> bool:
    return name != dname.name and name.is_subdomain(dname.name)
