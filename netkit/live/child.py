"""Processes that netkit starts for its own ends: they end when it does, and Ctrl-C in the terminal is not for them."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from netkit.live import system_calls

__all__ = ["Child", "Streams", "run_in_child", "start_program", "write_out"]

PAUSE = 0.01
NOT_FOUND = 127

ENDS_WITHIN = 1.0
"""Seconds in which a process of ours ends that was asked to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """Which open files a program gets as its standard input, output and error; None: those of this process."""

    input: int | None = None
    output: int | None = None
    errors: int | None = None


class Child:
    """A process that was started here; `code` is its exit code (negative: the signal that ended it), None while it runs."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.code: int | None = None

    def poll(self) -> int | None:
        """Its exit code, if it has ended by now."""
        if self.code is None:
            found, status = os.waitpid(self._number, os.WNOHANG)
            if found:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code

    def wait(self, seconds: float) -> int | None:
        """Its exit code, if it ends within so many seconds."""
        until = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < until:
            time.sleep(PAUSE)
        return self.code

    def kill(self, *, after: float = 0.0) -> None:
        """End it, if it has not ended by itself within so many seconds, and what it has started, but for what has left its group."""
        if self.wait(after) is None:
            os.kill(self._number, signal.SIGTERM)
            if self.wait(ENDS_WITHIN) is None:
                os.kill(self._number, signal.SIGKILL)
                _, status = os.waitpid(self._number, 0)
                self.code = os.waitstatus_to_exitcode(status)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._number, signal.SIGKILL)


def write_out() -> None:
    """Write out what standard output and error hold back, so that a copy of this process does not write it a second time."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a program that was started without them has none
            stream.flush()


def run_in_child(enter: Callable[[], None], function: Callable[[], int]) -> Child:
    """Call a function in a new process, which `enter` leads to where it belongs first."""
    write_out()
    parent = os.getpid()
    number = os.fork()
    if number == 0:
        _middle(enter, function, parent)
    return Child(number)


def start_program(
    enter: Callable[[], None], command: Sequence[str], streams: Streams, environment: Mapping[str, str] | None
) -> Child:
    """Start a program where `enter` leads to; OSError where that fails."""
    failed, told = os.pipe()

    def become() -> int:
        os.close(failed)
        for target, source in enumerate((streams.input, streams.output, streams.errors)):
            if source is not None:
                os.dup2(source, target)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        try:
            os.execvpe(command[0], list(command), dict(os.environ if environment is None else environment))  # noqa: S606
        except OSError as error:
            os.write(told, struct.pack("=i", error.errno or 0))
        return NOT_FOUND

    child = run_in_child(enter, become)
    os.close(told)
    with open(failed, "rb", closefd=True) as file:  # noqa: PTH123
        answer = file.read(4)
    if answer:
        child.wait(1)
        number = struct.unpack("=i", answer)[0]
        raise OSError(number, os.strerror(number), command[0])
    return child


def _middle(enter: Callable[[], None], function: Callable[[], int], parent: int) -> NoReturn:
    """Enters, and starts the one that does the work: who enters a namespace of processes is not in it, but its children are.

    It passes on that it is to end, for only it can ask how its child ended: an orphan of its would fall to the system.
    """
    code = 70
    worker = 0

    def end(*_: object) -> None:
        if worker:
            os.kill(worker, signal.SIGKILL)
        else:
            os._exit(NOT_FOUND)

    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        enter()
        system_calls.die_with_parent()
        if os.getppid() != parent:
            os._exit(NOT_FOUND)  # it died before that was said
        signal.signal(signal.SIGTERM, end)
        worker = os.fork()
        if worker == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            system_calls.die_with_parent()
            code = function()
        else:
            _let_go()
            _, status = os.waitpid(worker, 0)
            code = os.waitstatus_to_exitcode(status)
            code = 128 - code if code < 0 else code
    finally:
        with contextlib.suppress(Exception):
            write_out()
        os._exit(code)


def _let_go() -> None:
    """Who only waits holds no pipe open on which somebody waits for the end."""
    os.closerange(3, 1 << 12)
