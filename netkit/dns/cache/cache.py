"""The cache: answers, denials, failures and servers, each for its time (RFC 1034 section 4.3.4, RFC 2308, RFC 9520)."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING, Any

import dns.name
import dns.rdatatype

from netkit.dns.cache.entry import Credibility, Entry, Failure, Negative
from netkit.dns.cache.server import ServerMemory

if TYPE_CHECKING:
    import dns.rrset

    from netkit.dns.trust.zone_trust import ZoneTrust

__all__ = ["Cache"]

LONGEST = 86_400
"""Seconds for which anything is kept at most (RFC 8767 section 4 suggests a cap; a day is Unbound's)."""

LONGEST_NEGATIVE = 3 * 3600
"""RFC 2308 section 5: one to three hours have been found to work well."""

MOST = 100_000
"""Entries that are held; then those that end first make room."""

MOST_ZONES, MOST_PROOFS = 500, 64
"""Zones of which proofs of denial are held, and sets of each."""

LAME_FOR = 900.0
"""Seconds for which a server is known as lame (Unbound's infra-host-ttl)."""


class Cache:
    """What is known, for whom and until when. Any number of walks may share one; the time is always given.

    `walks` counts the walks that began with it. A record set is only replaced by one that is believed at least as much
    (RFC 2181 section 5.4.1), or after its time.
    """

    def __init__(self) -> None:
        self.walks = 0
        self._sets: dict[tuple[bytes, int], Entry] = {}
        self._parents: dict[bytes, Entry] = {}
        self._glue: dict[tuple[bytes, int], Entry] = {}
        self._negative: dict[tuple[bytes, int], Negative] = {}
        self._missing: dict[bytes, Negative] = {}
        self._failures: dict[tuple[bytes, int], Failure] = {}
        self._servers: dict[str, ServerMemory] = {}
        self._trusts: dict[bytes, ZoneTrust] = {}
        self._proofs: dict[bytes, dict[bytes, tuple[dns.rrset.RRset, float]]] = {}

    def put(self, entry: Entry) -> bool:
        """Remember a record set; False where a better one is kept."""
        rrset = entry.rrset
        place = _place(rrset.name.labels)
        key = (place, int(rrset.rdtype))
        if entry.credibility is Credibility.REFERRAL and rrset.rdtype == dns.rdatatype.NS:
            self._make_room(self._parents)
            self._parents[place] = entry
        elif entry.credibility is Credibility.ADDITIONAL:
            self._make_room(self._glue)
            self._glue[key] = entry
        entry.expires = min(entry.expires, entry.learned_at + LONGEST)
        old = self._sets.get(key)
        if old is not None and old.expires > entry.learned_at:
            if old.credibility > entry.credibility:
                return False
            if rrset.rdtype == dns.rdatatype.NS and old.credibility == entry.credibility and old.rrset == rrset:
                # a child that repeats itself must not keep a delegation alive that its parent has withdrawn (ghost domains)
                entry.expires = min(entry.expires, old.expires)
        self._make_room(self._sets)
        self._sets[key] = entry
        self._negative.pop(key, None)
        return True

    def get(
        self, name: dns.name.Name, rdtype: int, *, now: float, least: Credibility = Credibility.ANSWER_OF_OTHERS
    ) -> Entry | None:
        """The record set that is known, if it is believed at least `least`."""
        entry = self._sets.get((_place(name.labels), int(rdtype)))
        if entry is None or entry.expires <= now or entry.credibility < least:
            return None
        return entry

    def parent_side(self, zone: dns.name.Name, *, now: float) -> Entry | None:
        """The name servers of `zone` as its parent names them."""
        entry = self._parents.get(_place(zone.labels))
        return entry if entry is not None and entry.expires > now else None

    def glue(self, name: dns.name.Name, rdtype: int, *, now: float) -> Entry | None:
        """The address of a name server as it came with a referral, even where a better one is known."""
        entry = self._glue.get((_place(name.labels), int(rdtype)))
        return entry if entry is not None and entry.expires > now else None

    def put_negative(self, negative: Negative) -> None:
        """Remember that there is nothing: for all types where the name does not exist (RFC 2308 section 5)."""
        negative.expires = min(negative.expires, negative.learned_at + LONGEST_NEGATIVE)
        place = _place(negative.name.labels)
        if negative.rdtype is None:
            self._make_room(self._missing)
            self._missing[place] = negative
        else:
            self._make_room(self._negative)
            self._negative[place, int(negative.rdtype)] = negative

    def negative(self, name: dns.name.Name, rdtype: int, *, now: float) -> Negative | None:
        """The denial that is known for a name and type."""
        place = _place(name.labels)
        for found in (self._missing.get(place), self._negative.get((place, int(rdtype)))):
            if found is not None and found.expires > now:
                return found
        return None

    def put_failure(
        self,
        name: dns.name.Name,
        rdtype: int,
        text: str,
        *,
        now: float,
        seconds: float,
        error: int = 13,
        bogus: bool = False,
    ) -> None:
        """Remember that a question could not be answered (RFC 9520 section 3.1)."""
        self._make_room(self._failures)
        self._failures[_place(name.labels), int(rdtype)] = Failure(text, now + seconds, self.walks, error, bogus)

    def failure(self, name: dns.name.Name, rdtype: int, *, now: float) -> Failure | None:
        """The failure that is remembered for a question."""
        found = self._failures.get((_place(name.labels), int(rdtype)))
        return found if found is not None and found.expires > now else None

    def put_trust(self, trust: ZoneTrust) -> None:
        """Remember how far a zone is trusted, and with which keys."""
        self._make_room(self._trusts)
        self._trusts[_place(trust.zone.labels)] = trust

    def trust(self, zone: dns.name.Name, *, now: float) -> ZoneTrust | None:
        """How far a zone is trusted, if that was found out."""
        found = self._trusts.get(_place(zone.labels))
        return found if found is not None and found.expires > now else None

    def put_proof(self, zone: dns.name.Name, rrset: dns.rrset.RRset, *, expires: float) -> None:
        """Remember an NSEC or NSEC3 set of `zone` whose signature holds (RFC 8198 section 5)."""
        if len(self._proofs) >= MOST_ZONES:
            self._proofs.clear()
        kept = self._proofs.setdefault(_place(zone.labels), {})
        if len(kept) >= MOST_PROOFS:
            kept.clear()
        kept[_place(rrset.name.labels)] = (rrset, expires)

    def proofs(self, zone: dns.name.Name, *, now: float) -> list[dns.rrset.RRset]:
        """The NSEC and NSEC3 sets of `zone` that are remembered."""
        kept = self._proofs.get(_place(zone.labels), {})
        return [rrset for rrset, expires in kept.values() if expires > now]

    def forget(self, name: dns.name.Name, rdtype: int) -> None:
        """Drop a record set, its denial, and that it failed: it was found to be bogus."""
        place = _place(name.labels)
        for kept in (self._sets, self._negative, self._failures):
            kept.pop((place, int(rdtype)), None)
        self._missing.pop(place, None)

    def above(self, name: dns.name.Name, rdtype: int, *, now: float, least: Credibility, most: int = -1) -> list[Entry]:
        """The record sets of a type at `name` and above it that are known, the deepest first, `most` of them (all if negative)."""
        labels, kind, found = name.labels, int(rdtype), []
        for first in range(len(labels)):
            entry = self._sets.get((_place(labels[first:]), kind))
            if entry is not None and entry.expires > now and entry.credibility >= least:
                found.append(entry)
                if len(found) == most:
                    break
        return found

    def server(self, address: str) -> ServerMemory:
        """What is remembered of the server at an address."""
        memory = self._servers.get(address)
        if memory is None:
            if len(self._servers) >= MOST:
                self._servers.clear()
            memory = self._servers[address] = ServerMemory()
        return memory

    def found_lame(self, address: str, zone: dns.name.Name, *, now: float) -> None:
        """Remember that a server does not know a zone that it should."""
        self.server(address).lame[zone] = now + LAME_FOR

    def entries(self, *, now: float) -> Iterator[Entry]:
        """All record sets that may still be used, by name."""
        alive = (each for each in self._sets.values() if each.expires > now)
        yield from sorted(alive, key=lambda each: (each.rrset.name, each.rrset.rdtype))

    def negatives(self, *, now: float) -> Iterator[Negative]:
        """All denials that may still be used, by name; those of whole names first."""
        for kept in (self._missing.values(), self._negative.values()):
            yield from sorted((each for each in kept if each.expires > now), key=lambda each: each.name)

    @staticmethod
    def _make_room(kept: MutableMapping[Any, Any]) -> None:
        if len(kept) < MOST:
            return
        for key, _ in sorted(kept.items(), key=lambda each: each[1].expires)[: MOST // 10]:
            del kept[key]


def _place(labels: tuple[bytes, ...]) -> bytes:
    """A name as a key: the lengths of its labels (below 64, so no letter), and the labels in small letters (RFC 4343 section 3).

    dnspython's own hash of a name goes letter by letter, which takes longer than all the rest.
    """
    return (bytes(map(len, labels)) + b"".join(labels)).lower()
