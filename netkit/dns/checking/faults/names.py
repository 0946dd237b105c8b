"""Names of servers that lead nowhere, are aliases, or can't be found without the zone itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.dns.checking.findings import NameState
from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.telling import names_told
from netkit.dns.name_text import name_text, zone_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings, NameServer
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

MISSING = Rule(
    rule="server.name-missing",
    severity=Severity.FAULT,
    title="A server's name does not exist, or has no address",
    headline="{names} can't be found: there is no address behind the name",
    breaks="resolvers look for an address that is not there, and have one server less to ask; whoever gets hold of that name could answer "
    "for {zone}",
    mend="the owner of the name gives it an address (A or AAAA); or the owner of {zone} takes it out of the zone's NS records and, through "
    "the registrar, out of the delegation",
    who=(Who.OWNER, Who.PARENT),
    rfc="RFC 2181 §10.3",
    example="disagree.test",
)
ALIAS = Rule(
    rule="server.name-alias",
    severity=Severity.FAULT,
    title="A server's name is an alias (CNAME)",
    headline="{names} {is_alias}",
    breaks="no address comes along with it, and some resolvers do not follow an alias here: for them there is no such server",
    mend="the owner of {zone} writes the name that the alias leads to ({targets}) into the zone's NS records and, through the "
    "registrar, into the delegation",
    who=(Who.OWNER, Who.PARENT),
    rfc="RFC 2181 §10.3",
)
CIRCULAR = Rule(
    rule="delegation.circular",
    severity=Severity.FAULT,
    title="To find a server of the zone, the zone itself would have to be found first: a circle",
    headline="to find {names}, one would have to find {zone} first: a circle",
    breaks="nobody can begin anywhere: the name leads to nothing as long as no address comes with it",
    mend="the owner of {zone} gives it a server with a name inside {zone}, and hands its address over as glue through the registrar; or "
    "names one whose zone does not depend on {zone}",
    who=(Who.OWNER, Who.PARENT),
    rfc="RFC 1034 §4.2.1",
    example="cyclic.test",
)
UNFINDABLE = Rule(
    rule="server.name-unfindable",
    severity=Severity.FAULT,
    title="The look-up of a server's name fails",
    headline="where {names} {is_} could not be found out: the look-up fails",
    breaks="resolvers have one server less to ask, and lose time with the look-up",
    mend="the owner of the zone in which the name lies repairs that zone (netkit dns check finds out what is wrong with it); or the owner "
    "of {zone} names another server",
    who=(Who.OPERATOR, Who.OWNER),
    rfc="RFC 2181 §10.3",
)


def find(findings: Findings) -> Iterator[Fault]:
    """Servers whose names are of no use."""
    zone = zone_text(findings.zone)

    def those(*states: NameState) -> list[NameServer]:
        return [each for each in findings.name_servers if each.found.state in states]

    missing = those(NameState.NO_SUCH_NAME, NameState.NO_ADDRESS)
    if missing:
        seen = [f"{name_text(each.name)} ({_by_whom(each, findings)}): {each.found.why}" for each in missing]
        yield MISSING.fault(seen, names=_named(missing), zone=zone)
    aliases = those(NameState.ALIAS)
    if aliases:
        targets = [each.found.alias_of for each in aliases if each.found.alias_of is not None]
        seen = [
            f"{name_text(each.name)} ({_by_whom(each, findings)}) is an alias of {name_text(each.found.alias_of)}"
            for each in aliases
            if each.found.alias_of is not None
        ]
        words = "is an alias, not a server's own name" if len(aliases) == 1 else "are aliases, not servers' own names"
        yield ALIAS.fault(seen, names=_named(aliases), zone=zone, targets=names_told(targets), is_alias=words)
    circles = those(NameState.CIRCLE)
    if circles:
        seen = [f"{name_text(each.name)} ({_by_whom(each, findings)}): {each.found.why}" for each in circles]
        yield CIRCULAR.fault(seen, names=_named(circles), zone=zone)
    failed = those(NameState.FAILED)
    if failed:
        seen = [f"{name_text(each.name)} ({_by_whom(each, findings)}): {each.found.why}" for each in failed]
        yield UNFINDABLE.fault(seen, names=_named(failed), zone=zone, is_="is" if len(failed) == 1 else "are")


def _named(servers: Sequence[NameServer]) -> str:
    return names_told(each.name for each in servers)


def _by_whom(server: NameServer, findings: Findings) -> str:
    parent = "the parent" if findings.parent is None else zone_text(findings.parent)
    both = server.by_parent and server.by_zone
    if both:
        return f"named by {parent} and by {zone_text(findings.zone)}"
    return f"named by {parent if server.by_parent else zone_text(findings.zone)}"


LOOK = Look(rules=(MISSING, ALIAS, CIRCULAR, UNFINDABLE), find=find)
