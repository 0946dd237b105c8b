"""How long and how much a host waits: time and memory are bounded, or whoever sends beginnings alone would fill it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

__all__ = ["LINUX", "PROFILES", "RFC", "Limits", "WhenFull"]

MIB = 1 << 20


class WhenFull(Enum):
    """What gives way where the memory is used up; the value is a word in JSON."""

    EVICT_OLDEST = "evict"
    REFUSE_NEW = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """One host's limits; `sources` says of each where it is from.

    `seconds` is how long fragments wait for the missing ones, by IP's version, counted from the first that came. `memory` is in bytes and
    holds for each version by itself; a fragment counts with its packet's length and `fragment_cost`, a datagram with `datagram_cost`.
    `fragments` is the most that one packet may have. `distance` is how many fragments an IPv4 source may send between two of one packet.
    """

    name: str
    seconds: Mapping[int, int]
    memory: int
    when_full: WhenFull
    fragments: int
    distance: int | None
    fragment_cost: int
    datagram_cost: int
    sources: Mapping[str, str]


MOST_FRAGMENTS = 8192
"""Fragments of 8 bytes each that the offset can tell apart (RFC 791 §3.2)."""

RFC = Limits(
    name="rfc",
    seconds=MappingProxyType({4: 60, 6: 60}),
    memory=4 * MIB,
    when_full=WhenFull.EVICT_OLDEST,
    fragments=MOST_FRAGMENTS,
    distance=None,
    fragment_cost=832,
    datagram_cost=200,
    sources=MappingProxyType(
        {
            "seconds": "RFC 1122 §3.3.2 (60 to 120 s for IPv4), RFC 8200 §4.5 (60 s for IPv6)",
            "memory": "no RFC gives a number: that of Linux; the oldest gives way",
            "fragments": "RFC 791 §3.2",
        }
    ),
)

LINUX = Limits(
    name="linux",
    seconds=MappingProxyType({4: 30, 6: 60}),
    memory=4 * MIB,
    when_full=WhenFull.REFUSE_NEW,
    fragments=MOST_FRAGMENTS,
    distance=64,
    fragment_cost=832,
    datagram_cost=200,
    sources=MappingProxyType(
        {
            "seconds": "net.ipv4.ipfrag_time, net.ipv6.ip6frag_time",
            "memory": "net.ipv4.ipfrag_high_thresh, net.ipv6.ip6frag_high_thresh; what comes beyond it is dropped",
            "fragments": "RFC 791 §3.2",
            "distance": "net.ipv4.ipfrag_max_dist",
            "fragment_cost": "measured on Linux 6.18: /proc/net/sockstat, for the smallest fragment",
            "datagram_cost": "measured on Linux 6.18: /proc/net/sockstat",
        }
    ),
)

PROFILES: Mapping[str, Limits] = MappingProxyType({limits.name: limits for limits in (RFC, LINUX)})
