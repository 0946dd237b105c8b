"""An interval store: the bytes of a datagram or a stream as they arrived, in pieces that know whose they are.

Pieces never overlap. Each has the bytes that its owner kept, and the bounds that its owner came with, by which later arrivals are
compared with it. They lie on pages of a fixed number of offsets, and none lies across two: so a piece is found by its page's number and
among its few neighbours, and a stream ten times as long costs no more a byte.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from netkit.packet.overlap.decision import Decision, joined
from netkit.packet.overlap.policies import Policy
from netkit.packet.overlap.runs import Runs

__all__ = ["IntervalStore", "Piece"]

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


Row = tuple[int, int, bytes, int, int, int]
"""A piece on a page: a plain tuple, which the garbage collector passes over."""

Page = tuple[list[int], list[Row]]
"""Where the pieces of a page start, and the pieces."""


class IntervalStore:
    """What is held of a sequence of bytes that arrives in pieces, by one policy; offsets are in bytes, from 0.

    `tell`, if it is given, is called with each decision about bytes that came twice.
    """

    __slots__ = ("_decided", "_pages", "_runs", "_tell", "_wins", "count", "held", "policy")

    def __init__(self, policy: Policy, tell: Callable[[Decision], None] | None = None) -> None:
        self.policy = policy
        self.held = 0
        """Bytes held."""
        self.count = 0
        """Pieces they are in, some of which may be neighbours of one owner."""
        self._pages: dict[int, Page] = {}
        self._runs = Runs() if policy.merges else None
        self._wins = policy.new_wins
        self._tell = tell
        self._decided: list[Decision] = []

    def put(self, start: int, data: bytes, number: int = 0, came_to: int | None = None) -> None:
        """Take in bytes that arrive for `start`; where some are there already the policy says which stay.

        `came_to` is where the arrival ends, if that is behind what is kept of it.
        """
        end = start + len(data)
        if start == end:
            return
        bound = end if came_to is None else came_to
        first, last = start >> PAGE_BITS, (end - 1) >> PAGE_BITS
        if first == last:
            self._put(first, (start, end, data, number, start, bound))
        else:
            for page in range(first, last + 1):
                cut, stop = max(start, page << PAGE_BITS), min(end, (page + 1) << PAGE_BITS)
                self._put(page, (cut, stop, data[cut - start : stop - start], number, start, bound))
        if self._runs is not None:
            self._runs.add(start, end)
        if self._tell is not None:
            for decision in joined(self._decided):
                self._tell(decision)
            self._decided.clear()

    def _put(self, number: int, new: Row) -> None:
        """Take in what arrived for one page."""
        page = self._pages.get(number)
        if page is None:
            self._pages[number] = ([new[0]], [new])
            self.held += new[1] - new[0]
            self.count += 1
            return
        starts, rows = page
        start, end = new[0], new[1]
        place = bisect_right(starts, start)
        if place and (before := rows[place - 1])[1] > start:
            if before[1] >= end and self._tell is None and self._settled_at_once(new, before, rows, place - 1):
                return
            place -= 1
        elif place == len(rows) or rows[place][0] >= end:
            starts.insert(place, start)
            rows.insert(place, new)
            self.held += end - start
            self.count += 1
            return
        stop = place
        while stop < len(rows) and rows[stop][0] < end:
            stop += 1
        overlapped = rows[place:stop]
        settled = self._settled(new, overlapped)
        rows[place:stop] = settled
        starts[place:stop] = [row[0] for row in settled]
        self.held += _bytes(settled) - _bytes(overlapped)
        self.count += len(settled) - len(overlapped)

    def _settled_at_once(self, new: Row, held: Row, rows: list[Row], place: int) -> bool:
        """Whether all was decided about an arrival that one piece has already: most overlaps are a segment that was sent again."""
        if self._runs is not None:
            # Inside of a block nothing wins, by any policy that compares with blocks.
            return held[0] <= new[4] and new[5] <= held[1]
        if not self._wins(new[4], new[5], held[4], held[5]):
            return True
        if held[0] == new[0] and held[1] == new[1]:
            rows[place] = new
            return True
        return False

    def _settled(self, new: Row, overlapped: list[Row]) -> list[Row]:
        """What is held of the overlapped pieces and the new one together, in order."""
        found: list[Row] = []
        start, end = new[0], new[1]
        won = start
        """From here on the new piece has won, and is not yet in what was found."""
        for old in overlapped:
            first, last = max(old[0], start), min(old[1], end)
            bounds = old[4:] if self._runs is None else self._runs.around(first)
            wins = self._wins(new[4], new[5], *bounds)
            if self._tell is not None:
                self._decided.append(self._decision(new, old, first, last, wins=wins))
            if wins:
                if old[0] < start:
                    found.append(_part(old, old[0], start))
                if old[1] > end:
                    found.append(_part(new, won, end))
                    found.append(_part(old, end, old[1]))
                    won = end
            else:
                if won < first:
                    found.append(_part(new, won, first))
                found.append(old)
                won = last
        if won < end:
            found.append(_part(new, won, end))
        return found

    def _decision(self, new: Row, old: Row, first: int, last: int, *, wins: bool) -> Decision:
        arrived, there = _part(new, first, last)[2], _part(old, first, last)[2]
        return Decision(
            start=first,
            end=last,
            new=new[3],
            old=old[3],
            new_won=wins,
            differ=arrived != there,
            policy=self.policy,
        )

    def rows(self, start: int = 0) -> Iterator[Row]:
        """The pieces in order, from the first that ends behind `start`, as they lie on their pages."""
        first = start >> PAGE_BITS
        for number in sorted(self._pages):
            if number >= first:
                for row in self._pages[number][1]:
                    if row[1] > start:
                        yield row

    def pieces(self, start: int = 0) -> Iterator[Piece]:
        """The pieces in order, from the first that ends behind `start`; what one owner has without a gap is one piece."""
        open_row: Row | None = None
        parts: list[bytes] = []
        begin = 0
        for row in self.rows(start):
            if open_row is not None and (row[0] != open_row[1] or row[3:] != open_row[3:]):
                yield Piece(begin, open_row[1], b"".join(parts), *open_row[3:])
                open_row = None
            if open_row is None:
                begin, parts = row[0], []
            parts.append(row[2])
            open_row = row
        if open_row is not None:
            yield Piece(begin, open_row[1], b"".join(parts), *open_row[3:])

    def overlapping(self, start: int, end: int) -> list[Piece]:
        """The pieces that have any of the bytes from `start` up to `end`, cut where a page ends."""
        found: list[Piece] = []
        for number in range(start >> PAGE_BITS, -(-end >> PAGE_BITS)):
            starts, rows = self._pages.get(number, ([], []))
            place = max(bisect_right(starts, start) - 1, 0)
            found += [Piece(*row) for row in rows[place : bisect_right(starts, end - 1)] if row[1] > start]
        return found

    def reach(self, start: int) -> int:
        """The first byte from `start` on that is not held."""
        while (page := self._pages.get(start >> PAGE_BITS)) is not None:
            starts, rows = page
            place = bisect_right(starts, start) - 1
            if place < 0 or rows[place][1] <= start:
                break
            start = rows[place][1]
            for row in rows[place + 1 :]:
                if row[0] != start:
                    return start
                start = row[1]
            if start & (1 << PAGE_BITS) - 1:
                break
        return start

    def runs(self, start: int = 0) -> Iterator[tuple[int, int]]:
        """Where bytes are held without a gap, as (start, end), in order."""
        begin = end = -1
        for row in self.rows(start):
            if row[0] != end:
                if end >= 0:
                    yield begin, end
                begin = row[0]
            end = row[1]
        if end >= 0:
            yield begin, end

    @property
    def end(self) -> int:
        """The byte behind the last one that is held; 0 if none is."""
        return self._pages[max(self._pages)][1][-1][1] if self._pages else 0

    def holes(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where bytes from `start` up to `end` are missing, as (start, end), in order."""
        for first, last in self.runs(start):
            if first >= end:
                break
            if first > start:
                yield start, first
            start = last
        if start < end:
            yield start, end

    def take(self, start: int, end: int) -> list[bytes]:
        """Remove and give the bytes from `start` up to `end`, all of which are held; no piece may lie across the end."""
        found: list[bytes] = []
        for number in range(start >> PAGE_BITS, -(-end >> PAGE_BITS)):
            starts, rows = self._pages[number]
            place = bisect_right(starts, end - 1)
            taken = rows[:place]
            found += [row[2] for row in taken]
            self.held -= _bytes(taken)
            self.count -= place
            if place == len(rows):
                del self._pages[number]
            else:
                del starts[:place], rows[:place]
        if self._runs is not None:
            self._runs.forget(end)
        return found


def _bytes(rows: list[Row]) -> int:
    return sum([row[1] - row[0] for row in rows])


def _part(row: Row, start: int, end: int) -> Row:
    """The bytes of a piece from `start` up to `end`; its owner's bounds stay."""
    first, last, data, *owner = row
    if start == first and end == last:
        return row
    return (start, end, data[start - first : end - first], *owner)  # type: ignore[return-value]
