"""What a check could not find out, and why: what was not asked was not found to be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.telling import anded
from netkit.dns.name_text import name_text, zone_text
from netkit.dns.step import Outcome

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.heard import Heard

__all__ = ["no_way", "untold"]


def no_way(heard: Iterable[Heard]) -> tuple[int, ...]:
    """The versions of IP over which every question failed because there was no way there: this machine does not speak them."""
    found = []
    for version, sign in ((4, "."), (6, ":")):
        tried = [each for each in heard if sign in each.server.address]
        if tried and all(each.outcome is Outcome.UNREACHABLE and "no way" in each.failure for each in tried):
            found.append(version)
    return tuple(found)


def untold(findings: Findings) -> Findings:
    """The findings with a sentence on each thing that nobody could tell."""
    return replace(findings, untold=(*findings.untold, *_told(findings)))


def _told(findings: Findings) -> Iterator[str]:
    zone, parent = zone_text(findings.zone), findings.parent
    for version in findings.no_way:
        yield f"this machine has no way over IPv{version}: the servers' IPv{version} addresses were not reached"
    for version in findings.left_out:
        sign = ":" if version == 6 else "."
        if any(sign in address for each in findings.name_servers for address in each.addresses):
            yield f"the servers' IPv{version} addresses were not asked: IPv{10 - version} alone was wanted"
    if parent is not None and not findings.delegation:
        if any(each.authoritative for each in findings.at_parent):
            yield (
                f"the servers of {zone_text(parent)} serve {zone}, too, and answer for it themselves:"
                " the delegation can't be seen from outside"
            )
        elif findings.at_parent:
            yield f"no server of {zone_text(parent)} said where {zone} is"
    if findings.why_not:
        yield f"the way to {name_text(findings.name)} ends at {zone}, so that is what was checked: {findings.why_not}"
    if findings.captured:
        yield from _not_shown(findings)


def _not_shown(findings: Findings) -> Iterator[str]:
    zone = zone_text(findings.zone)
    heard, servers = findings.at_zone, findings.servers
    if not findings.delegation:
        yield f"the capture does not show a referral to {zone}: what the zone above says can't be compared"
    asked = {each.address for each in servers}
    known = {address: each.name for each in findings.name_servers for address in each.addresses}
    unasked = [f"{address} ({name_text(name)})" for address, name in known.items() if address not in asked]
    if unasked:
        yield f"the capture shows no question about {zone} to {anded(unasked)}"
    without = sorted(name_text(each.name) for each in findings.name_servers if not each.addresses)
    if without:
        yield f"the capture does not show where {anded(without)} {'is' if len(without) == 1 else 'are'}"
    types = {each.question.type for each in heard}
    shown = {
        "which servers the zone itself names (NS)": any(findings.names_told(each) for each in servers),
        "the zone's serial number (SOA)": any(
            findings.told(each, findings.zone, dns.rdatatype.SOA) for each in servers
        ),
        "the zone's keys (DNSKEY)": dns.rdatatype.DNSKEY in types,
        "whether the servers speak TCP": any(each.tcp for each in heard),
        "whether the servers speak EDNS": any(each.edns for each in heard),
    }
    unseen = [what for what, seen in shown.items() if not seen]
    if unseen:
        yield f"the capture does not show {anded(unseen)}"
