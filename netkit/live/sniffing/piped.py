"""A recorder in a process of its own that hands on its blocks through a pipe, for who wants to see packets as they come."""

from __future__ import annotations

import os
import select
from collections.abc import Sequence
from typing import Self

from netkit.live.child import run_in_child
from netkit.live.sniffing.record_file import Listener
from netkit.live.sniffing.recorder import Recorder
from netkit.live.sniffing.tap import Tap
from netkit.live.stopping import Stop

__all__ = ["Piped"]

ENDS_WITHIN = 2.0
"""Seconds in which the recorder ends that was asked to."""


class Piped:
    """What passes `taps`, as a pcapng file that is read from a pipe; it ends when `stop` says so, or after some seconds.

    Reading is done in another process, so that a slow reader costs packets only when the kernel's room is full; they are counted then.
    """

    def __init__(self, taps: Sequence[Tap], stop: Stop, *, seconds: float | None = None) -> None:
        ours, theirs = os.pipe()
        self.file = os.fdopen(ours, "rb", buffering=0)
        self._stop = stop

        def work() -> int:
            self.file.close()
            Recorder(taps, Listener(theirs), seconds=seconds).run([stop.descriptor])
            return 0

        self._child = run_in_child(lambda: None, work)
        os.close(theirs)
        for tap in taps:
            tap.close()

    def is_idle(self) -> bool:
        """Whether nothing more waits in the pipe at this moment."""
        return not select.select([self.file], [], [], 0)[0]

    def close(self) -> None:
        """End it, whether anybody has read everything or not."""
        self._stop.now()
        self.file.close()
        self._child.kill(after=ENDS_WITHIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
