"""Glue: the addresses that the zone above has to give, because only the zone below could tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.findings import NameState
from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.telling import anded, names_told
from netkit.dns.name_text import name_text, zone_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings, NameServer
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

MISSING = Rule(
    rule="delegation.glue-missing",
    severity=Severity.FAULT,
    title="A server's name lies inside the zone, and the zone above does not give its address (glue)",
    headline="{parent} does not say where {names} {is_}: the glue is missing",
    breaks="nobody gets there: the address stands in {zone}, and to read it there one would need the address first",
    mend="the owner of {zone} hands the {addresses} of {names} to the registrar, who has the registry of {parent} add it as glue",
    who=(Who.PARENT,),
    rfc="RFC 9471 §2.1",
    example="glue-missing.test",
)
DIFFERS = Rule(
    rule="delegation.glue-differs",
    severity=Severity.FAULT,
    title="The zone above gives a server another address than the server's own zone does",
    headline="{parent} gives {names} another address than {their} own zone does",
    breaks="who comes from above asks at an address that the owner no longer names: one day nobody, or somebody else, will be there",
    mend="the owner of {zone} hands the right addresses to the registrar, who has the registry of {parent} change the glue; or corrects "
    "the A and AAAA records, if these are wrong",
    who=(Who.PARENT, Who.OWNER),
    rfc="RFC 1034 §4.2.2",
    example="glue-differs.test",
)
INCOMPLETE = Rule(
    rule="delegation.glue-incomplete",
    severity=Severity.WEAKNESS,
    title="The glue has not all addresses that the server's own zone has",
    headline="{parent} gives not all addresses of {names}",
    breaks="who comes from above can't use the others: where these are the only ones over IPv6 (or IPv4), some do not get in",
    mend="the owner of {zone} hands the other addresses to the registrar, too, who has the registry of {parent} add them to the glue",
    who=(Who.PARENT,),
    rfc="RFC 1034 §4.2.2",
)


def find(findings: Findings) -> Iterator[Fault]:
    """Where glue is missing or wrong."""
    if findings.parent is None or not findings.delegation:
        return
    zone, parent = zone_text(findings.zone), zone_text(findings.parent)
    named = [each for each in findings.name_servers if each.by_parent]
    missing = [each for each in named if each.inside and not each.glue]
    if missing:
        seen = [f"the servers of {parent} name {names_told(each.name for each in missing)} without an address"]
        one = len(missing) == 1
        yield MISSING.fault(
            seen,
            zone=zone,
            parent=parent,
            names=names_told(each.name for each in missing),
            is_="is" if one else "are",
            addresses="address" if one else "addresses",
        )
    known = [each for each in named if each.glue and each.found.state is NameState.FOUND]
    strange = [each for each in known if _comparable(each) - set(each.found.addresses)]
    if strange:
        their = "its" if len(strange) == 1 else "their"
        yield DIFFERS.fault(_both(strange, parent), zone=zone, parent=parent, names=_named(strange), their=their)
    short = [
        each for each in known if set(each.found.addresses) - set(each.glue) and each not in strange and each.inside
    ]
    if short:
        yield INCOMPLETE.fault(_both(short, parent), zone=zone, parent=parent, names=_named(short))


def _comparable(server: NameServer) -> set[str]:
    """The glue of those kinds of address that the server's own zone was asked for."""
    kinds = {":" if each == dns.rdatatype.AAAA else "." for each in server.found.types}
    return {each for each in server.glue if any(kind in each for kind in kinds)}


def _named(servers: Sequence[NameServer]) -> str:
    return names_told(each.name for each in servers)


def _both(servers: Sequence[NameServer], parent: str) -> list[str]:
    return [
        f"{name_text(each.name)} is at {anded(each.glue)}, says {parent}; at {anded(each.found.addresses)}, says its own zone"
        for each in servers
    ]


LOOK = Look(rules=(MISSING, DIFFERS, INCOMPLETE), find=find)
