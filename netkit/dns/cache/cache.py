"""The cache: answers, denials, failures and servers, each for its time (RFC 1034 section 4.3.4, RFC 2308, RFC 9520)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dns.name
import dns.rcode
import dns.rdatatype

from netkit.dns.cache.entry import Credibility, Entry, Failure, Negative
from netkit.dns.cache.server import ServerMemory

if TYPE_CHECKING:
    import dns.rrset

__all__ = ["Cache"]

LONGEST = 86_400
"""Seconds for which anything is kept at most (RFC 8767 section 4 suggests a cap; a day is Unbound's)."""

LONGEST_NEGATIVE = 3 * 3600
"""RFC 2308 section 5: one to three hours have been found to work well."""

MOST = 100_000
"""Entries that are held; then those that end first make room."""

LAME_FOR = 900.0
"""Seconds for which a server is known as lame (Unbound's infra-host-ttl)."""


class Cache:
    """What is known, for whom and until when. Any number of walks may share one; the time is always given.

    `walks` counts the walks that began with it. A record set is only replaced by one that is believed at least as much
    (RFC 2181 section 5.4.1), or after its time.
    """

    def __init__(self) -> None:
        self.walks = 0
        self._sets: dict[tuple[dns.name.Name, int], Entry] = {}
        self._parents: dict[dns.name.Name, Entry] = {}
        self._glue: dict[tuple[dns.name.Name, int], Entry] = {}
        self._negative: dict[tuple[dns.name.Name, int], Negative] = {}
        self._missing: dict[dns.name.Name, Negative] = {}
        self._failures: dict[tuple[dns.name.Name, int], Failure] = {}
        self._servers: dict[str, ServerMemory] = {}

    def put(self, entry: Entry) -> bool:
        """Remember a record set; False where a better one is kept."""
        rrset = entry.rrset
        key = (rrset.name, int(rrset.rdtype))
        if entry.credibility is Credibility.REFERRAL and rrset.rdtype == dns.rdatatype.NS:
            self._parents[rrset.name] = entry
        elif entry.credibility is Credibility.ADDITIONAL:
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
        entry = self._sets.get((name, int(rdtype)))
        if entry is None or entry.expires <= now or entry.credibility < least:
            return None
        return entry

    def parent_side(self, zone: dns.name.Name, *, now: float) -> Entry | None:
        """The name servers of `zone` as its parent names them."""
        entry = self._parents.get(zone)
        return entry if entry is not None and entry.expires > now else None

    def glue(self, name: dns.name.Name, rdtype: int, *, now: float) -> Entry | None:
        """The address of a name server as it came with a referral, even where a better one is known."""
        entry = self._glue.get((name, int(rdtype)))
        return entry if entry is not None and entry.expires > now else None

    def put_negative(self, name: dns.name.Name, rdtype: int, negative: Negative) -> None:
        """Remember that there is nothing: for all types where the name does not exist (RFC 2308 section 5)."""
        negative.expires = min(negative.expires, negative.learned_at + LONGEST_NEGATIVE)
        if negative.rcode == dns.rcode.NXDOMAIN:
            self._make_room(self._missing)
            self._missing[name] = negative
        else:
            self._make_room(self._negative)
            self._negative[name, int(rdtype)] = negative

    def negative(self, name: dns.name.Name, rdtype: int, *, now: float) -> Negative | None:
        """The denial that is known for a name and type."""
        for found in (self._missing.get(name), self._negative.get((name, int(rdtype)))):
            if found is not None and found.expires > now:
                return found
        return None

    def put_failure(self, name: dns.name.Name, rdtype: int, text: str, *, now: float, seconds: float) -> None:
        """Remember that a question could not be answered (RFC 9520 section 3.1)."""
        self._make_room(self._failures)
        self._failures[name, int(rdtype)] = Failure(text, now + seconds, self.walks)

    def failure(self, name: dns.name.Name, rdtype: int, *, now: float) -> Failure | None:
        """The failure that is remembered for a question."""
        found = self._failures.get((name, int(rdtype)))
        return found if found is not None and found.expires > now else None

    def delegation(self, name: dns.name.Name, *, now: float) -> Entry | None:
        """The deepest zone above or at `name` whose servers are known."""
        for labels in range(len(name.labels), 0, -1):
            ancestor = name if labels == len(name.labels) else name.split(labels)[1]
            entry = self.get(ancestor, dns.rdatatype.NS, now=now, least=Credibility.REFERRAL)
            if entry is not None:
                return entry
        return None

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

    def negatives(self, *, now: float) -> Iterator[tuple[dns.name.Name, dns.rdatatype.RdataType | None, Negative]]:
        """All denials that may still be used: name, type (None for all), and what was denied."""
        for name, negative in sorted(self._missing.items(), key=lambda each: each[0]):
            if negative.expires > now:
                yield name, None, negative
        for (name, rdtype), negative in sorted(self._negative.items(), key=lambda each: each[0]):
            if negative.expires > now:
                yield name, dns.rdatatype.RdataType.make(rdtype), negative

    @staticmethod
    def _make_room(kept: dict[object, Entry] | dict[object, Negative] | dict[object, Failure]) -> None:
        if len(kept) < MOST:
            return
        for key, _ in sorted(kept.items(), key=lambda each: each[1].expires)[: MOST // 10]:
            del kept[key]
