"""The made-up internet as one value: who answers at which address, and what."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import dns.flags
import dns.name
from dns.rdatatype import RdataType

from netkit.dns.made_up.behaviour import answer_as
from netkit.dns.made_up.finding import lesson_named, lesson_or_zone, zone_named
from netkit.dns.made_up.tables import read_lessons, read_servers, zone_file, zone_names, zone_text
from netkit.dns.zones import Authority, read_zone

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.made_up.signing import MadeUpSigner, SignedZone
    from netkit.dns.made_up.tables import Lesson, Server
    from netkit.dns.zones import Zone

__all__ = ["ORIGIN", "MadeUpInternet", "Reply"]

ORIGIN = 1_767_225_600
"""When virtual time begins, in seconds since 1970: 2026-01-01 00:00 UTC. Second 0 of a walk is this moment."""

SEED = b"the made-up internet"
"""What all its keys are made from: they are the same everywhere and always."""

_MADE = frozenset(
    {
        RdataType.ANY,
        RdataType.DNSKEY,
        RdataType.DS,
        RdataType.NSEC,
        RdataType.NSEC3,
        RdataType.NSEC3PARAM,
        RdataType.RRSIG,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back, and how long that took, in seconds of virtual time."""

    message: dns.message.Message
    round_trip: float


class MadeUpInternet:
    """Servers that answer without any network. A zone is read when it is first asked about, and signed when signatures are asked for."""

    def __init__(self) -> None:
        self._unsigned: dict[str, Zone] = {}
        self._zones: dict[str, Zone] = {}
        self._authorities: dict[tuple[str, bool], Authority] = {}

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
        from netkit.dns.made_up.signing import MadeUpSigner  # noqa: PLC0415  as read_signed_zones

        return MadeUpSigner(self.signed_zones, seed=SEED, moment=ORIGIN)

    @cached_property
    def signed_zones(self) -> Mapping[str, SignedZone]:
        """How zones are signed, by their absolute names; the others are not."""
        # Who asks for no signatures should not wait for the cryptography to load.
        from netkit.dns.made_up.signing import read_signed_zones  # noqa: PLC0415

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
        if origin not in self._unsigned:
            self._unsigned[origin] = read_zone(
                zone_text(origin), source=zone_file(origin), origin=dns.name.from_text(origin)
            )
        return self._unsigned[origin]

    def servers_of(self, zone: str) -> tuple[Server, ...]:
        """Who serves a zone, given by its absolute name, each once."""
        return tuple({server: None for server in self.servers.values() if zone in server.zones})

    def found(self, word: str) -> Lesson | str:
        """The lesson or the zone (its absolute name) that a word names; UsageError with the one that was meant."""
        return lesson_or_zone(word, self.lessons, self.zones)

    def authority(self, address: str, *, signed: bool = True) -> Authority:
        """What the server at this address knows, with signatures or as the files have it; KeyError where there is none."""
        server = self.servers[address]
        if (server.name, signed) not in self._authorities:
            read = self.zone if signed else self.unsigned_zone
            self._authorities[server.name, signed] = Authority(_Unread(read, server.zones))
        return self._authorities[server.name, signed]

    def respond(self, query: dns.message.Message, address: str, *, tcp: bool = False) -> Reply | None:
        """What comes back for a query to this address; None where nothing does."""
        try:
            canonical = str(ipaddress.ip_address(address))
        except ValueError:
            return None
        server = self.servers.get(canonical)
        if server is None:
            return None
        authority = self.authority(canonical, signed=_shows_signing(query))
        message = answer_as(server.behaviours, query, lambda asked: authority.respond(asked, tcp=tcp), tcp=tcp)
        return None if message is None else Reply(message=message, round_trip=server.round_trip)


def _shows_signing(query: dns.message.Message) -> bool:
    """Whether the answer may have anything in it that signing makes (RFC 4035 section 3.1)."""
    return bool(query.ednsflags & dns.flags.DO) or any(each.rdtype in _MADE for each in query.question)


class _Unread(Mapping["dns.name.Name", "Zone"]):
    """A server's zones by origin, each read when it is asked for: those of registries are long."""

    def __init__(self, read: Callable[[str], Zone], zones: tuple[str, ...]) -> None:
        self._read = read
        self._names = {dns.name.from_text(zone): zone for zone in zones}

    def __getitem__(self, origin: dns.name.Name) -> Zone:
        return self._read(self._names[origin])

    def __iter__(self) -> Iterator[dns.name.Name]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
