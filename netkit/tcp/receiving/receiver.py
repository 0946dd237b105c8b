"""The receiving half of a connection: order, acknowledgments, window (RFC 9293 section 3.8.6, RFC 5681 section 4.2, RFC 2018)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from operator import itemgetter
from typing import TYPE_CHECKING

from netkit.tcp.event import Event, EventKind
from netkit.tcp.why import because

if TYPE_CHECKING:
    from netkit.tcp.profile import Profile

__all__ = ["Receiver"]

MOST_BLOCKS = 4
"""SACK blocks that fit into a header; three beside timestamps (RFC 2018 section 3)."""

PIECE_COST = 128
"""What a piece behind a hole costs beside its bytes: many tiny ones are not to take more memory than was set aside."""

COMMON_SIZE = 536
"""A segment of that many bytes is a full one until a larger one has come (RFC 9293 section 3.7.1)."""


class Receiver:
    """The stream from the other side. Numbers count from its SYN (0) and never wrap.

    `expected` is the first byte that is missing, `ready` what is in order and was not read yet. `acknowledge_at` is when an ACK that
    waits has to go (None: none waits), `owed` the id of the reason why one has to go at once ("": none has). `told` is the number that was
    acknowledged last, `unit` what a window is counted in, `step` the least by which one grows (RFC 9293 section 3.8.6.2.2),
    `advertised_end` the first number that the other side was never allowed to send.
    """

    def __init__(self, profile: Profile, record: Callable[[Event], None]) -> None:
        self.expected = 1
        self.ready = bytearray()
        self.acknowledge_at: float | None = None
        self.owed = ""
        self.largest = 536
        self.unit = 1
        self.step = min(profile.receive_buffer // 2, self.largest) or 1
        self.now = 0.0
        self.total = 0
        self.advertised_end = self.told = 1
        self.finish_at: int | None = None
        self._profile = profile
        self._room = profile.receive_buffer
        self._record = record
        self._pieces: list[tuple[int, bytes]] = []
        self._ranges: list[tuple[int, int]] = []
        self._held = 0
        self._recent: list[tuple[int, int]] = []
        self._repeated: tuple[int, int] | None = None
        self._waiting = 0
        self._fullest = 0
        self._quick = profile.quick_acknowledgments
        self._dialogue = self._filled = False
        self._heard_at: float | None = None

    def adopt(self, profile: Profile) -> None:
        """Go on with another profile."""
        self._profile = profile
        self.agreed(self.largest, self.unit)

    def answered(self) -> None:
        """Data go out: soon after data came, they are an answer, and the next ACK may ride on the next one."""
        if self._profile.dialogue and self._heard_at is not None:
            self._dialogue = self._dialogue or self.now - self._heard_at < self._profile.delayed_acknowledgment

    def finish_may_wait(self) -> None:
        """The application may answer a FIN by closing: in a dialogue its ACK waits for that, if data had come before it."""
        if self._profile.dialogue and self._heard_at is not None and self.owed == "ack.finish" and not self._filled:
            self.owed, self._dialogue = "", True
            if self.acknowledge_at is None:
                self.acknowledge_at = self.now + self._profile.delayed_acknowledgment

    def waited(self) -> None:
        """An ACK has waited in vain: there is no dialogue."""
        self._dialogue = False

    def agreed(self, largest: int, unit: int) -> None:
        """The handshake is over: the most bytes in a segment, and what a window is counted in."""
        self.largest, self.unit = largest, unit
        self.step = -(-(min(self._profile.receive_buffer // 2, largest) or 1) // unit) * unit

    @property
    def window(self) -> int:
        """Bytes that there is room for, without small steps (RFC 9293 section 3.8.6.2.2)."""
        room = self._room - len(self.ready) - self._held
        offered = self.advertised_end - self.expected
        if room - offered < self.step:
            room = offered
        return max(0, room)

    @property
    def acceptable(self) -> int:
        """Numbers from the expected one on that the other side may use: never fewer than it was told."""
        window, offered = self.window, self.advertised_end - self.expected
        return max(offered, window)

    @property
    def taken(self) -> int:
        """The number of the first byte that the application has not read yet."""
        return 1 + self.total - len(self.ready)

    @property
    def has_blocks(self) -> bool:
        """Whether there is something for SACK to tell."""
        return bool(self._recent) or self._repeated is not None

    @property
    def finished(self) -> bool:
        """Whether everything was received, FIN too."""
        return self.finish_at is not None and self.expected > self.finish_at

    def blocks(self, most: int) -> tuple[tuple[int, int], ...]:
        """The SACK blocks: what came twice (RFC 2883), then what is kept, the newest first (RFC 2018 section 4)."""
        if most <= 0:
            return ()
        twice, self._repeated = self._repeated, None
        if twice is None:
            return tuple(self._recent[:most])
        around = [each for each in self._recent if each[0] <= twice[0] and twice[1] <= each[1]]
        return tuple([twice, *around, *(each for each in self._recent if each not in around)][:most])

    def accept(self, start: int, data: bytes, *, finish: bool) -> bytes:
        """Bytes from `start` on, and whether FIN comes behind them; the bytes that are in order now."""
        if self.finish_at is not None and start + len(data) > self.finish_at:
            data, finish = data[: max(0, self.finish_at - start)], True  # nothing comes behind a FIN
        end = start + len(data)
        if finish and self.finish_at is None and end >= max(self.expected, self._last_kept):
            self.finish_at = end
        finish = finish and end == self.finish_at
        if end + finish <= self.expected and (data or finish):
            self._tell(EventKind.DUPLICATE, "receive.again", start, len(data))
            self._repeated = (start, end) if data else None
            self.owed = "ack.duplicate"
            return b""
        self._note_repeated(start, end)
        if start < self.expected:
            data, start = data[self.expected - start :], self.expected
        if start > self.expected:
            self._keep(start, data, finish=finish)
            return b""
        return self._in_order(start, data)

    def _note_repeated(self, start: int, end: int) -> None:
        """The first stretch of a segment that was here already is what D-SACK tells of it (RFC 2883 section 4.2)."""
        if start < self.expected:
            self._repeated = (start, min(end, self.expected))
            return
        place = bisect_right(self._ranges, start, key=itemgetter(1))
        if place < len(self._ranges) and self._ranges[place][0] < end:
            first, last = self._ranges[place]
            last -= self.finish_at is not None and last > self.finish_at
            self._repeated = (max(start, first), min(end, last)) if max(start, first) < min(end, last) else None

    @property
    def _last_kept(self) -> int:
        return self._ranges[-1][1] if self._ranges else 0

    def _in_order(self, start: int, data: bytes) -> bytes:
        self._tell(EventKind.RECEIVE, "receive.order", start, len(data))
        had_holes = bool(self._pieces)
        self._filled = bool(self._ranges)
        self.expected = start + len(data)
        got = self._with_kept(data) if had_holes else data
        if self.finish_at == self.expected:
            self.expected += 1
            self.owed = "ack.finish"
        if self._ranges:
            del self._ranges[: bisect_right(self._ranges, self.expected, key=itemgetter(1))]
            self._recent = [each for each in self._recent if each[1] > self.expected]
        self.total += len(got)
        self.ready += got
        if had_holes:
            self.owed = self.owed or "ack.filled"
        elif data:
            self._count(len(data))
        return got

    def _with_kept(self, data: bytes) -> bytes:
        """The bytes that are in order now: those of a segment, and what was kept behind them."""
        got = bytearray(data)
        taken = 0
        while taken < len(self._pieces) and self._pieces[taken][0] <= self.expected:
            begin, piece = self._pieces[taken]
            self._held -= len(piece)
            got += piece[self.expected - begin :]
            self.expected = max(self.expected, begin + len(piece))
            taken += 1
        del self._pieces[:taken]
        return bytes(got)

    def _count(self, length: int) -> None:
        """Every second full segment is acknowledged at once, another one after a while (RFC 9293 section 3.8.6.3)."""
        self._fullest = max(self._fullest, min(length, self.largest))
        self._waiting += length
        full = max(self._fullest, min(COMMON_SIZE, self.largest))
        self._heard_at = self.now
        if self._quick > 0 and not self._dialogue:
            self._quick -= 1
            self.owed = self.owed or "ack.quick"
        elif self._waiting > (self._profile.acknowledge_every - 1) * full:
            self.owed = self.owed or "ack.second"
        elif self.acknowledge_at is None:
            self.acknowledge_at = self.now + self._profile.delayed_acknowledgment

    def _keep(self, start: int, data: bytes, *, finish: bool) -> None:
        """Bytes beyond a hole: merged with their neighbours, and acknowledged at once (RFC 5681 section 4.2)."""
        self._tell(EventKind.OUT_OF_ORDER, "receive.hole", start, len(data))
        self.owed = "ack.hole"
        self._quick, self._dialogue = max(self._quick, self._profile.quick_acknowledgments), False
        fresh = self._holes_within(start, start + len(data))
        if not fresh and not finish:
            return
        if fresh and self._held + PIECE_COST * len(self._pieces) > 2 * self._profile.receive_buffer:
            return
        for begin, end in fresh:
            insort(self._pieces, (begin, data[begin - start : end - start]), key=itemgetter(0))
            self._held += end - begin
        self._note(start, start + len(data) + finish)

    def _holes_within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of a range that are not kept yet."""
        found = []
        place = bisect_right(self._ranges, start, key=itemgetter(1))
        while place < len(self._ranges) and self._ranges[place][0] < end:
            begin, stop = self._ranges[place]
            if start < begin:
                found.append((start, begin))
            start = max(start, stop)
            place += 1
        if start < end:
            found.append((start, end))
        return found

    def _note(self, start: int, end: int) -> None:
        """A range is kept now: it grows together with its neighbours, and is the first that SACK names."""
        first = bisect_left(self._ranges, start, key=itemgetter(1))
        last = bisect_right(self._ranges, end, key=itemgetter(0))
        touching = self._ranges[first:last]
        block = (min([start, *(each[0] for each in touching)]), max([end, *(each[1] for each in touching)]))
        self._ranges[first:last] = [block]
        kept = [each for each in self._recent if each not in touching]
        self._recent = [block, *kept][:MOST_BLOCKS]

    def read(self, count: int | None = None) -> bytes:
        """Take bytes that are ready, all of them if `count` is None."""
        count = len(self.ready) if count is None else count
        got = bytes(self.ready[:count])
        del self.ready[:count]
        return got

    def acknowledged(self) -> None:
        """An ACK goes out: none is owed any more."""
        self.owed, self.acknowledge_at, self._waiting = "", None, 0
        self.told = self.expected
        self.advertised_end = max(self.advertised_end, self.expected + self.window)

    def _tell(self, kind: EventKind, rule: str, sequence: int, length: int) -> None:
        self._record(Event(self.now, kind, *because(rule), sequence, length))
