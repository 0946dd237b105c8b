"""A lesson or a zone by its name, or the one that was meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from netkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.dns.made_up.tables import Lesson

__all__ = ["lesson_named", "lesson_or_zone", "zone_named"]


def lesson_named(slug: str, lessons: Sequence[Lesson]) -> Lesson:
    """One lesson; UsageError with the one that was meant."""
    for lesson in lessons:
        if lesson.slug == slug.lower():
            return lesson
    raise _unknown("lesson", slug, [lesson.slug for lesson in lessons], "netkit dns zones {}")


def zone_named(name: str, zones: Sequence[str]) -> str:
    """A zone's absolute name, with or without the last dot given; UsageError with the one that was meant."""
    wanted = "." if name.lower() in {".", "root"} else f"{name.lower().rstrip('.')}."
    if wanted in zones:
        return wanted
    raise _unknown("zone", name, [zone.rstrip(".") or "." for zone in zones], "netkit dns zones --file {}")


def lesson_or_zone(word: str, lessons: Sequence[Lesson], zones: Sequence[str]) -> Lesson | str:
    """The lesson or the zone's absolute name that a word names; UsageError with the one that was meant."""
    for lesson in lessons:
        if lesson.slug == word.lower():
            return lesson
    try:
        return zone_named(word, zones)
    except UsageError:
        known = [*(lesson.slug for lesson in lessons), *(zone.rstrip(".") or "." for zone in zones)]
        raise _unknown("lesson or zone", word, known, "netkit dns zones {}") from None


def _unknown(kind: str, given: str, known: Sequence[str], command: str) -> UsageError:
    near = get_close_matches(given[:60].lower().rstrip("."), known, n=1, cutoff=0.5)
    return UsageError(
        f"there is no {kind} {given[:60]!r} in the made-up internet",
        why=f"it has {len(known)} {kind.replace(' or ', 's and ')}s",
        hint=f"did you mean {near[0]}? · {command.format(near[0])}" if near else "netkit dns zones shows them all",
    )
