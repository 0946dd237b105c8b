"""Packets: a set of their numbers."""

from __future__ import annotations

import re

from netkit.lab.kinds.shape import Shape, UnfitError

__all__ = ["packets"]

MOST_PACKETS = 1000


def packets(text: str, _: Shape) -> frozenset[int]:
    """The numbers of packets, in any order; `4-6` is a range."""
    found: set[int] = set()
    words = re.sub(r"\b(?:packets?|and)\b|[#&,;{}()\[\]]", " ", text.lower()).split()
    for word in words:
        match = re.fullmatch(r"(\d{1,6})(?:[-–](\d{1,6}))?", word)
        if match is None:
            raise UnfitError("wanted.packets", "packet numbers are wanted, such as 4 5 6")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise UnfitError(
                "wanted.range",
                "{word} counts backwards: a range begins with its smaller number, such as 4-6",
                word=word,
            )
        if last - first >= MOST_PACKETS:
            raise UnfitError("wanted.fewer-packets", "these are too many packets")
        found.update(range(first, last + 1))
    if not found:
        raise UnfitError("wanted.packets", "packet numbers are wanted, such as 4 5 6")
    return frozenset(found)
