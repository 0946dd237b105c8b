"""`netkit dns trace --all`: every server of each zone on the way is asked the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.name
import dns.rdatatype

from netkit.dns.query import Question, Server
from netkit.dns.round import Round
from netkit.dns.view.compared import said_by_servers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netkit.cli.dns_place import Place
    from netkit.dns.cache import Cache
    from netkit.dns.step import Step
    from netkit.dns.view.compared import ServerSaid
    from netkit.dns.walker import Walker

__all__ = ["ask_all"]

MOST_SERVERS = 32
"""Addresses of one zone that are asked."""

MOST_ZONES = 16
MOST_NAMES = 13
"""Servers of a zone whose addresses are looked for."""


def ask_all(walker: Walker, place: Place, now: float) -> tuple[list[ServerSaid], float]:
    """What each server of the zones of a walk says to its question, and the time when all have.

    Addresses that the walk had no need of are looked for first, with its cache.
    """
    zones = dict.fromkeys(step.zone for step in walker.steps if step.purpose.depth == 0 and step.server is not None)
    servers: dict[dns.name.Name, list[Server]] = {}
    for zone in list(zones)[:MOST_ZONES]:
        servers[zone], now = _servers(zone, walker, place, now)
    steps, now = _asked(servers, walker.question, place, now)
    more: dict[dns.name.Name, list[Server]] = {}
    for zone, named in _named_besides(steps, servers).items():
        more[zone] = []
        for name in named:
            found, now = _with_addresses(name, walker.cache, place, now)
            more[zone] += found
    others, now = _asked(more, walker.question, place, now)
    order = list(zones)
    said = said_by_servers([*steps, *others], walker.question)
    return sorted(said, key=lambda each: order.index(each.zone)), now


def _asked(
    servers: Mapping[dns.name.Name, Sequence[Server]], question: Question, place: Place, now: float
) -> tuple[list[Step], float]:
    """Ask each server the walk's question, and for the SOA and NS of its zone."""
    asked = [
        (zone, server, each)
        for zone, addresses in servers.items()
        for server in addresses[:MOST_SERVERS]
        for each in dict.fromkeys((question, Question(zone, dns.rdatatype.SOA), Question(zone, dns.rdatatype.NS)))
    ]
    all_at_once = Round(asked, now=now, seed=place.seed)
    now = place.drive(all_at_once, now)
    return all_at_once.steps, now


def _named_besides(
    steps: Sequence[Step], servers: Mapping[dns.name.Name, Sequence[Server]]
) -> dict[dns.name.Name, list[dns.name.Name]]:
    """Servers that a zone itself names, and its parent does not."""
    found: dict[dns.name.Name, list[dns.name.Name]] = {}
    for step in steps:
        if step.question.type != dns.rdatatype.NS or step.question.name != step.zone or step.response is None:
            continue
        known = {server.name for server in servers[step.zone]}
        for rrset in step.response.answer:
            if rrset.rdtype == dns.rdatatype.NS and rrset.name == step.zone:
                names = found.setdefault(step.zone, [])
                names += [rdata.target for rdata in rrset if rdata.target not in known and rdata.target not in names]
    return {zone: names[:MOST_NAMES] for zone, names in found.items()}


def _servers(zone: dns.name.Name, walker: Walker, place: Place, now: float) -> tuple[list[Server], float]:
    """Every address of every server of a zone, as its parent and as it itself names them."""
    found: dict[str, Server] = {}
    hints = [
        (name if isinstance(name, dns.name.Name) else dns.name.from_text(name), address)
        for name, address in place.hints
    ]
    begins = {address for _, address in hints}
    if any(step.zone == zone and step.server is not None and step.server.address in begins for step in walker.steps):
        found = {address: Server(name, address) for name, address in hints}
    referrals = [step.referral for step in walker.steps if step.referral is not None and step.referral.zone == zone]
    names: dict[dns.name.Name, None] = {}
    for server in (server for referral in referrals for server in referral.servers):
        names.setdefault(server.name)
        for address in server.addresses:
            found.setdefault(address, Server(server.name, address))
    entry = walker.cache.get(zone, dns.rdatatype.NS, now=now)
    for rdata in entry.rrset if entry is not None and len(zone) > 1 else ():
        names.setdefault(rdata.target)
    for step in walker.steps:
        if step.zone == zone and step.server is not None:
            found.setdefault(step.server.address, step.server)
    for name in list(names)[:MOST_NAMES]:
        if not any(each.name == name for each in found.values()):
            addresses, now = _with_addresses(name, walker.cache, place, now)
            found |= {each.address: each for each in addresses if each.address not in found}
    usable = [each for each in found.values() if (place.ipv6 if ":" in each.address else place.ipv4)]
    return usable, now


def _with_addresses(name: dns.name.Name, cache: Cache, place: Place, now: float) -> tuple[list[Server], float]:
    """A server with each of its addresses that can be used here."""
    found: list[Server] = []
    for kind, usable in ((dns.rdatatype.A, place.ipv4), (dns.rdatatype.AAAA, place.ipv6)):
        if usable:
            walker, now = place.walked(Question(name, kind), cache, now)
            sets = [each for each in walker.result.answer if each.rdtype == kind]
            found += [Server(name, rdata.address) for rrset in sets for rdata in rrset]
    return found, now
