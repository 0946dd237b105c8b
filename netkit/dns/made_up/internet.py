"""The made-up internet as one value: who answers at which address, and what."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import dns.name

from netkit.dns.made_up.behaviour import answer_as
from netkit.dns.made_up.finding import lesson_named, lesson_or_zone, zone_named
from netkit.dns.made_up.signing import MadeUpSigner, read_signed_zones
from netkit.dns.made_up.tables import read_lessons, read_servers, zone_file, zone_names, zone_text
from netkit.dns.zones import Authority, read_zone

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.made_up.signing import SignedZone
    from netkit.dns.made_up.tables import Lesson, Server
    from netkit.dns.zones import Zone

__all__ = ["ORIGIN", "MadeUpInternet", "Reply"]

ORIGIN = 1_767_225_600
"""When virtual time begins, in seconds since 1970: 2026-01-01 00:00 UTC. Second 0 of a walk is this moment."""

SEED = b"the made-up internet"
"""What all its keys are made from: they are the same everywhere and always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back, and how long that took, in seconds of virtual time."""

    message: dns.message.Message
    round_trip: float


class MadeUpInternet:
    """Servers that answer without any network. A zone is read and signed when it is first asked about."""

    def __init__(self) -> None:
        self._zones: dict[str, Zone] = {}
        self._authorities: dict[str, Authority] = {}

    @cached_property
    def servers(self) -> Mapping[str, Server]:
        """Each address, in canonical text, with the server that is there."""
        return {address: server for server in read_servers() for address in server.addresses}

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons, in the order in which they are best read."""
        return read_lessons()

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The names of all zones, each after its parent."""
        return zone_names()

    @property
    def hints(self) -> list[tuple[dns.name.Name, str]]:
        """The root's servers: name and address, IPv4 first (RFC 9609)."""
        found = [(server.name, address) for address, server in self.servers.items() if "." in server.zones]
        return [(dns.name.from_text(name), address) for name, address in sorted(found, key=lambda one: ":" in one[1])]

    def lesson(self, slug: str) -> Lesson:
        """One lesson; UsageError with the one that was meant."""
        return lesson_named(slug, self.lessons)

    @property
    def trust_anchors(self) -> list[str]:
        """The DS records of the root's key, as text: where a chain of trust in the made-up internet begins."""
        return self.signer.pointers(dns.name.root).to_text().split("\n")

    @cached_property
    def signer(self) -> MadeUpSigner:
        """Who signs its zones."""
        return MadeUpSigner(self.signed_zones, seed=SEED, moment=ORIGIN)

    @cached_property
    def signed_zones(self) -> Mapping[str, SignedZone]:
        """How zones are signed, by their absolute names; the others are not."""
        return read_signed_zones()

    def zone(self, name: str) -> Zone:
        """One zone as it is served, signed where it is signed; UsageError with the one that was meant."""
        origin = zone_named(name, self.zones)
        if origin not in self._zones:
            self._zones[origin] = self.signer.signed(self.unsigned_zone(origin))
        return self._zones[origin]

    def unsigned_zone(self, name: str) -> Zone:
        """One zone as its file has it; UsageError with the one that was meant."""
        origin = zone_named(name, self.zones)
        return read_zone(zone_text(origin), source=zone_file(origin), origin=dns.name.from_text(origin))

    def servers_of(self, zone: str) -> tuple[Server, ...]:
        """Who serves a zone, given by its absolute name, each once."""
        return tuple({server: None for server in self.servers.values() if zone in server.zones})

    def found(self, word: str) -> Lesson | str:
        """The lesson or the zone (its absolute name) that a word names; UsageError with the one that was meant."""
        return lesson_or_zone(word, self.lessons, self.zones)

    def authority(self, address: str) -> Authority:
        """What the server at this address knows; KeyError where there is none."""
        server = self.servers[address]
        if server.name not in self._authorities:
            self._authorities[server.name] = Authority(_Unread(self, server.zones))
        return self._authorities[server.name]

    def respond(self, query: dns.message.Message, address: str, *, tcp: bool = False) -> Reply | None:
        """What comes back for a query to this address; None where nothing does."""
        try:
            canonical = str(ipaddress.ip_address(address))
        except ValueError:
            return None
        server = self.servers.get(canonical)
        if server is None:
            return None
        message = answer_as(
            server.behaviours, query, lambda asked: self.authority(canonical).respond(asked, tcp=tcp), tcp=tcp
        )
        return None if message is None else Reply(message=message, round_trip=server.round_trip)


class _Unread(Mapping["dns.name.Name", "Zone"]):
    """A server's zones by origin, each read when it is asked for: those of registries are long."""

    def __init__(self, internet: MadeUpInternet, zones: tuple[str, ...]) -> None:
        self._internet = internet
        self._names = {dns.name.from_text(zone): zone for zone in zones}

    def __getitem__(self, origin: dns.name.Name) -> Zone:
        return self._internet.zone(self._names[origin])

    def __iter__(self) -> Iterator[dns.name.Name]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
