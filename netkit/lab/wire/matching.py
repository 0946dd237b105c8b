"""Steps held against the events of a wire: which events meet them, and if none do, how far one gets.

The search tries each event for each step, so that a first try that led nowhere hides no later one that is right. How much it tries is
bounded, for captures are made by anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic

from netkit.lab.wire.event import E
from netkit.lab.wire.step import AtLeast, Compared, FollowedBy, NoneBetween, Sighting, Step
from netkit.lab.wire.trait import Trait, met_by, met_in_a_row

__all__ = ["MOST_COMPARED", "MOST_TRIED", "Match", "Unmet", "match"]

MOST_TRIED = 20_000
"""Events that are tried for steps before the search gives up."""

MOST_COMPARED = 200_000
"""Pairs of events that are compared, where each has to be followed by another, before the search gives up."""


@dataclass(frozen=True, slots=True)
class Unmet(Generic[E]):
    """The first step that is not met.

    `nearest` is the event that comes closest, or that should not be there, and `trait` the first that it has not; None where there is none.
    """

    step: Step[E]
    nearest: E | None = None
    trait: Trait[E] | None = None


@dataclass(frozen=True, slots=True)
class Match(Generic[E]):
    """What came of a search: what each step found, and the first that found nothing (None: all are met).

    `given_up` says that there was more to try than is tried.
    """

    found: Mapping[str, E] = field(default_factory=dict)
    unmet: Unmet[E] | None = None
    given_up: bool = False


def match(steps: Sequence[Step[E]], events: Sequence[E], *, ending: Callable[[E], bool] | None = None) -> Match[E]:
    """Hold steps against events, which are in the order in which they began.

    With `ending`, the last event found has to be one for which that holds. Of several ways to meet the steps the one that begins last is
    given; where there is none, the one that gets furthest.
    """
    search = _Search(steps, events, ending)
    whole = next(search.ways(0, {}), None)
    if whole is not None:
        return Match(whole)
    return Match(search.furthest, search.unmet(), search.gave_up)


class _Search(Generic[E]):
    """A search through all ways in which events can meet steps, the latest events first."""

    def __init__(self, steps: Sequence[Step[E]], events: Sequence[E], ending: Callable[[E], bool] | None) -> None:
        self._steps = steps
        self._events = events
        self._ending = ending
        self._tried = 0
        self._compared = Compared(MOST_COMPARED)
        self.furthest: Mapping[str, E] = {}
        self._depth = -1
        self._latest = -1

    @property
    def gave_up(self) -> bool:
        """Whether there was more to try than is tried."""
        return self._tried > MOST_TRIED or self._compared.is_spent

    def ways(self, depth: int, found: Mapping[str, E]) -> Iterator[Mapping[str, E]]:
        """Each way to meet the steps from this one on."""
        latest = max((event.ended for event in found.values()), default=0)
        if (depth, latest) > (self._depth, self._latest):
            self._depth, self._latest, self.furthest = depth, latest, found
        if depth == len(self._steps):
            if self._ending is None or any(self._ending(event) for event in found.values()):
                yield found
            return
        for event in self._candidates(self._steps[depth], found):
            if self.gave_up:
                return
            yield from self.ways(depth + 1, found if event is None else {**found, self._steps[depth].name: event})

    def _candidates(self, step: Step[E], found: Mapping[str, E]) -> Iterator[E | None]:
        """The events that meet a step; None for one that is met without an event of its own."""
        if isinstance(step, NoneBetween):
            self._tried += len(self._events)
            if step.broken_by(self._events, found) is None:
                yield None
        elif isinstance(step, FollowedBy):
            self._tried += len(self._events)
            followed = [event for event in self._events if met_by(event, step.traits, found)]
            if followed and step.lacking(self._events, found, self._compared) is None and not self._compared.is_spent:
                yield followed[-1]
        else:
            there = self._in_place(step, found)
            self._tried += len(there)
            met = [event for event in there if met_by(event, step.traits, found)]
            if isinstance(step, Sighting):
                yield from reversed(met)
            elif len(met) >= step.count:
                yield met[step.count - 1]

    def _in_place(self, step: Sighting[E] | AtLeast[E], found: Mapping[str, E]) -> list[E]:
        """The events that lie where a step looks for one, in time and order."""
        if isinstance(step, Sighting) and step.when:
            return [event for event in self._events if all(each.holds(event, found) for each in step.when)]
        last = max((event.ended for event in found.values()), default=0)
        return [event for event in self._events if event.number > last]

    def unmet(self) -> Unmet[E]:
        """The step at which the way that got furthest stops, and what comes closest to it."""
        found = self.furthest
        if self._depth >= len(self._steps):
            return Unmet(self._steps[-1])
        step = self._steps[self._depth]
        if isinstance(step, NoneBetween):
            return Unmet(step, step.broken_by(self._events, found))
        if isinstance(step, FollowedBy):
            return Unmet(step, step.lacking(self._events, found, self._compared))
        near = [(met_in_a_row(event, step.traits, found), event) for event in self._in_place(step, found)]
        if not near:
            return Unmet(step)
        # of those that are as close, the latest
        count, event = max(near, key=lambda each: (each[0], each[1].number))
        if count == len(step.traits):
            return Unmet(step)
        return Unmet(step, event if count else None, step.traits[count])
