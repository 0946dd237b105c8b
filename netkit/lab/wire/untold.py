"""Steps of a mistake: they are looked for and never told, so they have a name and no words."""

from __future__ import annotations

from netkit.lab.wire.event import E
from netkit.lab.wire.step import AtLeast, NoneBetween, Sighting
from netkit.lab.wire.trait import Trait

__all__ = ["none", "one", "several"]


def one(name: str, *traits: Trait[E]) -> Sighting[E]:
    """An event with all these traits, after what the step before it found."""
    return Sighting(name=name, text="", traits=traits)


def several(name: str, count: int, *traits: Trait[E]) -> AtLeast[E]:
    """So many events at least with all these traits."""
    return AtLeast(name=name, text="", count=count, traits=traits)


def none(name: str, *traits: Trait[E], since: str | None = None, until: str | None = None) -> NoneBetween[E]:
    """No event with all these traits between those that two steps found; None is the beginning, or the end of what was seen."""
    return NoneBetween(name=name, text="", traits=traits, since=since, until=until)
