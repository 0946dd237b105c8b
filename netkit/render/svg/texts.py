"""How wide text will be where no font can be asked, and lines broken to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import measure
from netkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LINE", "SIZE", "TITLE", "shortened", "width_of", "wrapped"]

SIZE = 13.0
"""The height of letters, in CSS pixels."""

TITLE = 18.0
"""The height to reckon with for a title, whose letters are 16 high and bold."""

LINE = 17.0
"""From one line of text to the next."""

# Widths in hundredths of the letters' height, a little wider than in the common fonts, so that nothing is cut off. They are whole
# numbers, so that their sums are the same in whatever order, and in every Python.
_SLIM = frozenset("ijl.,:;|!'()[]fItr ·")
_BROAD = frozenset("mwMW@%→←—…")

_SEAMS = ".:/-_@"
"""A name is rather broken behind one of these."""


def width_of(text: str, size: float = SIZE) -> float:
    """About how wide `text` is, in CSS pixels, in a sans-serif font."""
    return _pixels(_units(safe(text)), size)


def _pixels(units: int, size: float) -> float:
    return units * size / 100


def _units(text: str) -> int:
    return sum(map(_width, text))


def _width(char: str) -> int:
    if char in _SLIM:
        return 36
    if char in _BROAD:
        return 95
    if char.isupper():
        return 70
    return 59 * measure(char) if char.isascii() or char == "–" else 66 * max(measure(char), 0)


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """`text` over lines of `width`, broken at spaces, and inside of a word that is wider than a line."""
    lines: list[str] = []
    line, used = "", 0
    space = _width(" ")
    for word in safe(text).split(" "):
        wide = _units(word)
        if line and _pixels(used + space + wide, size) > width:
            lines.append(line)
            line, used = "", 0
        line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
        if _pixels(used, size) > width:
            *whole, line = _broken(word, width, size)
            lines += whole
            used = _units(line)
    return [*lines, line] if line else lines


def shortened(text: str, width: float, size: float = SIZE) -> str:
    """`text`, or its beginning with three dots if it is wider than `width`."""
    shown = safe(text)
    if width_of(shown, size) <= width:
        return shown
    first = wrapped(shown.replace(" ", "_"), max(width - width_of("…", size), 1.0), size)[0]
    return f"{shown[: len(first)]}…"


def _broken(word: str, width: float, size: float) -> Iterator[str]:
    """The pieces of a word, each of at least one character."""
    start = at = used = 0
    while at < len(word):
        used += _width(word[at])
        if _pixels(used, size) > width and at > start:
            seam = max(word.rfind(sign, start, at) for sign in _SEAMS) + 1
            end = seam if seam - start > (at - start) // 3 else at
            yield word[start:end]
            # what stands behind the seam begins the next line, and may be too wide for it again
            start = at = end
            used = 0
        else:
            at += 1
    yield word[start:]
