"""An internet of a lab's own: zones as text, and who serves them where. A walker goes through it as through the made-up one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import dns.message
import dns.name
import dns.rdatatype
import dns.rrset

from netkit.dns.made_up import ORIGIN, Reply
from netkit.dns.zones import Authority, Zone, read_zone

__all__ = ["NameServer", "OwnInternet"]

DAY = 86_400
VALID = (-7, 84)
"""From when to when signatures are good, in days from the beginning of virtual time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameServer:
    """A name server: its name, its addresses, the zones that it serves, and how long the way there and back is, in seconds."""

    name: str
    addresses: tuple[str, ...]
    zones: tuple[str, ...]
    round_trip: float = 0.02


class OwnInternet:
    """The servers of some zones, which answer without any network.

    `zones` are master files by the zone's name, the root's being `.`; `servers` say who serves them. With a `seed`, all of them are signed,
    each with one key that it decides. `changed` may change a reply before it goes out: servers differ. A zone is read when its server is
    first asked: ZoneError if its text is none.
    """

    def __init__(
        self,
        zones: Mapping[str, str],
        servers: Sequence[NameServer],
        *,
        seed: bytes = b"",
        changed: Callable[[dns.message.Message], None] | None = None,
    ) -> None:
        self._texts = {dns.name.from_text(name): text for name, text in zones.items()}
        self._servers = {address: server for server in servers for address in server.addresses}
        self._seed = seed
        self._changed = changed
        self._authorities: dict[str, Authority] = {}
        self._zones: dict[dns.name.Name, Zone] = {}

    @property
    def hints(self) -> list[tuple[dns.name.Name, str]]:
        """The root's servers: name and address."""
        return [
            (dns.name.from_text(server.name), address)
            for address, server in self._servers.items()
            if "." in server.zones
        ]

    @property
    def trust_anchors(self) -> list[str]:
        """The DS record of the root's key, as text; none where nothing is signed."""
        return self._pointers(dns.name.root).to_text().split("\n") if self._seed else []

    def respond(self, query: dns.message.Message, address: str, *, tcp: bool = False) -> Reply | None:
        """What comes back for a query to this address; None where there is no server."""
        server = self._servers.get(address)
        if server is None:
            return None
        if server.name not in self._authorities:
            origins = [dns.name.from_text(zone) for zone in server.zones]
            self._authorities[server.name] = Authority([self._zone(origin) for origin in origins])
        message = self._authorities[server.name].respond(query, tcp=tcp)
        if self._changed is not None:
            self._changed(message)
        return Reply(message=message, round_trip=server.round_trip)

    def _zone(self, origin: dns.name.Name) -> Zone:
        """A zone as it is served, read when its server is first asked."""
        if origin not in self._zones:
            read = read_zone(self._texts[origin], source=origin.to_text(), origin=origin)
            self._zones[origin] = self._signed(read) if self._seed else read
        return self._zones[origin]

    def _signed(self, zone: Zone) -> Zone:
        """The zone with DS records for the zones below it, and signed."""
        from netkit.dns.signing import key_from_seed, sign_zone  # noqa: PLC0415 - it loads the cryptography

        kind = (dns.rdatatype.RdataType.DS, dns.rdatatype.RdataType.NONE)
        below = {cut: {**zone.nodes[cut], kind: self._pointers(cut)} for cut in zone.delegations & self._texts.keys()}
        first, last = (ORIGIN + days * DAY for days in VALID)
        key = key_from_seed(self._seed, zone.origin)
        return sign_zone(zone.with_nodes(below), [key], inception=first, expiration=last)

    def _pointers(self, zone: dns.name.Name) -> dns.rrset.RRset:
        from netkit.dns.signing import key_from_seed  # noqa: PLC0415 - it loads the cryptography

        return dns.rrset.from_rdata_list(zone, 3600, [key_from_seed(self._seed, zone).ds()])
