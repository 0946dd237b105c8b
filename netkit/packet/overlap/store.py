"""An interval store: the bytes of a datagram or a stream as they arrived, in pieces that know whose they are.

Pieces never overlap. Each has the bytes that its owner kept, and the bounds that its owner came with, by which later arrivals are
compared with it. They lie on pages of a fixed number of offsets, and none lies across two: so a piece is found by its page's number and
among its few neighbours, and a stream ten times as long costs no more a byte.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from operator import ne

from netkit.packet.overlap import page
from netkit.packet.overlap.decision import Decision, Decisions, Settled, joined
from netkit.packet.overlap.page import Page, Piece
from netkit.packet.overlap.policies import Policy, never
from netkit.packet.overlap.runs import Runs

__all__ = ["IntervalStore", "Piece"]

FEW = 8
"""Up to so many pieces are compared one by one; more are asked together whether one that overlaps them loses."""


class IntervalStore:
    """What is held of a sequence of bytes that arrives in pieces, by one policy; offsets are in bytes, from 0.

    `tell`, if it is given, is called with each decision about bytes that came twice; `Decisions` that are full only get their number.
    """

    __slots__ = ("_bits", "_decided", "_pages", "_runs", "_skipped", "_tell", "_wins", "count", "held", "policy")

    def __init__(self, policy: Policy, tell: Callable[[Decision], None] | None = None) -> None:
        self.policy = policy
        self.held = 0
        """Bytes held."""
        self.count = 0
        """Pieces they are in, some of which may be neighbours of one owner."""
        self._bits = page.PAGE_BITS
        self._pages: dict[int, Page] = {}
        self._runs = Runs() if policy.merges else None
        self._wins = policy.new_wins
        self._tell = tell
        self._decided: list[Settled] = []
        self._skipped = 0

    def put(self, start: int, data: bytes, number: int = 0, came_to: int | None = None) -> None:
        """Take in bytes that arrive for `start`; where some are there already the policy says which stay.

        `came_to` is where the arrival ends, if that is behind what is kept of it.
        """
        end = start + len(data)
        if start == end:
            return
        bits = self._bits
        bound = end if came_to is None else came_to
        first, last = start >> bits, (end - 1) >> bits
        if first == last:
            self._put(first, start, end, data, number, start, bound)
        else:
            for each in range(first, last + 1):
                cut, stop = max(start, each << bits), min(end, (each + 1) << bits)
                self._put(each, cut, stop, data[cut - start : stop - start], number, start, bound)
        if self._runs is not None:
            self._runs.add(start, end)
        if self._tell is not None:
            self._announce(self._tell, number)

    def _announce(self, tell: Callable[[Decision], None], number: int) -> None:
        """Tell what was settled when the piece of this number arrived."""
        for each in joined(self._decided):
            if isinstance(tell, Decisions) and tell.full:
                tell.uncounted += 1
                continue
            start, end, old, new_won, differ = each
            tell(
                Decision(start=start, end=end, new=number, old=old, new_won=new_won, differ=differ, policy=self.policy)
            )
        if isinstance(tell, Decisions):
            tell.uncounted += self._skipped
        self._decided.clear()
        self._skipped = 0

    def _put(self, at: int, start: int, end: int, data: bytes, number: int, came_from: int, came_to: int) -> None:
        """Take in what arrived for one page."""
        there = self._pages.get(at)
        if there is None:
            there = self._pages[at] = Page(at << self._bits)
        base, starts = there.base, there.starts
        local, local_end = start - base, end - base
        place = bisect_right(starts, local)
        if place and (before := starts[place - 1]) + (size := there.sizes[place - 1]) > local:
            place -= 1
            if before + size >= local_end and self._tell is None:
                # All of it is there, in one piece: most overlaps are a segment that was sent again.
                held = base + before, base + before + size
                if self._runs is not None:
                    if held[0] <= came_from and came_to <= held[1]:
                        return  # inside of a block nothing wins, by any policy that compares with blocks
                elif not self._wins(came_from, came_to, *(there.bounds.get(before, held) if there.bounds else held)):
                    return
                elif before == local and size == end - start:
                    there.exchange(place, data, number, came_from, came_to)
                    return
        elif place == len(starts) or starts[place] >= local_end:
            there.insert(place, local, data, number, came_from, came_to)
            self.held += end - start
            self.count += 1
            return
        stop = bisect_left(starts, local_end, place + 1)
        if stop - place > FEW and self._loses(came_from, came_to, there, place, stop):
            self._fill(there, place, stop, Piece(start, end, data, number, came_from, came_to))
            return
        overlapped = list(there.pieces(place, stop))
        settled = self._settled(Piece(start, end, data, number, came_from, came_to), overlapped)
        there.replace(place, stop, settled)
        self.held += _bytes(settled) - _bytes(overlapped)
        self.count += len(settled) - len(overlapped)

    def _settled(self, new: Piece, overlapped: list[Piece]) -> list[Piece]:
        """What is held of the overlapped pieces and the new one together, in order."""
        found: list[Piece] = []
        start, end = new.start, new.end
        won = start
        """From here on the new piece has won, and is not yet in what was found."""
        for old in overlapped:
            first, last = max(old.start, start), min(old.end, end)
            bounds = (old.came_from, old.came_to) if self._runs is None else self._runs.around(first)
            wins = self._wins(new.came_from, new.came_to, *bounds)
            if self._tell is not None:
                differ = _part(new, first, last).data != _part(old, first, last).data
                self._decided.append(Settled(first, last, old.number, wins, differ))
            if wins:
                if old.start < start:
                    found.append(_part(old, old.start, start))
                if old.end > end:
                    found.append(_part(new, won, end))
                    found.append(_part(old, end, old.end))
                    won = end
            else:
                if won < first:
                    found.append(_part(new, won, first))
                found.append(old)
                won = last
        if won < end:
            found.append(_part(new, won, end))
        return found

    def _loses(self, came_from: int, came_to: int, there: Page, place: int, stop: int) -> bool:
        """Whether a new piece is known to lose against all of those that it overlaps."""
        if self._runs is None:
            return self._wins is never
        block = self._runs.around(there.base + there.starts[place])
        return there.base + there.starts[stop - 1] < block[1] and not self._wins(came_from, came_to, *block)

    def _fill(self, there: Page, place: int, stop: int, new: Piece) -> None:
        """A piece that loses everywhere fills the holes between those that it overlaps, and they stay as they are."""
        base, starts, sizes = there.base, there.starts, there.sizes
        if self._tell is not None:
            self._settle(there, place, stop, new)
        covered = sum(sizes[place:stop])
        covered -= max(0, new.start - base - starts[place]) + max(
            0, starts[stop - 1] + sizes[stop - 1] + base - new.end
        )
        missing = new.end - new.start - covered
        if not missing:
            return
        holes, reached = [], new.start - base
        for at in range(place, stop):
            if starts[at] > reached:
                holes.append((at, reached, starts[at]))
            reached = starts[at] + sizes[at]
        if reached < new.end - base:
            holes.append((stop, reached, new.end - base))
        for at, first, last in reversed(holes):
            data = new.data[base + first - new.start : base + last - new.start]
            there.insert(at, first, data, new.number, new.came_from, new.came_to)
        self.held += missing
        self.count += len(holes)

    def _settle(self, there: Page, place: int, stop: int, new: Piece) -> None:
        """Note that a piece has lost against those of a page; where nobody will be told, only how often."""
        whole = there.starts[stop - 1] + there.sizes[stop - 1] - there.starts[place] == sum(there.sizes[place:stop])
        shown: Iterable[int] = range(place, stop)
        if isinstance(self._tell, Decisions) and self._tell.full and whole:
            # told apart by their owners; the outermost are kept, for they may be joined with what lies on the next page
            numbers = there.numbers[place:stop]
            if (changes := sum(map(ne, numbers, numbers[1:]))) > 1:
                self._skipped += changes - 1
                shown = (place, stop - 1)
        for at in shown:
            old = there.piece(at)
            first, last = max(old.start, new.start), min(old.end, new.end)
            differ = _part(new, first, last).data != _part(old, first, last).data
            self._decided.append(Settled(first, last, old.number, new_won=False, differ=differ))

    def parts(self, start: int = 0) -> Iterator[Piece]:
        """The pieces in order, from the first that ends behind `start`, cut where a page ends."""
        first = start >> self._bits
        for number in sorted(self._pages):
            if number >= first:
                for piece in self._pages[number].pieces():
                    if piece.end > start:
                        yield piece

    def pieces(self, start: int = 0) -> Iterator[Piece]:
        """The pieces in order, from the first that ends behind `start`; what one owner has without a gap is one piece."""
        waiting: list[Piece] = []
        for piece in self.parts(start):
            if waiting and (piece.start != waiting[-1].end or piece[3:] != waiting[-1][3:]):
                yield _joined(waiting)
                waiting = []
            waiting.append(piece)
        if waiting:
            yield _joined(waiting)

    def overlapping(self, start: int, end: int) -> list[Piece]:
        """The pieces that have any of the bytes from `start` up to `end`, cut where a page ends."""
        found: list[Piece] = []
        for number in range(start >> self._bits, -(-end >> self._bits)):
            if (there := self._pages.get(number)) is not None:
                first = max(bisect_right(there.starts, max(start - there.base, 0)) - 1, 0)
                stop = bisect_right(there.starts, end - 1 - there.base)
                found += [piece for piece in there.pieces(first, stop) if piece.end > start]
        return found

    def reach(self, start: int) -> int:
        """The first byte from `start` on that is not held."""
        while (there := self._pages.get(start >> self._bits)) is not None:
            local = start - there.base
            starts, sizes = there.starts, there.sizes
            place = bisect_right(starts, local) - 1
            if place < 0 or starts[place] + sizes[place] <= local:
                break
            while place < len(starts) and starts[place] <= local:
                local = starts[place] + sizes[place]
                place += 1
            start = there.base + local
            if local < 1 << self._bits:
                break
        return start

    def runs(self, start: int = 0) -> Iterator[tuple[int, int]]:
        """Where bytes are held without a gap, as (start, end), in order."""
        begin = end = -1
        for piece in self.parts(start):
            if piece.start != end:
                if end >= 0:
                    yield begin, end
                begin = piece.start
            end = piece.end
        if end >= 0:
            yield begin, end

    @property
    def end(self) -> int:
        """The byte behind the last one that is held; 0 if none is."""
        return self._pages[max(self._pages)].piece(-1).end if self._pages else 0

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
        for number in range(start >> self._bits, -(-end >> self._bits)):
            there = self._pages[number]
            stop = bisect_right(there.starts, end - 1 - there.base)
            found += there.datas[:stop]
            self.held -= sum(there.sizes[:stop])
            self.count -= stop
            if stop == len(there.starts):
                del self._pages[number]
            else:
                there.replace(0, stop, ())
        if self._runs is not None:
            self._runs.forget(end)
        return found


def _bytes(pieces: list[Piece]) -> int:
    return sum([piece.end - piece.start for piece in pieces])


def _joined(pieces: list[Piece]) -> Piece:
    """Neighbouring pieces of one owner as one."""
    if len(pieces) == 1:
        return pieces[0]
    return pieces[0]._replace(end=pieces[-1].end, data=b"".join([piece.data for piece in pieces]))


def _part(piece: Piece, start: int, end: int) -> Piece:
    """The bytes of a piece from `start` up to `end`; its owner's bounds stay."""
    if start == piece.start and end == piece.end:
        return piece
    return piece._replace(start=start, end=end, data=piece.data[start - piece.start : end - piece.start])
