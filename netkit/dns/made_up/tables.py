"""The tables of servers and of lessons, read from the package's files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["TOPICS", "Lesson", "Server", "read_lessons", "read_servers", "zone_file", "zone_names", "zone_text"]

TOPICS = {
    "delegation": "How a walk gets from zone to zone",
    "servers": "Servers that fail or are far away",
    "transport": "UDP and TCP",
    "aliases": "Names that stand for others",
    "names": "Names that exist, and names that don't",
    "services": "More than addresses",
    "reverse": "From the address to the name",
    "time": "How long an answer is good",
    "trust": "Whom to believe",
}
"""What there are lessons about, in the order in which they are best read; a file each in `lessons`."""

_FAMILIES = ("registries", "names", "delegation", "misbehaving", "aliases", "trust")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A name server: its addresses in canonical text, the zones it has, and in which ways it misbehaves.

    `round_trip` is in seconds of virtual time. The behaviours are those of `netkit.dns.made_up.behaviour`.
    """

    name: str
    addresses: tuple[str, ...]
    zones: tuple[str, ...]
    behaviours: frozenset[str]
    round_trip: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A name to trace, what it teaches (`source`: the RFC), and what the walk comes to.

    `outcome` is answer, nodata, nxdomain or failed; `answer` the whole answer as "name TYPE data", alias by alias, with * for any data.
    `seed` is what decides the walk's lots, where they matter: with it the walk shows what the story tells; "" where any will do.
    `think` is a question to think about before the walk, "" where there is none. `security` is what a validated walk comes to, secure,
    insecure or bogus, "" where the lesson is not about that; `error` is the number of the extended error (RFC 8914), None without one.
    """

    slug: str
    topic: str
    title: str
    name: str
    type: str
    source: str
    zones: tuple[str, ...]
    story: str
    outcome: str
    rcode: str
    answer: tuple[str, ...]
    seed: str = ""
    think: str = ""
    security: str = ""
    error: int | None = None

    @property
    def command(self) -> str:
        """What to type."""
        words = ["netkit dns trace", self.name, *([] if self.type == "A" else [self.type])]
        return " ".join(
            [*words, *(["--dnssec"] if self.security else []), *([f"--seed {self.seed}"] if self.seed else [])]
        )


def _folder() -> Traversable:
    return files("netkit.dns.made_up")


def _rows(file: str, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((_folder() / file).read_text("utf-8"))[table]
    return rows


def read_servers() -> tuple[Server, ...]:
    """All servers, those of the root first."""
    return tuple(
        Server(
            name=row["name"],
            addresses=tuple(row["addresses"]),
            zones=tuple(row["zones"]),
            behaviours=frozenset(row["behaviours"]),
            round_trip=row["round_trip_ms"] / 1000,
        )
        for family in _FAMILIES
        for row in _rows(f"servers/{family}.toml", "server")
    )


def read_lessons() -> tuple[Lesson, ...]:
    """All lessons, in the order in which they are best read."""
    return tuple(
        Lesson(**{**row, "topic": topic, "zones": tuple(row["zones"]), "answer": tuple(row["answer"])})
        for topic in TOPICS
        for row in _rows(f"lessons/{topic}.toml", "lesson")
    )


def zone_file(name: str) -> str:
    """The file of a zone: its name without the last dot, root for the root."""
    return f"{name.rstrip('.') or 'root'}.zone"


def zone_names() -> tuple[str, ...]:
    """All zones, absolute, each after its parent."""
    stems = [file.name.removesuffix(".zone") for file in (_folder() / "zones").iterdir() if file.name.endswith(".zone")]
    names = ["." if stem == "root" else f"{stem}." for stem in stems]
    return tuple(sorted(names, key=lambda name: [label for label in reversed(name.split(".")) if label]))


def zone_text(name: str) -> str:
    """A zone's master file (RFC 1035 §5); FileNotFoundError where there is no such zone."""
    return (_folder() / "zones" / zone_file(name)).read_text("utf-8")
