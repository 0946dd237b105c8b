"""A referral: whom to ask next, which glue came with it, why it was needed, and why it is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.name
import dns.rdatatype

from netkit.dns.cache import Credibility
from netkit.dns.durations import seconds_text
from netkit.dns.name_text import name_text, zone_text
from netkit.dns.step import GlueKind, Ignored, Referral, ReferredServer
from netkit.dns.walking.delegation import Delegation, Target, addresses_of, unusable
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.rrset

    from netkit.dns.step import Step
    from netkit.dns.walking.reading import Reading
    from netkit.dns.walking.walk import Walk

__all__ = ["followed"]

NAMED = 4
"""Servers that a sentence names."""


def followed(walk: Walk, step: Step, reading: Reading) -> Delegation:
    """The delegation that a referral makes; the step is told what there is to know of it."""
    servers = reading.servers
    assert servers is not None, "a referral names servers"  # noqa: S101 - read_reply calls nothing else so
    most, zone, parent = walk.settings.limits.servers, servers.name, step.zone
    records = list(servers)
    if len(records) > most:
        step.ignored.append(
            Ignored(f"{len(records) - most} servers of {name_text(zone)}", because("ignored.many-servers", count=most))
        )
    targets, told = [], []
    for record in records[:most]:
        addresses = _glue_of(walk, step, reading, record.target)
        kind = _kind(record.target, zone, parent)
        told.append(_judged(record.target, kind, zone, parent, tuple(addresses)))
        better = _known(walk, record.target, Credibility.ANSWER) or addresses
        targets.append(Target(record.target, better or _known(walk, record.target, Credibility.ADDITIONAL)))
    step.referral = Referral(zone=zone, servers=tuple(told), time_to_live=int(servers.ttl))
    names = [name_text(each.name) for each in told]
    listed = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
    step.concluded.append(because("referral", zone=zone_text(zone), servers=listed))
    step.concluded.append(because("kept", time=seconds_text(servers.ttl)))
    if not any(each.addresses for each in targets):
        step.concluded.append(because("referral.glueless"))
    return Delegation(zone, targets, "referral")


def _glue_of(walk: Walk, step: Step, reading: Reading, name: dns.name.Name) -> list[str]:
    """The addresses that came for a server, without those where nobody can be asked."""
    settings, found = walk.settings, []
    for rrset in reading.glue:
        if rrset.name != name:
            continue
        for address in addresses_of(rrset):
            why = unusable(address, ipv4=True, ipv6=True, allow_loopback=settings.allow_loopback)
            if why:
                reason = because("ignored.address", address=address, why=why)
                step.ignored.append(Ignored(f"{name_text(name)} {address}", reason))
            else:
                found.append(address)
    return found


def _known(walk: Walk, name: dns.name.Name, least: Credibility) -> list[str]:
    """The addresses that are remembered of a server: what its own zone told counts for more than glue (RFC 2181 section 5.4.1)."""
    found: list[str] = []
    for rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
        entry = walk.cache.get(name, rdtype, now=walk.now, least=least)
        if entry is not None:
            found += addresses_of(entry.rrset)
    return found


def _kind(name: dns.name.Name, zone: dns.name.Name, parent: dns.name.Name) -> GlueKind:
    if name.is_subdomain(zone):
        return GlueKind.IN_DOMAIN
    return GlueKind.SIBLING if name.is_subdomain(parent) else GlueKind.ELSEWHERE


def _judged(
    name: dns.name.Name, kind: GlueKind, zone: dns.name.Name, parent: dns.name.Name, addresses: tuple[str, ...]
) -> ReferredServer:
    rule = f"glue.{kind.value}" if addresses or kind is not GlueKind.IN_DOMAIN else "glue.missing"
    needed = because(rule, name=name_text(name), zone=zone_text(zone), parent=zone_text(parent))
    believed = because("glue.believed", parent=zone_text(parent)) if addresses else None
    return ReferredServer(name=name, kind=kind, addresses=addresses, needed=needed, believed=believed)
