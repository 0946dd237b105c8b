"""The made-up internet moved to addresses of this machine, so that real programs can walk it."""

from __future__ import annotations

from functools import cached_property
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

import dns.name
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.made_up.behaviour import BEHAVIOURS, answer_as
from netkit.dns.reason import Reason
from netkit.dns.zones import Answered, Authority, Zone
from netkit.dns.zones.service import Served, served

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import dns.message

    from netkit.dns.made_up.internet import MadeUpInternet

__all__ = ["LoopbackInternet", "anchors_text", "hints_text", "loopback_addresses", "moved_zone"]

FIRST = IPv4Address("127.53.0.0")
"""The block is 127.53.0.0/16: 127.0.0.0/8 is this machine (RFC 1122 section 3.2.1.3), and 53 is the port of DNS."""


def loopback_addresses(internet: MadeUpInternet) -> dict[str, str]:
    """For each address of a server, IPv4 and IPv6, the loopback address that stands for it: one for each server, in their order."""
    numbers: dict[int, int] = {}
    found = {}
    for address, server in internet.servers.items():
        number = numbers.setdefault(id(server), len(numbers))
        found[address] = str(FIRST + (number // 254) * 256 + number % 254 + 1)
    return found


def moved_zone(zone: Zone, addresses: Mapping[str, str]) -> Zone:
    """The zone with servers' A records moved to `addresses`, and without their AAAA records; all else is as it was.

    Loopback has but one IPv6 address (RFC 4291 section 2.5.3), so servers can't be told apart there; a name that has no IPv4 address
    gets an A record instead.
    """
    return Zone.of(zone.origin, list(_moved_sets(zone, addresses)))


def _moved_sets(zone: Zone, addresses: Mapping[str, str]) -> Iterator[dns.rrset.RRset]:
    for name, node in zone.nodes.items():
        has_ipv4 = (RdataType.A, RdataType.NONE) in node
        for (rdtype, _), rrset in node.items():
            if rdtype == RdataType.A:
                texts = [addresses.get(rdata.to_text(), rdata.to_text()) for rdata in rrset]
                yield dns.rrset.from_text(name, rrset.ttl, "IN", "A", *texts)
            elif rdtype == RdataType.AAAA and any(rdata.to_text() in addresses for rdata in rrset):
                yield from _without_servers(name, rrset, addresses, has_ipv4=has_ipv4)
            else:
                yield rrset


def _without_servers(
    name: dns.name.Name, rrset: dns.rrset.RRset, addresses: Mapping[str, str], *, has_ipv4: bool
) -> Iterator[dns.rrset.RRset]:
    texts = [rdata.to_text() for rdata in rrset]
    kept = [text for text in texts if text not in addresses]
    if kept:
        yield dns.rrset.from_text(name, rrset.ttl, "IN", "AAAA", *kept)
    if not has_ipv4:
        yield dns.rrset.from_text(name, rrset.ttl, "IN", "A", *(addresses[text] for text in texts if text in addresses))


def hints_text(hints: Sequence[tuple[dns.name.Name, str]]) -> str:
    """The root's servers, IPv4, as a file that resolvers read (BIND's hint zone, Unbound's root-hints)."""
    names = [f". 3600000 NS {name}\n" for name in dict.fromkeys(name for name, _ in hints)]
    return "".join([*names, *(f"{name} 3600000 A {address}\n" for name, address in hints)])


def anchors_text(anchors: Sequence[str]) -> str:
    """The trust anchors as a file that resolvers read (Unbound's trust-anchor-file)."""
    return "".join(f"{anchor}\n" for anchor in anchors)


class LoopbackInternet:
    """The servers of the made-up internet at loopback addresses, with their faults and their round trips.

    `addresses` gives for each address in the made-up internet the one that stands for it. Zones are read when they are first asked for.
    """

    def __init__(self, internet: MadeUpInternet) -> None:
        self.internet = internet
        self.addresses = loopback_addresses(internet)
        self._zones: dict[str, Zone] = {}
        self._authorities: dict[str, Authority] = {}

    @cached_property
    def at(self) -> dict[str, str]:
        """For each loopback address, an address in the made-up internet of the server there."""
        return {here: there for there, here in reversed(self.addresses.items())}

    @property
    def hints(self) -> list[tuple[dns.name.Name, str]]:
        """The root's servers at their loopback addresses (RFC 9609)."""
        return list(dict.fromkeys((name, self.addresses[address]) for name, address in self.internet.hints))

    def serve(self, wire: bytes, address: str, *, tcp: bool) -> Served:
        """What the server at a loopback address sends back; KeyError where there is none."""
        return served(wire, lambda query: self._explained(query, address, tcp=tcp), tcp=tcp)

    def _explained(self, query: dns.message.Message, address: str, *, tcp: bool) -> tuple[Answered | Reason, float]:
        server = self.internet.servers[self.at[address]]
        last: list[Answered] = []

        def right(asked: dns.message.Message) -> dns.message.Message:
            last.append(self._authority(address).explain(asked, tcp=tcp))
            return last[-1].response

        response = answer_as(server.behaviours, query, right, tcp=tcp)
        faults = [
            Reason(f"made-up.{fault}", f"{server.name.rstrip('.')} is made up so that it {BEHAVIOURS[fault]}")
            for fault in sorted(server.behaviours)
        ]
        if response is None:
            return faults[0], server.round_trip
        return Answered(response, [*(last[0].reasons if last else []), *faults]), server.round_trip

    def _authority(self, address: str) -> Authority:
        if address not in self._authorities:
            names = self.internet.servers[self.at[address]].zones
            self._authorities[address] = Authority([self._zone(name) for name in names])
        return self._authorities[address]

    def _zone(self, name: str) -> Zone:
        if name not in self._zones:
            moved = moved_zone(self.internet.unsigned_zone(name), self.addresses)
            self._zones[name] = self.internet.signer.signed(moved)
        return self._zones[name]
