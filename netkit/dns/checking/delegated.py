"""What the servers of the zone above say: the delegation, and the glue with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.findings import NameFound, NameServer, NameState, ParentSays
from netkit.dns.walking.delegation import addresses_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import dns.name

    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.heard import Heard

__all__ = [
    "ADDRESSES",
    "MOST_NAMES",
    "delegation_told",
    "found_at_zone",
    "name_servers",
    "parent_told",
    "proven_without_ds",
]

ADDRESSES = (dns.rdatatype.A, dns.rdatatype.AAAA)
MOST_NAMES = 16
"""Names of servers that are looked at: a delegation can name thousands."""


def delegation_told(heard: Iterable[Heard], zone: dns.name.Name) -> list[ParentSays]:
    """What each server of the parent says of the delegation, each once; a server that speaks for the zone itself does not show it."""
    found: dict[str, ParentSays] = {}
    for each in heard:
        servers = each.authority(zone, dns.rdatatype.NS)
        if servers is None or each.authoritative or each.message is None or each.message.answer:
            continue
        names = tuple(dict.fromkeys(record.target for record in servers))[:MOST_NAMES]
        glue = {}
        for name in names:
            sets = [one for kind in ADDRESSES if (one := each.additional(name, kind)) is not None]
            glue[name] = tuple(dict.fromkeys(address for glued in sets for address in addresses_of(glued)))
        known = found.get(each.server.address)
        if known is None or sum(map(len, glue.values())) > sum(map(len, known.glue.values())):
            found[each.server.address] = ParentSays(
                server=each.server, names=names, seconds=int(servers.ttl), glue=glue
            )
    return list(found.values())


def parent_told(heard: Iterable[Heard], zone: dns.name.Name, parent: dns.name.Name | None) -> dns.name.Name | None:
    """The zone above, as its servers call themselves when they are asked for DS; `parent` where none says it.

    A walk that was told with which server to begin takes that one for the root's.
    """
    for each in heard:
        if not each.authoritative or each.question != (zone, dns.rdatatype.DS) or each.message is None:
            continue
        owners = [one.name for one in each.message.authority if one.rdtype == dns.rdatatype.SOA]
        sets = [one for one in each.message.answer if one.rdtype == dns.rdatatype.RRSIG and one.name == zone]
        owners += [record.signer for one in sets for record in one if record.type_covered == dns.rdatatype.DS]
        deeper = [one for one in owners if one != zone and zone.is_subdomain(one) and len(one) > len(parent or ())]
        if deeper:
            return deeper[0]
    return parent


def proven_without_ds(findings: Findings) -> bool:
    """Whether the servers of the zone above all say that they have no DS record for the zone."""
    asked = [each for each in findings.at_parent if each.question == (findings.zone, dns.rdatatype.DS)]
    spoken = [each for each in asked if each.authoritative and each.rcode_text == "NOERROR"]
    return bool(spoken) and all(each.answer(findings.zone, dns.rdatatype.DS) is None for each in spoken)


def found_at_zone(heard: Sequence[Heard], name: dns.name.Name) -> NameFound | None:
    """What the zone's own servers say of a name inside it, taken together; None where none said anything with authority."""
    spoken = [each for each in heard if each.authoritative and each.question.name == name]
    spoken = [each for each in spoken if each.question.type in ADDRESSES]
    addresses = [
        address
        for each in spoken
        if (found := each.answer(name, each.question.type)) is not None
        for address in addresses_of(found)
    ]
    answered = {int(each.question.type): each for each in spoken if each.rcode_text in ("NOERROR", "NXDOMAIN")}
    if addresses:
        return NameFound(state=NameState.FOUND, addresses=tuple(dict.fromkeys(addresses)), types=frozenset(answered))
    for each in spoken:
        alias = each.answer(name, dns.rdatatype.CNAME)
        if alias is not None:
            return NameFound(state=NameState.ALIAS, alias_of=alias[0].target)
    if any(each.rcode_text == "NXDOMAIN" for each in answered.values()):
        return NameFound(state=NameState.NO_SUCH_NAME, why="its zone says that there is no such name")
    if set(answered) == set(ADDRESSES):
        return NameFound(state=NameState.NO_ADDRESS, why="its zone has no address for it")
    return None


def name_servers(
    zone: dns.name.Name,
    delegation: Sequence[ParentSays],
    at_zone: Sequence[Heard],
    looked_up: Mapping[dns.name.Name, NameFound],
) -> list[NameServer]:
    """Each server that the parent or the zone names, the parent's first."""
    by_parent = dict.fromkeys(name for each in delegation for name in each.names)
    sets = [_own_names(each, zone) for each in at_zone]
    by_zone = dict.fromkeys(name for names in sets for name in names)
    found = []
    for name in list({**by_parent, **by_zone})[:MOST_NAMES]:
        glue = dict.fromkeys(address for each in delegation for address in each.glue.get(name, ()))
        own = found_at_zone(at_zone, name) if name.is_subdomain(zone) else None
        found.append(
            NameServer(
                name=name,
                by_parent=name in by_parent,
                by_zone=name in by_zone,
                inside=name.is_subdomain(zone),
                glue=tuple(glue),
                found=own or looked_up.get(name) or NameFound(state=NameState.UNKNOWN),
            )
        )
    return found


def _own_names(heard: Heard, zone: dns.name.Name) -> Iterable[dns.name.Name]:
    if not heard.authoritative:
        return ()
    servers = heard.answer(zone, dns.rdatatype.NS) or heard.authority(zone, dns.rdatatype.NS)
    return () if servers is None else sorted(each.target for each in servers)
