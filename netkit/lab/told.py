"""Wrong ways and lines of a working whose sentences are templates: their braces name facts of the variant, or those given here."""

from __future__ import annotations

from collections.abc import Callable

from netkit.lab.question import Line, Place, Situation, Wrong
from netkit.lab.value import Value

__all__ = ["known", "seen", "step", "texts"]


def known(slug: str, value: Value, why: str, *, place: Place | None = None, **facts: float | str) -> Wrong:
    """A way of thinking that comes to one value."""
    return Wrong(slug=slug, value=value, why=why, place=place, facts=facts)


def seen(
    slug: str, fits: Callable[[Value], bool], why: str, *, place: Place | None = None, **facts: float | str
) -> Wrong:
    """A way of thinking that may come to several values: `fits` knows them."""
    return Wrong(slug=slug, fits=fits, why=why, place=place, facts=facts)


def step(
    text: str,
    value: Value,
    possible: Callable[[Value], bool] | None = None,
    *,
    place: Place | None = None,
    said: str = "",
    name: str = "",
    **facts: float | str,
) -> Line:
    """One line of a working; `possible` says whether an answer can have come from the lines up to it, `said` is told for the value."""
    return Line(text=text, value=value, possible=possible, place=place, said=said, name=name, facts=facts)


def texts(now: Situation, *names: str) -> list[str]:
    """Some facts of a variant, as text."""
    return [str(now.facts[name]) for name in names]
