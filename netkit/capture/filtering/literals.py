"""What stands in quotes and in slices: escapes, and ranges of bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from netkit.capture.filtering.pointing import refused
from netkit.capture.filtering.tree import Place

__all__ = ["LONE", "ranges_in", "unescaped"]

LONE = 0xDC00
"""Added to a byte that is no ASCII and was written as an escape: `surrogateescape` makes that very byte of it, and no UTF-8."""

_ESCAPES: Mapping[str, str] = MappingProxyType(
    {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_RANGE = re.compile(r"(?P<first>-?\d{1,9})?\s*(?:(?P<by>:|-)\s*(?P<last>-?\d{1,9})?)?")
_RULE = "[4:2] is two bytes from byte 4 on, [4-5] the same by both ends, [4] one byte, [:4] the first four, [-2:] the last two"


def unescaped(quoted: str, whole: str, at: Place) -> str:
    """The text that stands in quotes; UsageError for an escape that there is not, with its place in the whole filter."""

    def meant(found: re.Match[str]) -> str:
        hexadecimal, octal, short, long, sign = found.groups()
        if hexadecimal or octal:
            byte = int(hexadecimal, 16) if hexadecimal else int(octal, 8) & 0xFF
            return chr(byte if byte < 0x80 else LONE + byte)
        if short or long:
            return chr(min(int(short or long, 16), 0x10FFFF))
        if sign in "\"'\\?":
            return str(sign)
        if sign in _ESCAPES:
            return _ESCAPES[sign]
        start = at[0] + 1 + found.start()
        raise refused(
            f"\\{sign} is no escape",
            whole,
            (start, start + 2),
            why='in quotes a \\ begins an escape: \\n, \\t, \\x0d, \\", \\\\',
            hint='write \\\\ for one backslash, or r"…", which knows no escapes',
        )

    return _ESCAPE.sub(meant, quoted[1:-1])


def ranges_in(text: str, whole: str, at: Place, *, counts: bool = False) -> list[tuple[int, int | None]]:
    """The ranges between brackets, each as (first, how many or None for all that follow); UsageError for what is none.

    With `counts` they are of layers: single numbers, and first and last of a range.
    """
    return [_range(word.strip(), whole, at, counts=counts) for word in text.split(",")]


def _range(word: str, whole: str, at: Place, *, counts: bool) -> tuple[int, int | None]:
    found = _RANGE.fullmatch(word)
    first = int(found["first"]) if found and found["first"] else 0
    if found is None or not word or word in ("-", ":"):
        problem = "wants numbers"
    elif not found["by"]:
        return first, None if counts else 1
    elif not found["last"]:
        if found["by"] == ":" and not counts:
            return first, None
        problem = "has no end"
    elif found["by"] == ":" and not counts:
        if int(found["last"]) > 0:
            return first, int(found["last"])
        problem = "has no bytes"
    else:
        last = int(found["last"])
        if (first < 0) == (last < 0) and first <= last:
            return first, last - first + 1
        problem = "ends before it begins"
    raise refused(f"the range {word or '(empty)'} {problem}", whole, at, why=_RULE)
