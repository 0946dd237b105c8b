"""What the exchanges of a capture say of servers: their names, their addresses, and the zones that they serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import dns.flags
import dns.name
import dns.rdatatype

from netkit.dns.replay.exchange import Exchange, named_zone, referred_zone
from netkit.dns.walking.delegation import addresses_of

if TYPE_CHECKING:
    import dns.message
    import dns.rrset

__all__ = ["ADDRESSES", "BESIDE", "Knowledge", "servers_in"]

ADDRESSES = frozenset({dns.rdatatype.A, dns.rdatatype.AAAA})

BESIDE = frozenset({dns.rdatatype.DS, dns.rdatatype.DNSKEY})
"""What is asked for a chain of trust."""

APEX = frozenset({dns.rdatatype.SOA, dns.rdatatype.NS, dns.rdatatype.DNSKEY})
"""Types of records that stand at the top of a zone."""


MOST_SEEN = 64
"""Exchanges of one server that are looked at to find its zone."""


class Knowledge:
    """All exchanges of a walker, in their order, and what they teach of servers, whenever they do.

    `names` has the name to an address, `addresses` the other way round; `told` by a server's name and address the exchanges whose answer
    section says so.
    """

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self.exchanges = exchanges
        self.place = {id(each): number for number, each in enumerate(exchanges)}
        self.answered = any(each.answered_at is not None for each in exchanges)
        self.names: dict[str, dns.name.Name] = {}
        self.addresses: dict[dns.name.Name, set[str]] = {}
        self.told: dict[tuple[dns.name.Name, str], list[Exchange]] = {}
        self.referrals: dict[dns.name.Name, list[Exchange]] = {}
        self.by_name: dict[dns.name.Name, list[Exchange]] = {}
        self.by_server: dict[str, list[Exchange]] = {}
        for each in exchanges:
            self.by_name.setdefault(each.question.name, []).append(each)
            self.by_server.setdefault(each.server, []).append(each)
            if each.answer is not None:
                self._learn(each, each.answer)

    def _learn(self, exchange: Exchange, answer: dns.message.Message) -> None:
        zone = named_zone(exchange)
        if zone is not None:
            self.referrals.setdefault(zone, []).append(exchange)
        for section in (answer.answer, answer.additional):
            for rrset in section:
                if rrset.rdtype not in ADDRESSES:
                    continue
                for address in addresses_of(rrset):
                    self.names.setdefault(address, rrset.name)
                    self.addresses.setdefault(rrset.name, set()).add(address)
                    if section is answer.answer:
                        self.told.setdefault((rrset.name, address), []).append(exchange)

    def serves(self, servers: dns.rrset.RRset, address: str) -> bool:
        """Whether an address belongs to one of the servers of an NS set."""
        return any(address in self.addresses.get(each.target, ()) for each in servers)

    def asked_more_than_once(self, exchange: Exchange) -> bool:
        """Whether the same was asked again, or before, as it is where no answer comes; never where the capture has no answers at all."""
        return self.answered and any(
            each.answered_at is None or each.asked_at > exchange.asked_at
            for each in self.by_name.get(exchange.question.name, ())
            if each is not exchange and each.question == exchange.question
        )

    def zone_by_itself(self, exchange: Exchange) -> dns.name.Name:
        """The zone for which a server was asked of which no referral tells: as it shows in what the server says."""
        name = exchange.question.name
        known = self.by_server.get(exchange.server, [])[:MOST_SEEN]
        for each in [exchange, *known]:
            found = _zone_shown(each)
            if found is not None and name.is_subdomain(found) and (found != name or exchange.question.type in APEX):
                return found
        if len(name) <= 2 or any(each.question.name == dns.name.root for each in known):
            return dns.name.root
        return name.parent()


def _zone_shown(exchange: Exchange) -> dns.name.Name | None:
    """The zone that an answer shows its server to have authority for; None where it does not."""
    answer = exchange.answer
    if answer is None:
        return None
    referred = referred_zone(answer)
    if referred is not None:
        return referred.parent() if len(referred) > 1 else None
    if not answer.flags & dns.flags.AA:
        return None
    owners = [each.name for each in answer.authority if each.rdtype in APEX]
    if not owners and exchange.question.type in APEX:
        owners = [each.name for each in answer.answer if each.rdtype in APEX]
    return owners[0] if owners else None


def servers_in(answer: dns.message.Message | None) -> dns.rrset.RRset | None:
    """The NS set of a referral; None where there is none."""
    if answer is None:
        return None
    return next((each for each in answer.authority if each.rdtype == dns.rdatatype.NS), None)
