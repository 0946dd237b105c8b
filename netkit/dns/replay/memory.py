"""A cache that remembers servers as a capture shows them: those that it shows asked next come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.cache import Cache, Credibility, Entry, Negative
from netkit.dns.cache.server import ServerMemory

if TYPE_CHECKING:
    import dns.name
    import dns.rrset

    from netkit.dns.replay.responder import Responder

__all__ = ["CapturedCache"]

DAY = 86_400.0


class _Captured(ServerMemory):
    """A server whose place among others the capture decides, and not how quick it was; also how long it was waited for."""

    __slots__ = ("waited",)

    waited: float | None

    def answered(self, seconds: float) -> None:
        """Something came back, which changes nothing here."""

    def timeout(self, first: float) -> float:
        """How long it was waited for, where the capture shows it; else what is usual."""
        return first if self.waited is None else self.waited

    def is_lame(self, zone: dns.name.Name, now: float) -> bool:  # noqa: ARG002 - whatever the zone
        """Whoever asked it again in spite of that is not kept from it."""
        return False


class CapturedCache(Cache):
    """The cache of a walk that is told from a capture.

    What the capture does not show asked, and the walk can do without, counts as denied: then the walk goes on, as whoever walked did,
    who did not shorten the name so, or did not look for the address of that server.
    """

    def __init__(self, responder: Responder) -> None:
        super().__init__()
        self._responder = responder
        self._captured: dict[str, _Captured] = {}

    def server(self, address: str) -> ServerMemory:
        """What is remembered of the server at an address, its place as the capture has it now."""
        memory = self._captured.setdefault(address, _Captured())
        memory.silent, memory.waited = self._responder.rank(address), self._responder.wait(address)
        return memory

    def negative(self, name: dns.name.Name, rdtype: int, *, now: float) -> Negative | None:
        """What is denied, or does not belong to the walk."""
        known = super().negative(name, rdtype, now=now)
        if known is not None or self._responder.needs(name, rdtype):
            return known
        kind = dns.rdatatype.RdataType.make(rdtype)
        return Negative(
            name=name, rdtype=kind, proof=(), learned_at=now, expires=now + DAY, walk=self.walks, step=0, zone=name
        )

    def known_before(self, rrset: dns.rrset.RRset, now: float) -> None:
        """Keep an address that whoever walked had to know, although the capture does not show how."""
        self.put(Entry(rrset, Credibility.ANSWER, now, now + DAY, self.walks + 1, 0, rrset.name))
