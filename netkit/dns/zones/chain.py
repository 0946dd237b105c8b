"""The chain of denials of a signed zone: which NSEC or NSEC3 record stands at a name, and in whose gap one would lie."""

from __future__ import annotations

import base64
import binascii
import hashlib
from bisect import bisect_right
from typing import TYPE_CHECKING

import dns.name
import dns.rrset
from dns.rdatatype import RdataType

if TYPE_CHECKING:
    from netkit.dns.zones.zone import Zone

__all__ = ["HashedChain", "PlainChain", "chain_of"]

NONE = RdataType.NONE

MOST_ITERATIONS = 2_500
"""RFC 5155 section 10.3: more were never allowed, for the longest keys; a zone with more is served without proofs."""


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
    """NSEC3 records in the order of their hashes (RFC 5155 section 7.1)."""

    def __init__(self, zone: Zone) -> None:
        (parameters, *_) = zone.nodes[zone.origin][RdataType.NSEC3PARAM, NONE]
        self._salt, self._iterations = parameters.salt, parameters.iterations
        found: dict[bytes, dns.rrset.RRset] = {}
        for name, node in zone.nodes.items():
            rrset = node.get((RdataType.NSEC3, NONE))
            if rrset is None or (rrset[0].salt, rrset[0].iterations) != (self._salt, self._iterations):
                continue
            try:
                found[base64.b32hexdecode(name.labels[0].upper())] = rrset
            except (binascii.Error, ValueError):
                continue
        self._sets = found
        self._order = sorted(found)
        self._known: dict[dns.name.Name, bytes] = {}

    def at(self, name: dns.name.Name) -> dns.rrset.RRset | None:
        """The record of the hash of the name itself."""
        return self._sets.get(self._hash(name))

    def covering(self, name: dns.name.Name) -> dns.rrset.RRset | None:
        """The record in whose gap the hash of the name lies."""
        if not self._order:
            return None
        place = bisect_right(self._order, self._hash(name))
        return self._sets[self._order[place - 1]]

    def _hash(self, name: dns.name.Name) -> bytes:
        known = self._known.get(name)
        if known is None:
            if len(self._known) > 10_000:
                self._known.clear()
            known = name.canonicalize().to_wire() or b""
            for _ in range(self._iterations + 1):
                known = hashlib.sha1(known + self._salt, usedforsecurity=False).digest()
            self._known[name] = known
        return known


def chain_of(zone: Zone) -> PlainChain | HashedChain | None:
    """The zone's chain; None where it has none, or one that would cost too much."""
    apex = zone.nodes[zone.origin]
    if (RdataType.NSEC3PARAM, NONE) in apex:
        parameters = apex[RdataType.NSEC3PARAM, NONE][0]
        return HashedChain(zone) if parameters.algorithm == 1 and parameters.iterations <= MOST_ITERATIONS else None
    return PlainChain(zone) if any((RdataType.NSEC, NONE) in node for node in zone.nodes.values()) else None


def _canonical(name: dns.name.Name) -> tuple[bytes, ...]:
    return name.canonicalize().labels[::-1]
