"""Which packets of a capture: numbers and ranges, as `1-100,205,1000-`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netkit.errors import UsageError

__all__ = ["Selection", "parse_selection"]

_RANGE = re.compile(r"(?P<first>[0-9]{1,18})?(?P<to>-)?(?P<last>[0-9]{1,18})?")


@dataclass(frozen=True, slots=True)
class Selection:
    """Ranges of numbers of packets, which count from 1; both ends of a range are in it, and one without a last has None."""

    ranges: tuple[tuple[int, int | None], ...]

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and any(
            first <= number and (last is None or number <= last) for first, last in self.ranges
        )


def parse_selection(text: str) -> Selection:
    """The selection that a text means; UsageError where it means none."""
    return Selection(tuple(_range(word.strip(), text) for word in text.split(",")))


def _range(word: str, text: str) -> tuple[int, int | None]:
    found = _RANGE.fullmatch(word)
    if found is None or not (found["first"] or found["last"]):
        raise _refused(word, text, "is no number and no range of numbers")
    first = int(found["first"] or 1)
    last = int(found["last"]) if found["last"] else (None if found["to"] else first)
    if first < 1:
        raise _refused(word, text, "is no packet: they are counted from 1")
    if last is not None and last < first:
        raise _refused(word, text, "ends before it begins")
    return first, last


def _refused(word: str, text: str, why: str) -> UsageError:
    return UsageError(
        f"{text!r} does not say which packets",
        where=f"{word!r} {why}",
        why="packets are named by their numbers, with commas between and - for ranges",
        hint="for example 1-100,205,1000-",
    )
