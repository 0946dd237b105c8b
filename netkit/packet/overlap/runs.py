"""Held pieces that touch, counted as one block, for policies that compare with blocks."""

from __future__ import annotations

from netkit.packet.overlap.shelves import Shelves

__all__ = ["Runs"]


class Runs:
    """The blocks of bytes that are held without a gap."""

    __slots__ = ("_shelves",)

    def __init__(self) -> None:
        self._shelves: Shelves[int] = Shelves()

    def add(self, start: int, end: int) -> None:
        """Count the bytes from `start` up to `end` in, and join what they touch."""
        shelves = self._shelves
        shelf, place = shelves.spot(start)
        joins = place >= 0 and shelves.values[shelf][place] >= start
        if joins:
            begin, reach = shelves.keys[shelf][place], shelves.values[shelf][place]
            if reach >= end:
                return
        else:
            place, begin, reach = place + 1, start, start
        removed = 0
        for first, last in shelves.items(shelf, place):
            if first > end:
                break
            reach = max(reach, last)
            removed += 1
        shelves.put(shelf, place, [(begin, max(reach, end))], removed)

    def around(self, at: int) -> tuple[int, int]:
        """The block that has the byte `at`, as (start, end); LookupError if none has."""
        found = self._shelves.floor(at)
        if found is None or found[1] <= at:
            raise LookupError(f"no byte is held at {at}")
        return found

    def forget(self, end: int) -> None:
        """Count out everything before `end`, where no block may lie across."""
        self._shelves.take_before(end)
