"""Records what passes some interfaces, as it comes, until somebody ends it."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from netkit.live.sniffing.order import Heard, InOrder
from netkit.live.sniffing.record_blocks import RecordBlocks
from netkit.live.sniffing.ring import HAND_OVER
from netkit.live.sniffing.tap import Tap

__all__ = ["Ending", "Recorded", "Recorder"]

LAST_WAIT = 0.5
"""Seconds within which the kernel hands over what it had heard when recording ended."""

COUNTED_EVERY = 1.0
"""Seconds between two questions to the kernel how many packets were lost."""


class Ending(Enum):
    """Why a recording ended; the value is the word in JSON."""

    STOPPED = "stopped"
    ENOUGH = "enough"
    TIME = "time"
    GONE = "gone"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """How many packets were written, how many were lost, how many had no checksum yet, and why it ended."""

    packets: int
    lost: int
    unfilled: int
    ending: Ending


class Sink(Protocol):
    """What takes the blocks: BrokenPipeError where nobody reads any more, AccessError where there is no room."""

    def write(self, blocks: bytes) -> None: ...


class Recorder:
    """Writes what passes `taps` to `sink`, from its making on; `most` packets at the most, for `seconds` at the longest.

    `clock` and `wall` give seconds, and nanoseconds since 1970.
    """

    def __init__(
        self,
        taps: Sequence[Tap],
        sink: Sink,
        *,
        most: int | None = None,
        seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], int] = time.time_ns,
    ) -> None:
        self._taps = list(taps)
        self._there = list(taps)
        """Those whose interface is not gone."""
        self._sink = sink
        self._most = most
        self._clock, self._wall = clock, wall
        self._until = None if seconds is None else clock() + seconds
        self._order = InOrder(len(taps), 3 * HAND_OVER)
        self._blocks = RecordBlocks([tap.interface for tap in taps], wall())
        self._counted = clock()
        self._lost = [0] * len(taps)
        self._write()

    def run(self, stop: Sequence[int] = ()) -> Recorded:
        """Record until one of the descriptors `stop` can be read or is closed at its other end, or until there is enough.

        AccessError where the sink has no more room; what it has is whole.
        """
        ending = None
        try:
            while ending is None:
                ending = self._wait(stop)
                self._read()
                ending = self._enough() or ending
            self._finish(ending)
        except BrokenPipeError:
            ending = Ending.LEFT
        return Recorded(packets=self._blocks.count, lost=sum(self._lost), unfilled=self._blocks.unfilled, ending=ending)

    def _wait(self, stop: Sequence[int]) -> Ending | None:
        """Until there is something to do; the reason to end, if there is one."""
        now = self._clock()
        times = [self._order.next_due(now), None if self._until is None else max(0.0, self._until - now)]
        wait = min((each for each in times if each is not None), default=None)
        poller = select.poll()
        for each in stop:
            poller.register(each, select.POLLIN)
        for tap in self._there:
            poller.register(tap.fileno(), select.POLLIN)
        events = dict(poller.poll(None if wait is None else wait * 1000 + 1))
        failed = select.POLLERR | select.POLLHUP
        self._there = [tap for tap in self._there if not (events.get(tap.fileno(), 0) & failed and tap.is_gone())]
        if any(each in events for each in stop):
            return Ending.STOPPED
        if not self._there:
            return Ending.GONE
        return Ending.TIME if self._until is not None and self._clock() >= self._until else None

    def _read(self) -> None:
        """Take what was heard, and write what is due."""
        now = self._clock()
        for number, tap in enumerate(self._taps):
            packets = tap.packets()
            if len(self._taps) == 1:
                self._add([(number, each) for each in packets])
            else:
                self._order.add(number, packets, now)
        self._add(self._order.due(now))
        if now - self._counted >= COUNTED_EVERY:
            self._counted = now
            for number in range(len(self._taps)):
                self._count(number)
        self._write()

    def _add(self, heard: list[Heard]) -> None:
        room = len(heard) if self._most is None else self._most - self._blocks.count
        self._blocks.packets(heard[:room])

    def _enough(self) -> Ending | None:
        return Ending.ENOUGH if self._most is not None and self._blocks.count >= self._most else None

    def _count(self, number: int, *, ended: bool = False) -> None:
        """Ask how many packets an interface has lost, and write it down where that is news."""
        tap = self._taps[number]
        tap.count()
        if ended or tap.lost != self._lost[number]:
            self._blocks.statistics(number, self._wall(), tap.passed, tap.lost, ended=ended)
        self._lost[number] = tap.lost

    def _finish(self, ending: Ending) -> None:
        """Read what was heard up to now, and say how many there were."""
        for tap in self._taps:
            tap.stop()
        until = self._clock() + LAST_WAIT
        while ending is not Ending.ENOUGH and any(tap.count() > 0 for tap in self._taps):
            if self._clock() >= until:
                break
            time.sleep(HAND_OVER / 2)
            self._read()
        self._add(self._order.rest())
        for number in range(len(self._taps)):
            self._count(number, ended=True)
        self._write()

    def _write(self) -> None:
        blocks = self._blocks.taken()
        if blocks:
            self._sink.write(blocks)
