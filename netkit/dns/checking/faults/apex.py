"""What stands at the zone's own name: an alias where none may be, and a primary server that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.findings import NameState
from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.telling import names_told, told_by
from netkit.dns.name_text import name_text, zone_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

ALIAS = Rule(
    rule="zone.alias-at-apex",
    severity=Severity.FAULT,
    title="The zone's own name is an alias (CNAME)",
    headline="{zone} itself is an alias (CNAME) of {targets}",
    breaks="an alias has no other records beside it, and a zone has an SOA and NS: resolvers take the one or the other, so mail and names "
    "below are lost now and then",
    mend="the owner of {zone} takes the CNAME out and writes addresses (A, AAAA), or an HTTPS record in alias mode, in its place",
    who=(Who.OWNER,),
    rfc="RFC 1034 §3.6.2",
)
PRIMARY = Rule(
    rule="zone.primary-missing",
    severity=Severity.REMARK,
    title="The primary server that the zone names (SOA MNAME) does not exist, or is the zone itself",
    headline="{primary}",
    breaks="no look-up; but programs that change the zone (dynamic updates) turn to that name, and find nobody",
    mend="the owner of {zone} writes the name of the server on which the zone is kept into the first field of its SOA record",
    who=(Who.OWNER,),
    rfc="RFC 2181 §7.3",
)


def find(findings: Findings) -> Iterator[Fault]:
    """An alias at the apex, and an SOA that names nobody."""
    zone = zone_text(findings.zone)
    aliased = {
        server: alias
        for server in findings.servers
        if (alias := findings.told(server, findings.zone, dns.rdatatype.CNAME)) is not None
    }
    if aliased:
        seen = told_by(
            (server, f"says that {zone} is an alias of {names_told([alias[0].target])}")
            for server, alias in aliased.items()
        )
        targets = names_told({alias[0].target for alias in aliased.values()})
        yield ALIAS.fault(seen, aliased, zone=zone, targets=targets)
    told = [
        (server, soa)
        for server in findings.servers
        if (soa := findings.told(server, findings.zone, dns.rdatatype.SOA)) is not None
    ]
    if not told:
        return
    server, soa = told[0]
    primary = soa[0].mname
    seen = told_by([(server, f"says that the primary server of {zone} is {name_text(primary)}")])
    if primary == findings.zone and len(primary) > 1 and all(each.name != primary for each in findings.name_servers):
        yield PRIMARY.fault(seen, zone=zone, primary=f"{zone} names itself as its primary server")
    elif findings.primary is not None and findings.primary.state in (NameState.NO_SUCH_NAME, NameState.NO_ADDRESS):
        seen.append(f"{name_text(primary)}: {findings.primary.why}")
        yield PRIMARY.fault(seen, zone=zone, primary=f"the primary server that {zone} names can't be found")


LOOK = Look(rules=(ALIAS, PRIMARY), find=find)
