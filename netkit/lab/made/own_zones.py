"""Zones of a lab's own, each delegated by the zone above it, and the servers that have them: what an internet of its own is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.lab.made.own_internet import NameServer, OwnInternet

if TYPE_CHECKING:
    import dns.message

__all__ = ["OwnZones", "Soa"]

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Soa:
    """Times of a zone's SOA record, in seconds: for which a denial may be kept, the record itself, and after which secondaries look."""

    minimum: int = 300
    time: int = 3600
    refresh: int = 7200


@dataclass(slots=True)
class _Zone:
    lines: list[str] = field(default_factory=list)
    servers: tuple[str, ...] = ()


class OwnZones:
    """Zones by name without the last dot, the root's being empty; names are written in full, without the last dot, too."""

    def __init__(self, roots: Mapping[str, str]) -> None:
        self._zones: dict[str, _Zone] = {}
        self._addresses: dict[str, str] = {}
        self._round_trips: dict[str, float] = {}
        self.add("", roots, round_trip=0.011)

    def add(
        self,
        name: str,
        servers: Mapping[str, str],
        *,
        time: int = DAY,
        soa: Soa | None = None,
        round_trip: float = 0.02,
    ) -> None:
        """A zone and its servers by name, each with its address ("": it is not served there); the zone above refers to them.

        `time` is for how long the referral and its glue may be kept, `round_trip` the way to its servers and back, both in seconds.
        """
        times = soa or Soa()
        first = next(iter(servers))
        made = _Zone(servers=tuple(servers))
        made.lines = [
            f"@ {times.time} SOA {first}. admin.{first}. {len(self._zones) + 1} {times.refresh} 900 1209600 {times.minimum}"
        ]
        delegation = [f"{name}. {time} NS {server}." for server in servers]
        glue = [f"{server}. {time} A {to}" for server, to in servers.items() if to and is_below(server, name)]
        if name:
            self._zones[self._above(name.partition(".")[2])].lines += [*delegation, *glue]
        made.lines += [f"@ {time} NS {server}." for server in servers] + glue
        self._zones[name] = made
        self._addresses |= {server: to for server, to in servers.items() if to}
        self._round_trips |= dict.fromkeys(servers, round_trip)

    def record(self, name: str, time: int, data: str) -> None:
        """A record for a name, with its time to live in seconds: `A 192.0.2.1`, `CNAME www.example.test.`; the nearest zone has it."""
        self._zones[self._above(name)].lines.append(f"{name}. {time} {data}")

    def internet(
        self, *, seed: bytes = b"", changed: Callable[[dns.message.Message], None] | None = None
    ) -> OwnInternet:
        """What is served; `seed` and `changed` are those of an `OwnInternet`."""
        texts = {name or ".": "\n".join(["$TTL 3600", *each.lines, ""]) for name, each in self._zones.items()}
        servers = [
            NameServer(
                name=server,
                addresses=(address,),
                zones=tuple(name or "." for name, each in self._zones.items() if server in each.servers),
                round_trip=self._round_trips[server],
            )
            for server, address in self._addresses.items()
        ]
        return OwnInternet(texts, servers, seed=seed, changed=changed)

    def _above(self, name: str) -> str:
        """The zone that a name lies in, the nearest one."""
        while name not in self._zones:
            name = name.partition(".")[2]
        return name


def is_below(name: str, zone: str) -> bool:
    """Whether a name is that of the zone, or below it: label by label, not letter by letter."""
    return not zone or name == zone or name.endswith(f".{zone}")
