"""What a check looks at, part by part: what is in order, in a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.delegated import proven_without_ds
from netkit.dns.checking.findings import NameState
from netkit.dns.checking.rule import Severity
from netkit.dns.checking.standing import Standing, standing
from netkit.dns.checking.telling import names_told
from netkit.dns.name_text import zone_text
from netkit.dns.result import Security

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault
    from netkit.dns.query import Server

__all__ = ["Area", "areas_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One part: its name, a sentence on what is in order, and the faults in it. `known` is False where nothing can be said."""

    name: str
    text: str
    faults: Sequence[Fault] = ()
    known: bool = True


def areas_of(findings: Findings, faults: Sequence[Fault]) -> list[Area]:
    """Each part of a check; a part with faults says in its text how many."""
    found = []
    for name, beginnings, told in AREAS:
        own = [each for each in faults if each.rule.rule.startswith(beginnings)]
        text, good = told(findings), True
        if not text:
            text, good = (_unsigned(findings) if name == "trust" else "") or _unknown(findings, name), False
        if any(each.rule.severity is not Severity.REMARK for each in own):
            text, good = "; ".join(each.headline for each in own), True
        found.append(Area(name=name, text=text, faults=own, known=good))
    return found


def _delegation(findings: Findings) -> str:
    if findings.parent is None or not findings.delegation:
        return ""
    names = names_told({each for one in findings.delegation for each in one.names})
    parent, zone = zone_text(findings.parent), zone_text(findings.zone)
    if not any(findings.names_told(each) for each in findings.servers):
        return f"{parent} names {names}" if not findings.servers else ""
    return f"{parent} and {zone} itself name the same servers: {names}"


def _names(findings: Findings) -> str:
    if not findings.name_servers:
        return ""
    glue = [each for each in findings.name_servers if each.glue]
    known = [each for each in glue if each.found.addresses]
    if findings.captured and len(known) < len(findings.name_servers):
        return ""
    addresses = {address for each in findings.name_servers for address in each.addresses}
    count = f"{len(addresses)} address{'' if len(addresses) == 1 else 'es'} behind {_counted(findings.name_servers, 'name')}"
    if all(each.found.state is NameState.UNKNOWN for each in findings.name_servers) and findings.parent is not None:
        return f"{count}, as {zone_text(findings.parent)} gives them"
    if known and findings.parent is not None:
        return f"{count}; what {zone_text(findings.parent)} says of them (glue) is what they say themselves"
    return f"{count}; none of the names is an alias"


def _answers(findings: Findings) -> str:
    good = _good(findings)
    if not good:
        return ""
    return f"{_all(good, len(findings.servers))} for {zone_text(findings.zone)} with authority"


def _ways(findings: Findings) -> str:
    tcp = any(each.tcp for each in findings.at_zone)
    soa = [each for each in findings.at_zone if each.question.type == dns.rdatatype.SOA]
    edns = any(each.edns for each in soa) and any(not each.edns for each in soa)
    if not _good(findings) or not tcp or not edns:
        return ""
    return "they speak UDP and TCP, with EDNS and without"


def _agreement(findings: Findings) -> str:
    good = _good(findings)
    sets = [found for each in good if (found := findings.told(each, findings.zone, dns.rdatatype.SOA)) is not None]
    if not sets:
        return ""
    serial = f"serial number {sets[0][0].serial}"
    if len(good) == 1:
        return f"only one address has the zone, with {serial}: there is nothing to differ from"
    return f"they all have the same version of the zone: {serial}"


def _trust(findings: Findings) -> str:
    last = findings.links[-1] if findings.links else None
    if last is not None and last.security is Security.SECURE:
        return f"signed, and the chain of trust holds from the root down to {zone_text(last.zone)}"
    return ""


def _unknown(findings: Findings, name: str) -> str:
    if findings.captured:
        return "the capture does not show it"
    if name == "trust":
        return (
            "the way there came to no end"
            if findings.validated
            else "not checked: no key of the root is known (--trust-anchor)"
        )
    if name == "delegation" and len(findings.zone) == 1:
        return "there is no zone above it"
    return (
        "not known: no server that is asked answers for it"
        if findings.servers
        else "not known: there is no server to ask"
    )


def _unsigned(findings: Findings) -> str:
    """That the zone is not signed, as the chain of trust ends above it or the zone above has no DS record; "" where that is not known."""
    if findings.links and findings.links[-1].security is Security.INSECURE:
        return f"not signed, so nobody can tell a forged answer from a real one: {findings.links[-1].reason.text}"
    if findings.parent is not None and proven_without_ds(findings):
        return f"not signed, so nobody can tell a forged answer from a real one: {zone_text(findings.parent)} has no DS record for it"
    return ""


AREAS: Sequence[tuple[str, tuple[str, ...], Callable[[Findings], str]]] = (
    ("delegation", ("delegation.differs", "delegation.parents", "delegation.ttl", "delegation.one"), _delegation),
    ("addresses", ("delegation.glue", "delegation.circular", "server.name", "server.address"), _names),
    (
        "answers",
        ("delegation.lame", "server.recursive", "server.offers", "server.silent", "server.malformed"),
        _answers,
    ),
    ("ways", ("server.no-tcp", "server.cuts", "server.no-edns", "server.edns", "server.case"), _ways),
    ("agreement", ("zone.",), _agreement),
    ("trust", ("trust.",), _trust),
)
"""The parts: a name, with what their rules begin, and what there is to say where all is well ("" where nothing is known)."""


def _good(findings: Findings) -> list[Server]:
    return [each for each in findings.servers if standing(findings.at_zone, findings.zone, each) is Standing.GOOD]


def _all(some: Sequence[object], count: int) -> str:
    if len(some) == count:
        return {1: "the one address that there is answers", 2: "both addresses answer"}.get(
            count, f"all {count} addresses answer"
        )
    return f"{len(some)} of {count} addresses answer{'s' if len(some) == 1 else ''}"


def _counted(things: Sequence[object], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"
