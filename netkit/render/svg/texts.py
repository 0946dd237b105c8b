"""How wide text will be where no font can be asked, and lines broken to fit."""

from __future__ import annotations

from netkit.render.lines import measure
from netkit.render.safe import safe

__all__ = ["LINE", "SIZE", "TITLE", "width_of", "wrapped"]

SIZE = 13.0
"""The height of letters, in CSS pixels."""

TITLE = 18.0
"""The height to reckon with for a title, whose letters are 16 high and bold."""

LINE = 17.0
"""From one line of text to the next."""

# Widths in parts of the letters' height, a little wider than in the common fonts, so that nothing is cut off.
_SLIM = frozenset("ijl.,:;|!'()[]fItr ·")
_BROAD = frozenset("mwMW@%→←—…")

_SEAMS = ".:/-_@"
"""A name is rather broken behind one of these."""


def width_of(text: str, size: float = SIZE) -> float:
    """About how wide `text` is, in CSS pixels, in a sans-serif font."""
    return sum(map(_width, safe(text))) * size


def _width(char: str) -> float:
    if char in _SLIM:
        return 0.36
    if char in _BROAD:
        return 0.95
    if char.isupper():
        return 0.7
    return 0.59 * measure(char) if char.isascii() or char == "–" else 0.66 * max(measure(char), 0)


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """`text` over lines of `width`, broken at spaces, and inside of a word that is wider than a line."""
    lines: list[str] = []
    line = ""
    for word in safe(text).split(" "):
        if line and width_of(f"{line} {word}", size) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while width_of(line, size) > width and len(line) > 1:
            cut = _fitting(line, width, size)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


def _fitting(text: str, width: float, size: float) -> int:
    """How many characters of `text`, at least one, fit."""
    used = 0.0
    for count, char in enumerate(text):
        used += _width(char) * size
        if used > width:
            seam = max(text.rfind(sign, 0, count) for sign in _SEAMS) + 1
            return seam if seam > count // 2 else max(count, 1)
    return len(text)
