"""What a capture shows of a zone and its servers: nothing is asked, and what was not asked is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import dns.flags
import dns.name
import dns.rdatatype

from netkit.dns.checking.captured_servers import names_of_addresses, served_zones
from netkit.dns.checking.delegated import ADDRESSES, delegation_told, name_servers
from netkit.dns.checking.findings import Findings, NameFound, NameState
from netkit.dns.checking.heard import heard_in_capture
from netkit.dns.checking.untold import untold
from netkit.dns.query import Server
from netkit.dns.replay.exchange import referred_zone
from netkit.dns.walking.delegation import addresses_of

if TYPE_CHECKING:
    from netkit.dns.checking.heard import Heard
    from netkit.dns.replay import Exchange

__all__ = ["findings_in_capture", "zones_in_capture"]


def zones_in_capture(exchanges: Sequence[Exchange]) -> list[dns.name.Name]:
    """The zones to which a server in the capture refers, in the order in which they come."""
    zones = (referred_zone(each.answer) for each in exchanges)
    # In small letters: some resolvers ask in mixed ones.
    return list(dict.fromkeys(each.canonicalize() for each in zones if each is not None and len(each) > 1))


def findings_in_capture(name: dns.name.Name, exchanges: Sequence[Exchange], missing: Sequence[str] = ()) -> Findings:
    """What the capture shows of the zone that `name` belongs to, as far as it shows it; `missing` says what its file does not hold.

    `reached` is False where it shows no referral to any zone that the name lies in.
    """
    zones = [each for each in zones_in_capture(exchanges) if name.is_subdomain(each)]
    if not zones:
        return Findings(name=name, zone=name, reached=False, captured=True)
    zone = max(zones, key=len)
    known, served = names_of_addresses(exchanges), served_zones(exchanges)
    heard = [(each, heard_in_capture(each, Server(known.get(each.server), each.server))) for each in exchanges]
    at_parent = [each for exchange, each in heard if referred_zone(exchange.answer) == zone]
    delegation = delegation_told(at_parent, zone)
    named = {each for one in delegation for each in one.names}
    looked_up = {each: _found(each, [one for _, one in heard]) for each in named if not each.is_subdomain(zone)}
    addresses = {address for address, owner in known.items() if owner in named}
    addresses |= {address for address, of in served.items() if of == zone}
    at_zone = [
        each
        for exchange, each in heard
        if exchange.server in addresses and exchange.question.name.is_subdomain(zone) and not exchange.recursive
    ]
    above = [served.get(each.server.address) for each in at_parent]
    parents = [each for each in above if each is not None and zone.is_subdomain(each) and each != zone]
    parent = max(parents, key=len, default=None)
    if parent is None and at_parent:
        parent = zone.parent() if len(zone) <= 2 else _above(zone, zones_in_capture(exchanges))
    findings = Findings(
        name=name,
        zone=zone,
        parent=parent,
        delegation=delegation,
        at_parent=at_parent,
        at_zone=at_zone,
        name_servers=name_servers(zone, delegation, at_zone, looked_up),
        captured=True,
        untold=tuple(missing),
    )
    return untold(findings)


def _above(zone: dns.name.Name, zones: Sequence[dns.name.Name]) -> dns.name.Name:
    """The closest zone above that the capture refers to, else the name above."""
    found = [each for each in zones if zone.is_subdomain(each) and each != zone]
    return max(found, key=len) if found else zone.parent()


def _found(name: dns.name.Name, heard: Sequence[Heard]) -> NameFound:
    """What the capture shows of a name's addresses, where somebody asked for them."""
    asked = [each for each in heard if each.question.name == name and each.question.type in ADDRESSES]
    spoken = [each for each in asked if each.authoritative or each.recursive]
    aliases = [found for each in spoken if (found := each.answer(name, dns.rdatatype.CNAME)) is not None]
    if aliases:
        return NameFound(state=NameState.ALIAS, alias_of=aliases[0][0].target)
    sets = [found for each in spoken if (found := each.answer(name, each.question.type)) is not None]
    if sets:
        return NameFound(
            state=NameState.FOUND,
            types=frozenset(int(each.question.type) for each in spoken if each.rcode_text == "NOERROR"),
            addresses=tuple(dict.fromkeys(at for one in sets for at in addresses_of(one))),
        )
    if any(each.rcode_text == "NXDOMAIN" for each in spoken):
        return NameFound(state=NameState.NO_SUCH_NAME, why="there is no such name")
    return NameFound(state=NameState.UNKNOWN)
