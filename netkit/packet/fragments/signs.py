"""The sign of a fragment in a picture: its number as one character."""

from __future__ import annotations

from string import ascii_letters, digits

__all__ = ["MISSING", "sign_of"]

SIGNS = digits[1:] + ascii_letters
"""1 to 9, then a to z and A to Z."""

MISSING = "·"


def sign_of(number: int) -> str:
    """The sign of the fragment with this number, from 1 on; beyond 61 fragments `*`."""
    return SIGNS[number - 1] if number <= len(SIGNS) else "*"
