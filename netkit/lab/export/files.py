"""One file for each bundle, under a name that every system takes and no two share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook
    from netkit.lab.grading.graded import Graded

__all__ = ["one_each"]

_LONGEST = 120
"""Bytes of a name; systems allow 255, and a number and an ending come after it."""


def one_each(
    gradebook: Gradebook, ending: str, make: Callable[[Graded], bytes], *, by_hand: bool = False
) -> dict[str, bytes]:
    """What `make` gives for each bundle, named after the bundle with another ending; of equal names the later have a number.

    Points that were set by hand for what is no bundle are no file, unless `by_hand` says so.
    """
    found: dict[str, bytes] = {}
    for graded in gradebook.graded:
        if not graded.bundle and not by_hand:
            continue
        stem = name = _stem(graded.bundle or f"{graded.student}-{graded.lab}.")
        number = 1
        while f"{name}{ending}" in found:
            number += 1
            name = f"{stem}-{number}"
        found[f"{name}{ending}"] = make(graded)
    return found


def _stem(bundle: str) -> str:
    """The bundle's name without its ending, folders and odd letters become dashes; upper and lower case are one on some systems."""
    stem = bundle.rsplit(".", 1)[0]
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in stem).strip(".-")
    return safe.casefold().encode()[:_LONGEST].decode("utf-8", "ignore") or "bundle"
