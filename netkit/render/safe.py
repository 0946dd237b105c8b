"""Text from a wire made safe to show: whatever could steer a terminal or hide itself becomes a visible escape."""

from __future__ import annotations

import re

__all__ = ["safe"]

# Printable by Unicode's categories, and yet nothing is seen: fillers, blanks, joiners and variation selectors.
_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
_UNSEEN_PATTERN = re.compile(f"[{_UNSEEN}]")
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def safe(text: str, *, newlines: bool = False) -> str:
    r"""`text` with each control, bidi, invisible, unassigned or surrogate character as an escape such as `\u202e`.

    A newline stays one only with `newlines`. A backslash of the text's own stays alone, so that paths read as they are.
    """
    if text.isprintable() and (text.isascii() or not _UNSEEN_PATTERN.search(text)):
        return text
    return "".join(char if is_safe(char) or (newlines and char == "\n") else escape(char) for char in text)


def is_safe(char: str) -> bool:
    """Whether a terminal shows `char`, and shows it where it stands."""
    # isprintable() is false for the categories Cc, Cf, Cs, Co, Cn, Zl, Zp and every space but U+0020
    return char.isprintable() and not _UNSEEN_PATTERN.match(char)


def escape(char: str) -> str:
    """`char` by its number, as Python writes it."""
    if char in _SHORT:
        return _SHORT[char]
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
