"""Where a captured walk began, and how it asked: its first servers, and whether names were shortened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dns.flags
import dns.name
import dns.rdatatype

from netkit.dns.replay.exchange import Exchange, referred_zone

if TYPE_CHECKING:
    from netkit.dns.query import Question

__all__ = ["Start", "names_of_addresses", "served_zones", "start_of"]

ADDRESSES = (dns.rdatatype.A, dns.rdatatype.AAAA)
UNNAMED = dns.name.from_text("root-server.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a walker has to be told so that it asks as the capture shows: `Walker`'s parameters of these names, and the time."""

    hints: Sequence[tuple[dns.name.Name, str]] = ()
    stubs: Mapping[dns.name.Name, Sequence[str]] = field(default_factory=dict)
    qmin: bool = True
    qmin_type: dns.rdatatype.RdataType = dns.rdatatype.A
    now: float = 0.0


def start_of(question: Question, exchanges: Sequence[Exchange]) -> Start:
    """How the walk for `question` began; as one from nothing where the capture does not show it."""
    way = [each for each in exchanges if question.name.is_subdomain(_plain(each.question.name))]
    way = [each for each in way if not _priming(each)] or way
    if not way:
        return Start(now=exchanges[0].asked_at if exchanges else 0.0)
    first = way[0]
    names, zones = names_of_addresses(exchanges), served_zones(exchanges)
    zone = _zone_of(first, zones)
    servers = [each.server for each in exchanges if _zone_of(each, zones) == zone]
    servers = list(dict.fromkeys([first.server, *servers]))
    shorter = next((each for each in way if len(_plain(each.question.name)) < len(question.name)), None)
    kind = dns.rdatatype.A if shorter is None else shorter.question.type
    common = {"qmin": shorter is not None, "qmin_type": kind, "now": first.asked_at}
    if zone == dns.name.root:
        return Start(hints=[(names.get(each, UNNAMED), each) for each in servers], **common)  # type: ignore[arg-type]
    return Start(stubs={zone: servers}, **common)  # type: ignore[arg-type]


def _plain(name: dns.name.Name) -> dns.name.Name:
    """The name without the underscore that BIND puts in front of a shortened one."""
    return name.parent() if name.labels[:1] == (b"_",) else name


def _priming(exchange: Exchange) -> bool:
    return bool(exchange.question.name == dns.name.root)


def names_of_addresses(exchanges: Sequence[Exchange]) -> dict[str, dns.name.Name]:
    """Addresses with the name whose address they are."""
    return {
        rdata.address: rrset.name
        for exchange in exchanges
        if exchange.answer is not None
        for section in (exchange.answer.answer, exchange.answer.additional)
        for rrset in section
        if rrset.rdtype in ADDRESSES
        for rdata in rrset
    }


def served_zones(exchanges: Sequence[Exchange]) -> dict[str, dns.name.Name]:
    """Addresses with the zone that a referral names their server for, the first one counting."""
    servers: dict[dns.name.Name, dns.name.Name] = {}
    found: dict[str, dns.name.Name] = {}
    for exchange in exchanges:
        zone = referred_zone(exchange.answer)
        if zone is None or exchange.answer is None:
            continue
        for rrset in exchange.answer.authority:
            if rrset.rdtype == dns.rdatatype.NS:
                for rdata in rrset:
                    servers.setdefault(rdata.target, rrset.name)
    for address, name in names_of_addresses(exchanges).items():
        if name in servers:
            found[address] = servers[name]
    return found


def _zone_of(exchange: Exchange, zones: Mapping[str, dns.name.Name]) -> dns.name.Name:
    """The zone for which this server was asked: as a referral has it, else as its own answer lets one conclude."""
    if exchange.server in zones:
        return zones[exchange.server]
    referred = referred_zone(exchange.answer)
    if referred is not None and referred != dns.name.root:
        return referred.parent()
    if exchange.answer is not None and exchange.answer.flags & dns.flags.AA:
        owners = [
            each.name for each in exchange.answer.authority if each.rdtype in (dns.rdatatype.SOA, dns.rdatatype.NS)
        ]
        if owners:
            return owners[0]
    return dns.name.root
