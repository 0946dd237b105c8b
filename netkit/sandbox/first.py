"""Process number 1 of a room: as long as it is there, so are those of the student; when it ends, the kernel ends them all."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from netkit.live import system_calls

__all__ = ["GRACE", "start_first"]

GRACE = 0.5
"""Seconds in which programs that are still there may put their things away."""

PAUSE = 0.005
NO_EXEC = 0x8


def start_first() -> tuple[int, int, int]:
    """Start it, in the namespace of processes that the next child gets. Its number, what it waits for, and what it tells.

    It waits until a byte comes, shows its processes in /proc, tells that with a byte, and waits for the end of what it waits for.
    """
    (wait, go), (told, tell) = os.pipe(), os.pipe()
    number = os.fork()
    if number == 0:
        try:
            os.close(go)
            os.close(told)
            _be_first(wait, tell)
        finally:
            os._exit(0)
    os.close(wait)
    os.close(tell)
    return number, go, told


def _be_first(wait: int, tell: int) -> None:
    system_calls.die_with_parent()
    system_calls.call_me("netkit-room")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # orphans become its children: nobody asks how they ended
    for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    if not os.read(wait, 1):
        return
    try:
        system_calls.mount("proc", Path("/proc"), "proc", system_calls.NO_SUID | system_calls.NO_DEVICES | NO_EXEC)
        os.write(tell, b"+")
    except (
        OSError
    ):  # where parts of /proc are hidden (in a container) nobody gets another: all work but those that list processes
        os.write(tell, b"-")
    os.close(tell)
    os.read(wait, 1)
    _hang_up()


def _hang_up() -> None:
    """Tell all others that it is over, as a terminal does that is closed, and give them a moment: a shell writes its history then."""
    until, number = time.monotonic() + GRACE, int(signal.SIGHUP)
    while time.monotonic() < until:
        try:
            os.kill(-1, number)
        except ProcessLookupError:
            return
        number = 0
        time.sleep(PAUSE)
