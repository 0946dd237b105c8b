"""The delegation in the zone above: it differs from what the zone says itself, or from server to server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.telling import names_told, told_by
from netkit.dns.durations import seconds_text
from netkit.dns.name_text import zone_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

DIFFERS = Rule(
    rule="delegation.differs",
    severity=Severity.WEAKNESS,
    title="The zone above names other servers than the zone itself",
    headline="{parent} names other servers for {zone} than {zone} itself",
    breaks="which servers are asked depends on what a resolver heard last; servers that only {zone} names are not asked by those who "
    "come from above, and those that only {parent} names may be forgotten machines",
    mend="the owner of {zone} decides which servers are right, writes them into the zone's NS records, and has the registrar write the "
    "same ones into the delegation",
    who=(Who.OWNER, Who.PARENT),
    rfc="RFC 1034 §4.2.2",
    example="disagree.test",
)
PARENTS_DIFFER = Rule(
    rule="delegation.parents-differ",
    severity=Severity.WEAKNESS,
    title="The servers of the zone above do not agree on the delegation",
    headline="the servers of {parent} do not agree on who serves {zone}",
    breaks="which servers of {zone} are asked depends on which server of {parent} was asked",
    mend="if it lasts longer than a change takes to spread, those who run the servers of {parent} find out why one of them is behind",
    who=(Who.OPERATOR,),
    rfc="RFC 1034 §4.3.5",
)
TTL = Rule(
    rule="delegation.ttl-differs",
    severity=Severity.REMARK,
    title="The zone above lets the delegation be kept for much longer, or shorter, than the zone lets its NS records be kept",
    headline="{parent} lets the delegation of {zone} be kept for {above}, {zone} its NS records for {below}",
    breaks="nothing, until the servers change: then some resolvers notice much later than others",
    mend="the owner of {zone} sets the TTL of its NS records to hours or days, and keeps old servers running for the longer of both times",
    who=(Who.OWNER,),
    rfc="RFC 2181 §5.4.1",
)
FACTOR = 100
"""How many times as long one TTL has to be as the other to be worth a word: registries let delegations be kept for a day or two."""


def find(findings: Findings) -> Iterator[Fault]:
    """Where the parent's servers say something else than the zone's, or than each other."""
    if findings.parent is None or not findings.delegation:
        return
    zone, parent = zone_text(findings.zone), zone_text(findings.parent)
    above = {name for each in findings.delegation for name in each.names}
    sets = [found for server in findings.servers if (found := findings.names_told(server)) is not None]
    below = {name for each in sets for name in each}
    if below and above != below:
        seen = [f"the servers of {parent} name {names_told(above)}", f"the servers of {zone} name {names_told(below)}"]
        seen += [f"only {parent} names {names_told(above - below)}"] if above - below else []
        seen += [f"only {zone} itself names {names_told(below - above)}"] if below - above else []
        yield DIFFERS.fault(seen, zone=zone, parent=parent)
    if len({frozenset(each.names) for each in findings.delegation}) > 1:
        told = told_by((each.server, f"names {names_told(each.names)}") for each in findings.delegation)
        yield PARENTS_DIFFER.fault(told, [each.server for each in findings.delegation], zone=zone, parent=parent)
    lives = [
        int(own.ttl)
        for server in findings.servers
        if (own := findings.told(server, findings.zone, dns.rdatatype.NS)) is not None
    ]
    longest = max(each.seconds for each in findings.delegation)
    if lives and max(longest, *lives) > FACTOR * max(1, min(longest, *lives)):
        below_text = seconds_text(min(lives) if longest > min(lives) else max(lives))
        seen = [
            f"the NS records of {zone} are good for {seconds_text(longest)} at {parent}, and for {below_text} at {zone}"
        ]
        yield TTL.fault(seen, zone=zone, parent=parent, above=seconds_text(longest), below=below_text)


LOOK = Look(rules=(DIFFERS, PARENTS_DIFFER, TTL), find=find)
