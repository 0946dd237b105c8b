"""Regular expressions: Perl's, as Wireshark has them, for Python's engine; capital and small letters are alike."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netkit.capture.filtering.pointing import refused
from netkit.capture.filtering.tree import Place

__all__ = ["compiled"]

_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "ascii": r"\x00-\x7f", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f", "digit": "0-9",
        "graph": r"\x21-\x7e", "lower": "a-z", "print": r"\x20-\x7e", "punct": r"!-/:-@\[-`{-~", "space": r"\s", "upper": "A-Z",
        "word": r"\w", "xdigit": "0-9a-fA-F",
    }
)  # fmt: skip
"""What POSIX calls sets of characters, inside brackets."""

_CLASS = re.compile(r"\[:(\w+):\]")
_LEADING = re.compile(r"\(\?([imsx]*)(?:-([imsx]+))?\)")
_LONGEST = 2000
"""Characters of an expression."""


def compiled(text: str, whole: str, at: Place, *, of_bytes: bool) -> re.Pattern[Any]:
    """The expression; UsageError, with the place in the whole filter, where it is none."""
    flags = {"i"}
    pattern = text
    while found := _LEADING.match(pattern):
        flags = (flags | set(found[1])) - set(found[2] or "")
        pattern = pattern[found.end() :]
    pattern = _CLASS.sub(lambda found: _CLASSES.get(found[1], found[0]), pattern)
    pattern = re.sub(r"(?<!\\)\(\?<(?=[A-Za-z_])", "(?P<", pattern).replace(r"\h", r"[ \t]")
    chosen = re.NOFLAG
    for letter, flag in (("i", re.IGNORECASE), ("m", re.MULTILINE), ("s", re.DOTALL), ("x", re.VERBOSE)):
        chosen |= flag if letter in flags else re.NOFLAG
    if len(pattern) > _LONGEST:
        raise refused(
            "this regular expression is too long", whole, at, why=f"an expression has at most {_LONGEST:,} characters"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if of_bytes:
                return re.compile(pattern.encode("utf-8", "surrogateescape"), chosen)
            return re.compile(pattern, chosen | re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise refused(
            "this regular expression can't be read",
            whole,
            at,
            why=str(error),
            hint='a sign that means itself stands behind two backslashes, or in brackets: "www[.]harbour"',
        ) from None
