"""Functions of a table that are worked out once for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar

__all__ = ["remembered"]

P = ParamSpec("P")
R = TypeVar("R")


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """As `functools.cache`, which keeps the types of what it is given to itself; tables are few, and never go."""
    return cache(function)  # type: ignore[return-value]
