"""Bars in the neutral tree: how much there was of something, row by row; the list of the rows is the picture's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Bar", "Bars"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: what it is of, how long its bar is compared with the others (no less than 0), and what the number is in words."""

    label: str
    value: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars below one another over one scale, the longest as wide as there is room."""

    rows: Sequence[Bar]
    caption: str = ""
