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
        keys, values = shelves.keys[shelf], shelves.values[shelf]
        joins = place >= 0 and values[place] >= start
        if joins and values[place] >= end:
            return
        after = place + 1
        if after < len(keys) and (keys[after] > end or (after + 1 < len(keys) and keys[after + 1] > end)):
            # What follows stands on the same shelf, and at most one block of it is touched: most come so.
            self._add_beside(shelf, after, start, end, joins=joins, touches=keys[after] <= end)
            return
        begin, reach = (keys[place], values[place]) if joins else (start, start)
        removed = 0
        for first, last in shelves.items(shelf, after):
            if first > end:
                break
            reach = max(reach, last)
            removed += 1
        shelves.put(shelf, after - joins, [(begin, max(reach, end))], removed + joins)

    def _add_beside(self, shelf: int, after: int, start: int, end: int, *, joins: bool, touches: bool) -> None:
        """Join with the block before, with the block `after`, with both or with none."""
        shelves = self._shelves
        keys, values = shelves.keys[shelf], shelves.values[shelf]
        if joins and touches:
            values[after - 1] = max(values[after], end)
            del keys[after], values[after]
        elif joins:
            values[after - 1] = end
        elif touches:
            keys[after] = start
            values[after] = max(values[after], end)
            if not after:
                shelves.firsts[shelf] = start
        else:
            shelves.insert(shelf, after, start, end)

    def around(self, at: int) -> tuple[int, int]:
        """The block that has the byte `at`, as (start, end); LookupError if none has."""
        found = self._shelves.floor(at)
        if found is None or found[1] <= at:
            raise LookupError(f"no byte is held at {at}")
        return found

    def forget(self, end: int) -> None:
        """Count out everything before `end`, where no block may lie across."""
        self._shelves.take_before(end)
