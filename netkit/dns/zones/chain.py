"""The chain of denials of a signed zone: which NSEC or NSEC3 record stands at a name, and in whose gap one would lie."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.name
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.nsec3_hash import nsec3_hash

if TYPE_CHECKING:
    from dns.rdtypes.ANY.NSEC3PARAM import NSEC3PARAM

    from netkit.dns.zones.zone import Zone

__all__ = ["MOST_ITERATIONS", "Allowance", "HashedChain", "PlainChain", "chain_of"]

NONE = RdataType.NONE

MOST_ITERATIONS = 2_500
"""RFC 5155 section 10.3: more were never allowed, for the longest keys; a zone with more is served without proofs."""

MOST_HASHES = 100
"""How many names are hashed for one response; with 2,500 iterations that takes an eighth of a second."""

MOST_REMEMBERED = 10_000
"""How many names' hashes a chain remembers: whoever asks for made-up names must not fill the memory."""


@dataclass(slots=True)
class Allowance:
    """How many names may still be hashed for a response; `exceeded` where one more was asked for."""

    left: int = MOST_HASHES
    exceeded: bool = False


class PlainChain:
    """NSEC records in the order of their names (RFC 4034 section 6.1)."""

    def __init__(self, zone: Zone) -> None:
        self._sets = {
            name: node[RdataType.NSEC, NONE] for name, node in zone.nodes.items() if (RdataType.NSEC, NONE) in node
        }
        self._keys = sorted((_canonical(name), name) for name in self._sets)

    def at(self, name: dns.name.Name) -> dns.rrset.RRset | None:
        """The record of the name itself."""
        return self._sets.get(name)

    def covering(self, name: dns.name.Name) -> dns.rrset.RRset | None:
        """The record of the last name before it."""
        place = bisect_right(self._keys, (_canonical(name), name))
        return self._sets[self._keys[place - 1][1]] if self._keys else None


class HashedChain:
    """NSEC3 records of one kind (salt and iterations) in the order of their hashes (RFC 5155 section 7.1)."""

    def __init__(self, zone: Zone, salt: bytes, iterations: int) -> None:
        self.iterations = iterations
        self._salt = salt
        self._sets = dict(_hashed_sets(zone, salt, iterations))
        self._order = sorted(self._sets)
        self._known: dict[dns.name.Name, bytes] = {}

    def __len__(self) -> int:
        return len(self._order)

    def at(self, name: dns.name.Name, allowance: Allowance) -> dns.rrset.RRset | None:
        """The record of the hash of the name itself."""
        digest = self._hash(name, allowance)
        return self._sets.get(digest) if digest is not None else None

    def covering(self, name: dns.name.Name, allowance: Allowance) -> dns.rrset.RRset | None:
        """The record in whose gap the hash of the name lies."""
        digest = self._hash(name, allowance)
        if digest is None or not self._order:
            return None
        return self._sets[self._order[bisect_right(self._order, digest) - 1]]

    def _hash(self, name: dns.name.Name, allowance: Allowance) -> bytes | None:
        """The hash; None where that would be one too many for the response."""
        known = self._known.get(name)
        if known is None:
            if not allowance.left:
                allowance.exceeded = True
                return None
            allowance.left -= 1
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[name] = nsec3_hash(name, self._salt, self.iterations)
        return known


def chain_of(zone: Zone) -> PlainChain | HashedChain | None:
    """The zone's chain; None where it has none, or one that would cost too much.

    Of several NSEC3 chains, the first that has records is taken; parameters with flags are not looked at (RFC 5155 section 4.1.2).
    """
    for each in zone.nodes[zone.origin].get((RdataType.NSEC3PARAM, NONE), ()):
        if _usable(each):
            chain = HashedChain(zone, each.salt, each.iterations)
            if chain:
                return chain
    return PlainChain(zone) if any((RdataType.NSEC, NONE) in node for node in zone.nodes.values()) else None


def _usable(parameters: NSEC3PARAM) -> bool:
    return parameters.algorithm == 1 and not parameters.flags and parameters.iterations <= MOST_ITERATIONS


def _hashed_sets(zone: Zone, salt: bytes, iterations: int) -> Iterator[tuple[bytes, dns.rrset.RRset]]:
    """The NSEC3 sets with these parameters, by the hashes that their names say."""
    for name, node in zone.nodes.items():
        rrset = node.get((RdataType.NSEC3, NONE))
        if rrset is None or name == zone.origin or (rrset[0].salt, rrset[0].iterations) != (salt, iterations):
            continue
        try:
            yield base64.b32hexdecode(name.labels[0].upper()), rrset
        except (binascii.Error, ValueError):
            continue


def _canonical(name: dns.name.Name) -> tuple[bytes, ...]:
    return name.canonicalize().labels[::-1]
