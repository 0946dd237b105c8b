"""Waiting for a segment that a script expects, and saying what is wrong with what came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from netkit.internet.script.matching import differences, segment_text
from netkit.internet.script.result import Outcome
from netkit.tcp.segment import Flag

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Expected, SegmentSpec
    from netkit.internet.script.machine import Machine, Outgoing
    from netkit.internet.script.manner import Manner
    from netkit.internet.script.result import Result

__all__ = ["Watch"]

PATIENCE = 3600.0
"""Seconds for which a segment is awaited that may come at any time."""

TINY = 1e-9


class Watch:
    """Takes what goes out. `look` is asked whenever time has passed: True ends the run."""

    def __init__(self, machine: Machine, manner: Manner, look: Callable[[], bool]) -> None:
        self._machine, self._manner, self._look = machine, manner, look

    def told(self, outgoing: Outgoing) -> str:
        """A segment in the script's words."""
        return segment_text(outgoing, self._machine.script_clock)

    def expect(
        self, result: Result, step: Expected, *, start: float | None, end: float | None, tolerance: float
    ) -> None:
        """Wait for a segment from `start` to `end` (seconds; None: at any time, at one moment), and judge it."""
        last = self._machine.now + PATIENCE if start is None else (end if end is not None else start) + tolerance
        earliest = 0.0 if start is None else start - tolerance - TINY
        spec, left = step.segment, step.segment.length
        result.expected = step.text
        pieces: list[Outgoing] = []
        while True:
            outgoing = self._next(last)
            if outgoing is None:
                self._missing(result, spec, pieces, last)
                return
            pieces.append(outgoing)
            self._machine.synchronize(spec, outgoing)
            part = self._part(spec, outgoing, left)
            joined = len(pieces) > 1 or part is not spec
            wrong = differences(
                part,
                outgoing,
                joined=joined,
                clock=self._machine.script_clock,
                tick=self._manner.tick,
                tolerance=self._manner.tolerance,
            )
            if wrong or not earliest <= outgoing.time <= last + TINY:
                self._other(
                    result, outgoing, [f"{each.field}: expected {each.expected}, came {each.found}" for each in wrong]
                )
                if not wrong:
                    result.text = self._when(outgoing.time, start, end, tolerance)
                return
            left -= len(outgoing.segment.payload)
            if left <= 0:
                break
        result.outcome, result.time = Outcome.PASSED, pieces[-1].time
        result.found = " + ".join(self.told(each) for each in pieces[:4]) + (" + …" if len(pieces) > 4 else "")
        result.reasons = tuple(dict.fromkeys(each.reason for each in pieces))

    def _next(self, last: float) -> Outgoing | None:
        machine = self._machine
        if machine.sent(take=False) is None:
            machine.wait(last + TINY, lambda: self._look() or machine.sent(take=False) is not None)
        return machine.sent(take=True)

    def _part(self, spec: SegmentSpec, outgoing: Outgoing, left: int) -> SegmentSpec:
        """What a shorter segment is to be: a script's long one may come as several, as a kernel hands many to the network card at once."""
        length = len(outgoing.segment.payload)
        if left == spec.length and not 0 < length < left:
            return spec
        flags = spec.flags
        if length < left:
            flags = Flag(flags & ~Flag.FIN)
        done = spec.length - left
        return replace(spec, flags=flags, sequence=spec.sequence + done, length=min(length, left) or left)

    def _missing(self, result: Result, spec: SegmentSpec, pieces: list[Outgoing], last: float) -> None:
        result.outcome, result.time = Outcome.FAILED, last
        result.text = f"nothing came by {last:.6f} s"
        if pieces:
            came = sum(len(each.segment.payload) for each in pieces)
            result.text = f"only {came} of {spec.length} bytes came by {last:.6f} s"
            result.reasons = tuple(dict.fromkeys(each.reason for each in pieces))
            result.found = " + ".join(self.told(each) for each in pieces[:4])
        result.details = self._machine.doings()

    def _other(self, result: Result, outgoing: Outgoing, wrong: list[str]) -> None:
        result.outcome, result.time = Outcome.FAILED, outgoing.time
        result.text = wrong[0] if wrong else ""
        result.details = tuple(wrong[1:])
        result.found = self.told(outgoing)
        result.reasons = (outgoing.reason,)

    def _when(self, time: float, start: float | None, end: float | None, tolerance: float) -> str:
        wanted = f"{start or 0:.6f}" if end is None else f"{start or 0:.6f} to {end:.6f}"
        return f"it came at {time:.6f} s, and was expected at {wanted} s (tolerance {tolerance * 1000:g} ms)"
