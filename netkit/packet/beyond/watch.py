"""Work whose end nobody knows, watched: so many lines of Python may run, so many calls may be inside of one another, and no more.

Lines are counted, and not seconds, so that the same bytes give the same answer on a slow machine as on a quick one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

__all__ = ["Watch", "WatchError"]

T = TypeVar("T")
Trace = Callable[[FrameType, str, Any], Any]


class WatchError(BaseException):
    """The work was stopped; no Exception, because the work may catch those and go on."""


class Watch:
    """Lines that are left for all the work of one packet; `deepest` is how many calls may be inside of one another."""

    __slots__ = ("deepest", "left")

    def __init__(self, lines: int, deepest: int) -> None:
        self.left = lines
        self.deepest = deepest

    def run(self, work: Callable[[], T]) -> T:
        """What `work` gives; WatchError once it has done too much."""
        before = sys.gettrace()
        trace, left = self._trace()
        sys.settrace(trace)
        try:
            return work()
        finally:
            sys.settrace(before)
            self.left = max(0, left())

    def _trace(self) -> tuple[Trace, Callable[[], int]]:
        left, depth, deepest = self.left, 0, self.deepest

        def step(_: FrameType, event: str, __: Any) -> Trace:
            nonlocal left, depth
            left -= 1
            if left < 0:
                raise WatchError("it took too many steps")
            if event == "return":
                depth -= 1
            return step

        def call(_: FrameType, __: str, ___: Any) -> Trace:
            nonlocal depth
            depth += 1
            if depth > deepest:
                raise WatchError("its parts are too deep inside of one another")
            return step

        return call, lambda: left
