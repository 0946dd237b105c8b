"""The steps that a task wants to see, one after the other: what has to go by, how often, when, and what must not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Generic

from netkit.lab.wire.event import NANOSECONDS, E, Event, Facts, seconds_between
from netkit.lab.wire.trait import Found, Trait, met_by

__all__ = [
    "After",
    "Anytime",
    "AtLeast",
    "Before",
    "Compared",
    "FollowedBy",
    "NoneBetween",
    "Sighting",
    "Step",
    "When",
    "Within",
]


@dataclass(frozen=True, slots=True)
class After:
    """It begins after the event that a step found was over."""

    name: str

    def holds(self, event: E, found: Found[E]) -> bool:
        """Whether it is so; a step that found nothing excludes nothing."""
        other = found.get(self.name)
        return other is None or event.number > other.ended


@dataclass(frozen=True, slots=True)
class Before:
    """It is over before the event that a step found begins."""

    name: str

    def holds(self, event: E, found: Found[E]) -> bool:
        """Whether it is so; a step that found nothing excludes nothing."""
        other = found.get(self.name)
        return other is None or event.ended < other.number


@dataclass(frozen=True, slots=True)
class Within:
    """It begins no more than so many seconds after the event that a step found was over; where times are missing, it holds."""

    seconds: float
    of: str

    def holds(self, event: E, found: Found[E]) -> bool:
        """Whether it is so."""
        other = found.get(self.of)
        passed = None if other is None else seconds_between(other, event)
        return passed is None or passed <= self.seconds


@dataclass(frozen=True, slots=True)
class Anytime:
    """It may begin whenever it likes, before what the steps before it found, too."""

    def holds(self, event: E, found: Found[E]) -> bool:  # noqa: ARG002
        """It is always so."""
        return True


When = After | Anytime | Before | Within
"""A condition of order or time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What every step has.

    `text` says what is to be seen, in words that don't say how; `rule` why it has to be so, `then` what to do to get there. All three are
    templates over the variant's facts and the step's own `facts`.
    """

    name: str
    text: str
    rule: str = ""
    then: str = ""
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting(_Told, Generic[E]):
    """An event with all these traits. Without a condition on its order it comes after what the step before it found was over."""

    traits: Sequence[Trait[E]]
    when: Sequence[When] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(_Told, Generic[E]):
    """So many events with all these traits, after what the step before it found; the last of them is what it finds."""

    count: int
    traits: Sequence[Trait[E]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneBetween(_Told, Generic[E]):
    """No event with all these traits from the end of one found event to the beginning of another, which may be the same.

    `since` None means from the beginning, `until` None to the end of what was seen. `around` seconds are added on both sides.
    """

    traits: Sequence[Trait[E]]
    since: str | None = None
    until: str | None = None
    around: float = 0.0

    def broken_by(self, events: Sequence[E], found: Found[E]) -> E | None:
        """The first event that should not be there."""
        begins, ends = found.get(self.since or ""), found.get(self.until or "")
        ours = [each for each in (begins, ends) if each is not None]
        return next(
            (
                event
                for event in events
                if all(event is not each for each in ours)
                and self._lies_there(event, begins, ends)
                and met_by(event, self.traits, found)
            ),
            None,
        )

    def _lies_there(self, event: Event, begins: Event | None, ends: Event | None) -> bool:
        slack = int(self.around * NANOSECONDS)
        early = begins is not None and event.number <= begins.ended and not _near(event, begins, slack)
        late = ends is not None and event.number >= ends.number and not _near(event, ends, slack)
        return not early and not late


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedBy(_Told, Generic[E]):
    """Each event with these `traits` is followed by one that has those of `by`; for them, `it` names the one that they follow.

    There has to be one at least. `within` is in seconds (None: at any time).
    """

    traits: Sequence[Trait[E]]
    by: Sequence[Trait[E]]
    within: float | None = None

    def lacking(self, events: Sequence[E], found: Found[E], compared: Compared) -> E | None:
        """The first event that nothing follows as it should; `events` are in the order in which they began.

        None, too, where more is to be compared than `compared` allows; then nothing is known.
        """
        at = 0
        for event in events:
            if not met_by(event, self.traits, found):
                continue
            follower = self._follower(event, events, found, at, compared)
            if compared.is_spent:
                return None
            if follower is None:
                return event
            at = follower
        return None

    def _follower(self, event: E, events: Sequence[E], found: Found[E], at: int, compared: Compared) -> int | None:
        """Where an event stands that follows as it should.

        It is looked for from `at` on at first, where the one before has its own: what follows comes in the same order mostly, or is one
        for them all.
        """
        known = {**found, "it": event}
        behind = bisect_right(events, event.ended, key=lambda each: each.number)
        first = max(at, behind)
        for place in chain(range(first, len(events)), range(behind, first)):
            if not compared.one_more():
                return None
            other = events[place]
            passed = None if self.within is None else seconds_between(event, other)
            if (self.within is None or (passed or 0.0) <= self.within) and met_by(other, self.by, known):
                return place
        return None


class Compared:
    """How many pairs of events are still compared, in one search; captures are made by anybody."""

    __slots__ = ("_left",)

    def __init__(self, most: int) -> None:
        self._left = most

    @property
    def is_spent(self) -> bool:
        """Whether there was more to compare."""
        return self._left < 0

    def one_more(self) -> bool:
        """Count one; False where it is too many."""
        self._left -= 1
        return self._left >= 0


Step = Sighting[E] | AtLeast[E] | NoneBetween[E] | FollowedBy[E]


def _near(event: Event, other: Event, slack: int) -> bool:
    """Whether two events lie no more than so many nanoseconds apart; not where a time is missing."""
    if not slack or event.time is None or other.time is None:
        return False
    return abs(event.time - other.time) <= slack
