"""A program that a person works with: it has the terminal while it runs, and this process has it again afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

from netkit.errors import UsageError
from netkit.live import system_calls

__all__ = ["run_in_foreground"]

NOT_FOUND = 127
TERMINAL = 0


def run_in_foreground(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program with this process's input and output, and give its exit code as a shell has it; UsageError if it can't be started.

    It ends with this process: when that is killed, it is told as if its terminal was closed.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    owns = _owns_terminal()
    failed, tell = os.pipe()
    number = os.fork()
    if number == 0:
        _become(command, environment, tell, owns=owns)
    os.close(tell)
    with _patient():
        if owns:
            _hand_over(number)
        with open(failed, "rb") as file:  # noqa: PTH123
            told = file.read(4)
        code = _wait(number, owns=owns)
    if told:
        error = OSError(struct.unpack("=i", told)[0], "")
        raise UsageError(
            f"{command[0]} can't be started: {os.strerror(error.errno or 0).lower()}",
            why="what stands behind -- is a program and its arguments",
            hint="netkit lab shell -- ping -c 1 echo",
        )
    return code


def _owns_terminal() -> bool:
    """Whether this process has the terminal, which it then can pass on."""
    try:
        return os.tcgetpgrp(TERMINAL) == os.getpgrp()
    except OSError:
        return False


def _become(command: Sequence[str], environment: Mapping[str, str], tell: int, *, owns: bool) -> NoReturn:
    try:
        system_calls.die_with_parent(signal.SIGHUP)
        if owns:
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            os.setpgid(0, 0)
            os.tcsetpgrp(TERMINAL, os.getpgrp())
        for each in (signal.SIGTTOU, signal.SIGPIPE, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGXFSZ):
            signal.signal(each, signal.SIG_DFL)
        if os.geteuid() != 0:
            system_calls.inherit_rights()
        os.execvpe(command[0], list(command), dict(environment))  # noqa: S606
    except OSError as error:
        os.write(tell, struct.pack("=i", error.errno or 0))
    finally:
        os._exit(NOT_FOUND)


@contextlib.contextmanager
def _patient() -> Iterator[None]:
    """The keys that end or stop a program are for the program, and this process may write to a terminal that it has not."""
    before = {each: signal.signal(each, signal.SIG_IGN) for each in (signal.SIGINT, signal.SIGQUIT, signal.SIGTTOU)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _hand_over(group: int) -> None:
    """Give the terminal to a process group; it may have done so itself, or be gone."""
    with contextlib.suppress(OSError):
        os.setpgid(group, group)
    with contextlib.suppress(OSError):
        os.tcsetpgrp(TERMINAL, group)


def _wait(number: int, *, owns: bool) -> int:
    """Its exit code, 128 and more for a signal; where it stops, this process stops, too, and goes on with it."""
    while True:
        _, status = os.waitpid(number, os.WUNTRACED if owns else 0)
        if not os.WIFSTOPPED(status):
            break
        os.tcsetpgrp(TERMINAL, os.getpgrp())
        os.kill(os.getpid(), signal.SIGSTOP)
        _hand_over(number)
        with contextlib.suppress(OSError):
            os.killpg(number, signal.SIGCONT)
    if owns:
        with contextlib.suppress(OSError):
            os.tcsetpgrp(TERMINAL, os.getpgrp())
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code < 0 else code
