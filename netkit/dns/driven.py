"""What can be driven: it says what to ask whom, and takes what comes back. A walk is one such thing, a round of questions another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.query import Query
    from netkit.dns.step import Step

__all__ = ["Driven", "Together"]


class Driven(Protocol):
    """The calls of whoever drives it; `netkit.dns.walker.Walker` says what each means."""

    @property
    def done(self) -> bool:
        """Whether it is at its end."""

    @property
    def steps(self) -> Sequence[Step]:
        """What happened so far."""

    def next_query(self) -> Query | None:
        """The next question that should go out now; None where none should."""

    def receive(self, message: dns.message.Message, query: Query, *, now: float) -> None:
        """A message came as the reply to `query`."""

    def datagram(self, wire: bytes, query: Query, source: str, *, now: float) -> bool:
        """A datagram came while `query` is out; True if it settled the question."""

    def failed(self, query: Query, why: str, *, now: float) -> None:
        """Nothing usable came back."""


class Together:
    """Several driven things side by side, as one; it is at its end when all are."""

    def __init__(self, parts: Sequence[Driven]) -> None:
        self._parts = parts
        self._asker: dict[int, Driven] = {}

    @property
    def done(self) -> bool:
        """Whether all are at their end."""
        return all(each.done for each in self._parts)

    @property
    def steps(self) -> Sequence[Step]:
        """The steps of the first, then those of the second, and so on."""
        return [step for each in self._parts for step in each.steps]

    def next_query(self) -> Query | None:
        """The next question of the first part that has one."""
        for part in self._parts:
            query = part.next_query()
            if query is not None:
                self._asker[id(query)] = part
                return query
        return None

    def receive(self, message: dns.message.Message, query: Query, *, now: float) -> None:
        """The reply goes to the part that asked."""
        self._asker.pop(id(query)).receive(message, query, now=now)

    def datagram(self, wire: bytes, query: Query, source: str, *, now: float) -> bool:
        """The datagram goes to the part that asked."""
        settled = self._asker[id(query)].datagram(wire, query, source, now=now)
        if settled:
            del self._asker[id(query)]
        return settled

    def failed(self, query: Query, why: str, *, now: float) -> None:
        """The failure goes to the part that asked."""
        self._asker.pop(id(query)).failed(query, why, now=now)
