"""What a wire is seen to carry: events, such as a question with its answer, or a segment, each with its packets and its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Protocol, TypeVar

from netkit.language import Phrase

__all__ = ["NANOSECONDS", "E", "Event", "Facts", "seconds_between"]

NANOSECONDS = 1_000_000_000

Facts = Mapping[str, int | float | str | Enum]
"""What a sentence's braces name; one of several states is said by its value."""


class Event(Protocol):
    """Something that went by.

    `number` is the packet with which it began, `ended` the one with which it was over as far as was seen; `time` and `ended_time` are
    theirs, in nanoseconds (None: the capture has no times). `packets` are all that belong to it, in order.
    """

    @property
    def number(self) -> int:
        """The packet with which it began."""
        ...

    @property
    def ended(self) -> int:
        """The packet with which it was over so far."""
        ...

    @property
    def time(self) -> int | None:
        """When it began, in nanoseconds."""
        ...

    @property
    def ended_time(self) -> int | None:
        """When it was over so far."""
        ...

    @property
    def packets(self) -> Sequence[int]:
        """All packets that belong to it."""
        ...

    @property
    def facts(self) -> Facts:
        """What sentences can name of it."""
        ...

    @property
    def words(self) -> Phrase:
        """Which it is, with its packet, in a few words: a sentence's id and its template over `facts`."""
        ...

    @property
    def told(self) -> Phrase:
        """What happened, likewise."""
        ...


E = TypeVar("E", bound=Event)


def seconds_between(first: Event, second: Event) -> float | None:
    """From the end of one event to the beginning of another, in seconds; None where a time is missing."""
    if first.ended_time is None or second.time is None:
        return None
    return (second.time - first.ended_time) / NANOSECONDS
