"""A pool: what many packets have in common stands once in a page, and is known by its place."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["Pool"]

Item = TypeVar("Item", bound=Hashable)


class Pool(Generic[Item]):
    """Different items in the order in which they came."""

    def __init__(self, *first: Item) -> None:
        self._places: dict[Item, int] = {item: place for place, item in enumerate(first)}

    def place(self, item: Item) -> int:
        """Where the item stands, from 0; a new one is added."""
        return self._places.setdefault(item, len(self._places))

    @property
    def items(self) -> list[Item]:
        """The items by their places."""
        return list(self._places)
