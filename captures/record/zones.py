"""The zones of a scene as master files (RFC 1035 section 5), for the authoritative server to load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ResourceRecord:
    """One record of a zone; names are written whole, without the last dot."""

    owner: str
    type: str
    data: str


def zone_of(name: str) -> str:
    """The zone that holds a name: here every zone is a domain right below a top-level domain, or a reverse network."""
    labels = name.split(".")
    if labels[-1] == "arpa":
        # The reverse tree is cut at the documentation /24s, and at 2001:db8::/32.
        return ".".join(labels[-5:]) if labels[-2] == "in-addr" else ".".join(labels[-10:])
    return ".".join(labels[-2:])


def master_files(records: Iterable[ResourceRecord], server: str, version: int) -> dict[str, str]:
    """The master file of each zone that the records need, by the zone's name; server is the name server's address."""
    grouped: dict[str, list[ResourceRecord]] = defaultdict(list)
    for record in records:
        grouped[zone_of(record.owner)].append(record)
    address_type = "A" if version == 4 else "AAAA"
    files = {}
    for zone, members in sorted(grouped.items()):
        host = f"ns1.{zone}." if not zone.endswith(".arpa") else "ns1.registry.test."
        lines = [
            f"$ORIGIN {zone}.",
            "$TTL 3600",
            f"@ IN SOA {host} hostmaster.{host.removeprefix('ns1.')} 2026010101 7200 3600 1209600 300",
            f"@ IN NS {host}",
        ]
        if not zone.endswith(".arpa"):
            lines.append(f"ns1 IN {address_type} {server}")
        lines += [f"{member.owner}. IN {member.type} {member.data}" for member in members]
        files[zone] = "\n".join(lines) + "\n"
    return files
