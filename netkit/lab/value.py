"""An answer in its canonical form."""

from __future__ import annotations

__all__ = ["Value", "is_set", "spell"]

Value = int | float | str | frozenset[int] | frozenset[str] | tuple[str, ...]
"""A number, text (an address, a name, bytes in hex), a set of packet numbers or of words, or words in order (of a table: a cell a row)."""

LONGEST = 60
"""Characters of one value that a sentence can hold; bytes of a packet are cut there."""


def is_set(value: object) -> bool:
    """Whether a value is a set of packet numbers or of words."""
    return isinstance(value, frozenset)


def spell(value: Value) -> str:
    """A value as a person writes it."""
    if isinstance(value, frozenset):
        return ", ".join(str(each) for each in sorted(value)) or "none"
    if isinstance(value, tuple):
        return ", ".join(each or "–" for each in value)
    if isinstance(value, float):
        return f"{value:,.6g}"
    if isinstance(value, int) and value >= 10_000:
        return f"{value:,}"
    text = str(value)
    return text if len(text) <= 4 * LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"
