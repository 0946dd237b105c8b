"""What a task wants to see on the wire, and what a stretch of packets shows of it: a pure function of the packets so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Generic

from netkit.lab.packet import Packet
from netkit.lab.wire.event import E, Event, Facts
from netkit.lab.wire.matching import Match, match
from netkit.lab.wire.step import Step
from netkit.lab.wire.trait import Trait
from netkit.lab.wire.untold import none, one

__all__ = ["MOST_EVENTS", "Mistake", "Seen", "Wire", "look", "single"]

MOST_EVENTS = 2_000
"""Events about a task that are looked at: the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake(Generic[E]):
    """A misconception as it shows on the wire: steps that are met, and the sentence that puts it right.

    `why` is a template: its braces name the variant's facts, those of the last event that was found (`{packet}`), those of each step's with
    the step's name before them (`{asked_packet}`), and `facts`. `key` is the field that it speaks of, in the last event's packet.
    It is told of what was done last; one that is `lasting` also when other things were done since: its steps say what makes good for it.
    """

    slug: str
    why: str
    steps: Sequence[Step[E]]
    key: str = ""
    packet: Callable[[E], int] = lambda event: event.number
    facts: Facts = field(default_factory=dict)
    lasting: bool = False


def single(
    slug: str, why: str, *traits: Trait[E], key: str = "", unless: Sequence[Trait[E]] = (), **facts: float | str
) -> Mistake[E]:
    """A misconception that shows in one event, `unless` one with all these traits comes after it and makes good for it."""
    steps: list[Step[E]] = [one("event", *traits)]
    if unless:
        steps.append(none("made good", *unless, since="event"))
    return Mistake(slug=slug, why=why, steps=steps, key=key, facts=facts, lasting=bool(unless))


def _as_one(events: Sequence[E]) -> Sequence[Sequence[E]]:
    return [events] if events else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire(Generic[E]):
    """What is looked for: `steps`, one after the other; `mistakes` in the order in which they are told.

    `view` makes events of packets, in the order in which they began; `about` says which of them have to do with the task at all. `filter`
    is the display filter of the packets that `view` can make something of. `runs` divides events into tries, such as connections; with
    `apart` the steps have to be met within one of them. A right try makes it right whatever came before or after; else the latest is
    explained.
    """

    view: Callable[[Sequence[Packet]], Sequence[E]]
    steps: Sequence[Step[E]]
    mistakes: Sequence[Mistake[E]] = ()
    filter: str
    about: Callable[[E], bool] = lambda _: True
    runs: Callable[[Sequence[E]], Sequence[Sequence[E]]] = _as_one
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(Generic[E]):
    """What a stretch of packets shows: how far the `steps` are met, and the mistake that it shows, if they are not.

    `events` are all that have to do with the task, `found` those that the mistake, or else the steps, are met by.
    """

    steps: Sequence[Step[E]]
    match: Match[E]
    events: Sequence[E] = ()
    mistake: Mistake[E] | None = None
    found: Mapping[str, E] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        """Whether all steps are met."""
        return bool(self.events) and self.match.unmet is None

    @property
    def packets(self) -> frozenset[int]:
        """The numbers of all packets that have to do with the task."""
        return frozenset(number for event in self.events for number in event.packets)


def look(wire: Wire[E], packets: Sequence[Packet]) -> Seen[E]:
    """What some packets, in their order, show of what a task wants to see."""
    events = [event for event in wire.view(packets) if wire.about(event)][-MOST_EVENTS:]
    tries = [each for each in (wire.runs(events) if wire.apart else [events]) if each]
    last: Match[E] = match(wire.steps, ())
    for each in tries:
        last = match(wire.steps, each)
        if last.unmet is None:
            break
    seen = Seen(steps=wire.steps, match=last, events=events, found=last.found)
    return seen if seen.right or not events else _explained(seen, wire, tries[-1])


def _explained(seen: Seen[E], wire: Wire[E], latest: Sequence[E]) -> Seen[E]:
    """With the first mistake that the latest try shows, if it shows one."""
    begun = wire.runs(seen.events)[-1][0].number
    tried = [(mistake, begun) for mistake in wire.mistakes]
    tried += [(mistake, 0) for mistake in wire.mistakes if mistake.lasting]
    for mistake, since in tried:
        shown = match(mistake.steps, latest, ending=partial(_is_from, since))
        if shown.unmet is None:
            return replace(seen, mistake=mistake, found=shown.found)
    return seen


def _is_from(number: int, event: Event) -> bool:
    """Whether an event began with that packet, or later."""
    return event.number >= number
