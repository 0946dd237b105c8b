"""A sorted map with integer keys that stays quick when it grows: its entries stand on shelves of some hundred.

Putting an entry into one long list moves everything behind it, which for a stream of a million segments costs more than all else. Here
it moves at most one shelf.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

__all__ = ["Shelves", "Spot"]

Value = TypeVar("Value")

Spot = tuple[int, int]
"""A shelf and a place on it; the place is -1 before the first entry of all."""

FULL = 1024
"""Entries at which a shelf is cut into two."""


class Shelves(Generic[Value]):
    """Keys in order, each with its value; `firsts[n]` is the first key of shelf `n`. No shelf is empty, unless it is the only one."""

    __slots__ = ("firsts", "keys", "values")

    def __init__(self) -> None:
        self.firsts: list[int] = [0]
        self.keys: list[list[int]] = [[]]
        self.values: list[list[Value]] = [[]]

    def spot(self, key: int) -> Spot:
        """Where the entry with the greatest key up to `key` stands; place -1 if there is none."""
        shelf = bisect_right(self.firsts, key) - 1
        if shelf < 0:
            return 0, -1
        return shelf, bisect_right(self.keys[shelf], key) - 1

    def floor(self, key: int) -> tuple[int, Value] | None:
        """The entry with the greatest key up to `key`."""
        shelf, place = self.spot(key)
        return (self.keys[shelf][place], self.values[shelf][place]) if place >= 0 else None

    def put(self, shelf: int, place: int, entries: Sequence[tuple[int, Value]], removed: int = 0) -> None:
        """Put entries in the place of the `removed` ones from (shelf, place) on, which may stand on several shelves."""
        while removed > (there := len(self.keys[shelf]) - place) and shelf + 1 < len(self.keys):
            taken = min(removed - there, len(self.keys[shelf + 1]))
            del self.keys[shelf + 1][:taken], self.values[shelf + 1][:taken]
            removed -= taken
            if self.keys[shelf + 1]:
                self.firsts[shelf + 1] = self.keys[shelf + 1][0]
            else:
                self._drop(shelf + 1)
        keys, values = self.keys[shelf], self.values[shelf]
        keys[place : place + removed] = [key for key, _ in entries]
        values[place : place + removed] = [value for _, value in entries]
        if not keys:
            if len(self.keys) > 1:
                self._drop(shelf)
        elif len(keys) > FULL:
            self._split(shelf)
        else:
            self.firsts[shelf] = keys[0]

    def insert(self, shelf: int, place: int, key: int, value: Value) -> None:
        """Put one entry at (shelf, place)."""
        keys = self.keys[shelf]
        keys.insert(place, key)
        self.values[shelf].insert(place, value)
        if not place:
            self.firsts[shelf] = key
        if len(keys) > FULL:
            self._split(shelf)

    def items(self, shelf: int = 0, place: int = 0) -> Iterator[tuple[int, Value]]:
        """The entries in order, from (shelf, place) on."""
        for number in range(shelf, len(self.keys)):
            keys, values = self.keys[number], self.values[number]
            while place < len(keys):
                yield keys[place], values[place]
                place += 1
            place = 0

    def take_before(self, key: int) -> list[Value]:
        """Remove the entries with smaller keys, and give their values in order."""
        found: list[Value] = []
        whole = 0
        while whole < len(self.keys) and self.keys[whole] and self.keys[whole][-1] < key:
            found += self.values[whole]
            whole += 1
        del self.firsts[:whole], self.keys[:whole], self.values[:whole]
        if not self.keys:
            self.firsts, self.keys, self.values = [0], [[]], [[]]
        elif self.keys[0]:
            part = bisect_right(self.keys[0], key - 1)
            found += self.values[0][:part]
            del self.keys[0][:part], self.values[0][:part]
            self.firsts[0] = self.keys[0][0]
        return found

    def _split(self, shelf: int) -> None:
        """Cut an overfull shelf into parts of half a shelf."""
        keys, values = self.keys[shelf], self.values[shelf]
        half = FULL // 2
        starts = range(0, len(keys), half)
        self.keys[shelf : shelf + 1] = [keys[at : at + half] for at in starts]
        self.values[shelf : shelf + 1] = [values[at : at + half] for at in starts]
        self.firsts[shelf : shelf + 1] = [keys[at] for at in starts]

    def _drop(self, shelf: int) -> None:
        del self.firsts[shelf], self.keys[shelf], self.values[shelf]
