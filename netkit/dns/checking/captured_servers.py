"""Which servers a capture shows, by address: what they are called, and which zone a referral names them for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.delegated import ADDRESSES
from netkit.dns.replay.exchange import referred_zone
from netkit.dns.walking.delegation import addresses_of

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.replay import Exchange

__all__ = ["names_of_addresses", "served_zones"]


def names_of_addresses(exchanges: Sequence[Exchange]) -> dict[str, dns.name.Name]:
    """Addresses with the name whose address they are."""
    return {
        address: rrset.name
        for exchange in exchanges
        if exchange.answer is not None
        for section in (exchange.answer.answer, exchange.answer.additional)
        for rrset in section
        if rrset.rdtype in ADDRESSES
        for address in addresses_of(rrset)
    }


def served_zones(exchanges: Sequence[Exchange]) -> dict[str, dns.name.Name]:
    """Addresses with the zone that a referral names their server for, the first one counting."""
    servers: dict[dns.name.Name, dns.name.Name] = {}
    for exchange in exchanges:
        if exchange.answer is not None and referred_zone(exchange.answer) is not None:
            for rrset in exchange.answer.authority:
                for record in rrset if rrset.rdtype == dns.rdatatype.NS else ():
                    servers.setdefault(record.target, rrset.name)
    names = names_of_addresses(exchanges)
    return {address: servers[name] for address, name in names.items() if name in servers}
