"""A page of an interval store: the pieces that begin on it, in arrays of numbers, so that a long stream stays close together in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["PAGE_BITS", "Page", "Piece"]

PAGE_BITS = 14
"""A page has 16 KiB: some ten segments, or sixteen thousand bytes that come one by one."""


class Piece(NamedTuple):
    """Bytes from `start` up to `end` whose owner, the arrival with this number, covered `came_from` up to `came_to`."""

    start: int
    end: int
    data: bytes
    number: int
    came_from: int
    came_to: int


class Page:
    """The pieces of one page in order; `starts` count from the page's first byte, `base`.

    Most pieces are all that their owner came with; of the others `bounds` says where it came from and to.
    """

    __slots__ = ("base", "bounds", "datas", "numbers", "sizes", "starts")

    def __init__(self, base: int) -> None:
        self.base = base
        self.starts = array("I")
        self.sizes = array("I")
        self.numbers = array("Q")
        self.datas: list[bytes] = []
        self.bounds: dict[int, tuple[int, int]] = {}

    def insert(self, place: int, start: int, data: bytes, number: int, came_from: int, came_to: int) -> None:
        """Put a piece at a place, which begins at byte `start` of the page."""
        size = len(data)
        self.starts.insert(place, start)
        self.sizes.insert(place, size)
        self.numbers.insert(place, number)
        self.datas.insert(place, data)
        begin = self.base + start
        if came_from != begin or came_to != begin + size:
            self.bounds[start] = (came_from, came_to)

    def exchange(self, place: int, data: bytes, number: int, came_from: int, came_to: int) -> None:
        """Put other bytes of another owner in the place of as many of a piece."""
        local = self.starts[place]
        self.numbers[place] = number
        self.datas[place] = data
        begin = self.base + local
        if came_from != begin or came_to != begin + len(data):
            self.bounds[local] = (came_from, came_to)
        elif self.bounds:
            self.bounds.pop(local, None)

    def piece(self, place: int) -> Piece:
        """The piece at a place."""
        local = self.starts[place]
        start = self.base + local
        end = start + self.sizes[place]
        return Piece(start, end, self.datas[place], self.numbers[place], *self.bounds.get(local, (start, end)))

    def pieces(self, first: int = 0, stop: int | None = None) -> Iterator[Piece]:
        """The pieces from one place up to another."""
        for place in range(first, len(self.starts) if stop is None else stop):
            yield self.piece(place)

    def replace(self, first: int, stop: int, pieces: Iterable[Piece]) -> None:
        """Put pieces in the place of those from one place up to another."""
        for local in self.starts[first:stop] if self.bounds else ():
            self.bounds.pop(local, None)
        del self.starts[first:stop], self.sizes[first:stop], self.numbers[first:stop], self.datas[first:stop]
        for place, piece in enumerate(pieces, first):
            self.insert(place, piece.start - self.base, piece.data, piece.number, piece.came_from, piece.came_to)
