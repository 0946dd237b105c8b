"""Servers of one zone that say different things: serial number, servers, keys, addresses."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.delegated import ADDRESSES
from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.standing import Standing, standing
from netkit.dns.checking.telling import anded, names_told, told_by
from netkit.dns.name_text import name_text, zone_text
from netkit.dns.view.records import type_text
from netkit.dns.walking.delegation import addresses_of

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault
    from netkit.dns.query import Server

__all__ = ["LOOK"]

_MEND = "if it lasts longer than the zone's refresh time, those who run {servers} look into why the zone is not transferred there"

SERIALS = Rule(
    rule="zone.serials-differ",
    severity=Severity.WEAKNESS,
    title="The servers of the zone have different versions of it (SOA serial number)",
    headline="the servers of {zone} have different versions of it",
    breaks="who asks one server gets today's records, who asks another yesterday's; just after a change that is usual, and passes",
    mend=_MEND,
    who=(Who.OPERATOR,),
    rfc="RFC 1034 §4.3.5",
)
SERVERS = Rule(
    rule="zone.servers-differ",
    severity=Severity.WEAKNESS,
    title="The servers of the zone name different servers for it",
    headline="the servers of {zone} do not agree on who serves it",
    breaks="which servers a resolver asks next depends on which it asked last",
    mend=_MEND,
    who=(Who.OPERATOR, Who.OWNER),
    rfc="RFC 1034 §4.3.5",
)
KEYS = Rule(
    rule="zone.keys-differ",
    severity=Severity.FAULT,
    title="The servers of the zone have different keys (DNSKEY)",
    headline="the servers of {zone} have different keys",
    breaks="whoever validates finds that signatures from one server do not fit the keys from another: answers fail now and then",
    mend="those who run {servers} serve the zone as it is signed by its owner, with all of its keys",
    who=(Who.OPERATOR, Who.OWNER),
    rfc="RFC 4035 §2.2",
)
ANSWERS = Rule(
    rule="zone.answers-differ",
    severity=Severity.WEAKNESS,
    title="The servers of the zone, with the same serial number, give different addresses for one name",
    headline="the servers of {zone} give different addresses for {names}",
    breaks="where somebody gets to depends on which server was asked, and differs from try to try",
    mend="those who run {servers} load the zone anew there; its owner raises the serial number with every change",
    who=(Who.OPERATOR, Who.OWNER),
    rfc="RFC 1034 §4.3.5",
)

Telling = Callable[[Hashable], str]


def find(findings: Findings) -> Iterator[Fault]:
    """Everything in which servers differ that should say the same."""
    zone = zone_text(findings.zone)
    good = [each for each in findings.servers if standing(findings.at_zone, findings.zone, each) is Standing.GOOD]
    serials = {server: serial for server in good if (serial := _serial(findings, server)) is not None}
    if len(set(serials.values())) > 1:
        newest = max(serials.values(), key=lambda each: (list(serials.values()).count(each), each))
        yield _fault(SERIALS, serials, lambda each: f"has serial number {each}", newest, zone=zone)
    names = {server: found for server in good if (found := findings.names_told(server)) is not None}
    if len(set(names.values())) > 1:
        yield _fault(SERVERS, names, _names_told, None, zone=zone)
    keys = {server: own for server in good if (own := _keys(findings, server)) is not None}
    if len(set(keys.values())) > 1:
        yield _fault(KEYS, keys, _keys_told, max(keys.values(), key=len), zone=zone)
    yield from _addresses(findings, [each for each in good if len(set(serials.values())) < 2], zone)


def _fault(rule: Rule, values: Mapping[Server, Hashable], told: Telling, usual: Hashable | None, **words: str) -> Fault:
    """Servers that differ from the most; all of them where nothing says which is right."""
    said = list(values.values())
    most = max(said, key=said.count) if usual is None else usual
    odd = [server for server, value in values.items() if value != most]
    return rule.fault(told_by((server, told(value)) for server, value in values.items()), odd, **words)


def _serial(findings: Findings, server: Server) -> int | None:
    soa = findings.told(server, findings.zone, dns.rdatatype.SOA)
    return None if soa is None else int(soa[0].serial)


def _keys(findings: Findings, server: Server) -> frozenset[str] | None:
    """The keys that a server has; empty where it says that there are none, None where it was not asked or did not say."""
    for each in findings.of(server):
        if each.question.type == dns.rdatatype.DNSKEY and each.authoritative and each.rcode_text == "NOERROR":
            found = each.answer(findings.zone, dns.rdatatype.DNSKEY)
            return frozenset(() if found is None else (rdata.to_text() for rdata in found))
    return None


def _names_told(names: Hashable) -> str:
    assert isinstance(names, frozenset)  # noqa: S101 - as `Findings.names_told` gives them
    return f"names {names_told(names)}"


def _keys_told(keys: Hashable) -> str:
    assert isinstance(keys, frozenset)  # noqa: S101 - as `_keys` gives them
    return (
        f"has {len(keys)} key{'' if len(keys) == 1 else 's'}: {anded(sorted(_short(each) for each in keys))}"
        if keys
        else "has no key"
    )


def _short(key: str) -> str:
    return f"{key[:24]}…" if len(key) > 24 else key


def _addresses(findings: Findings, servers: Sequence[Server], zone: str) -> Iterator[Fault]:
    names: dict[dns.name.Name, None] = {}
    seen: list[str] = []
    odd: dict[Server, None] = {}
    for server in findings.name_servers:
        for kind in ADDRESSES if server.inside else ():
            said = {
                each: frozenset(found)
                for each in servers
                if (found := _said(findings, each, server.name, kind)) is not None
            }
            values = list(said.values())
            if len(set(values)) > 1:
                names.setdefault(server.name)
                most = max(values, key=values.count)
                odd |= dict.fromkeys(each for each, value in said.items() if value != most)
                what = f"{name_text(server.name)} {type_text(kind)}"
                seen += told_by((each, f"says {what} is {anded(sorted(value))}") for each, value in said.items())
    if names:
        yield ANSWERS.fault(seen, odd, names=names_told(names), zone=zone)


def _said(findings: Findings, server: Server, name: dns.name.Name, kind: int) -> list[str] | None:
    for each in findings.of(server):
        if each.authoritative and (each.question.name, each.question.type) == (name, kind):
            found = each.answer(name, kind)
            return [] if found is None else addresses_of(found)
    return None


LOOK = Look(rules=(SERIALS, SERVERS, KEYS, ANSWERS), find=find)
