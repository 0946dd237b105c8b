"""One thing that is wanted of an event, in words and as a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic

from netkit.lab.wire.event import E, Facts

__all__ = ["Found", "Trait", "met_by", "met_in_a_row"]

Found = Mapping[str, E]
"""The events that steps found so far, by the steps' names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait(Generic[E]):
    """What an event is wanted to be.

    `holds` says of an event, and of those that earlier steps found, whether it is so. `wanted` says in words what is wanted (`it asks for
    type AAAA`), `instead` what the event has in its place (`it asks for type {type}`); both are templates over the variant's facts, the
    trait's own `facts`, and those of the event. The steps of a mistake are not told: their traits need no words. `key` is the field where
    it stands, if it is one field, in the packet that `packet` gives.
    """

    wanted: str = ""
    instead: str = ""
    holds: Callable[[E, Found[E]], bool]
    key: str = ""
    packet: Callable[[E], int] = lambda event: event.number
    facts: Facts = field(default_factory=dict)


def met_by(event: E, traits: Sequence[Trait[E]], found: Found[E]) -> bool:
    """Whether an event has all of some traits."""
    return all(trait.holds(event, found) for trait in traits)


def met_in_a_row(event: E, traits: Sequence[Trait[E]], found: Found[E]) -> int:
    """How many traits an event has, up to the first that it has not."""
    for count, trait in enumerate(traits):
        if not trait.holds(event, found):
            return count
    return len(traits)
