"""Ending by Ctrl-C, or by a signal from outside, without breaking off in the middle."""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Any, Self

__all__ = ["Stop"]

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """While it is entered, SIGINT and SIGTERM only make `descriptor` readable, in child processes, too; a second one does as always."""

    def __init__(self) -> None:
        self.descriptor, self._write = os.pipe()
        self._before: dict[int, Any] = {}
        self._open = True

    def now(self) -> None:
        """Ask for the end."""
        if self._open:
            os.write(self._write, b".")

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._asked) for number in SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        self._restore()
        self._open = False
        os.close(self.descriptor)
        os.close(self._write)

    def _asked(self, *_: int | FrameType | None) -> None:
        self._restore()
        self.now()

    def _restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}
