"""A recorder that works in a process of its own, in this network or in that of a namespace, until it is told to end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Callable, Sequence
from typing import Self

from netkit.errors import AccessError, ExitCode, NetkitError, UsageError
from netkit.live.child import Child, run_in_child
from netkit.live.namespace import PATIENCE, Answer, received, send
from netkit.live.sniffing.record_file import RecordFile
from netkit.live.sniffing.recorder import Ending, Recorded, Recorder
from netkit.live.sniffing.tap import ROOM, open_tap

__all__ = ["Recording", "run_here"]

Run = Callable[[Callable[[], int]], Child]
"""What starts a process that calls a function: `Namespace.run`, or `run_here`."""


def run_here(function: Callable[[], int]) -> Child:
    """Start a process in the namespaces that one is in."""
    return run_in_child(lambda: None, function)


class Recording:
    """What passes `interfaces`, being written to a new file at `path`; once this is made, every packet that passes is recorded.

    `run` starts the process where the interfaces are. `room` is what the kernel keeps of each interface meanwhile, in bytes. `close()`
    ends it cleanly and says what it has; so does the end of this process, however that comes about, and the file is whole then, too.

    UsageError and AccessError as for an interface that is not there or may not be heard, and for a file that can't be written.
    """

    def __init__(
        self, run: Run, interfaces: Sequence[str], path: str, *, replace: bool = False, room: int = ROOM
    ) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._recorded: Recorded | None = None
        with theirs:

            def work() -> int:
                self._control.close()
                return _record(theirs, interfaces, path, replace=replace, room=room)

            self._child: Child | None = run(work)
        try:
            self._heard()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def is_running(self) -> bool:
        """Whether it still records: not after its interfaces are gone, or the disk is full."""
        return self._child is not None and self._child.poll() is None

    def close(self) -> Recorded | None:
        """End it, and say what was recorded; None where it was killed before it could say so. AccessError for what ended it before."""
        if self._child is not None:
            with contextlib.suppress(OSError):
                self._control.shutdown(socket.SHUT_WR)
            try:
                with contextlib.suppress(OSError):
                    told, _ = self._heard()
                    self._recorded = _recorded(told)
            finally:
                self._child.kill(after=PATIENCE)
                self._child = None
                self._control.close()
        return self._recorded

    def _heard(self) -> Answer:
        """The next thing that the process says; the error that it met, if it is one."""
        told, descriptors = received(self._control)
        if "what" in told:
            what, where, why, hint, code = (told[each] for each in ("what", "where", "why", "hint", "exit_code"))
            kind = UsageError if code == ExitCode.USAGE else AccessError
            raise kind(str(what), where=str(where), why=str(why), hint=str(hint))
        return told, descriptors


def _recorded(told: dict[str, object]) -> Recorded:
    numbers = {each: int(str(told[each])) for each in ("packets", "lost", "unfilled")}
    return Recorded(**numbers, ending=Ending(told["ending"]))


def _record(control: socket.socket, interfaces: Sequence[str], path: str, *, replace: bool, room: int) -> int:
    """The process: begins, says so, records, says what it has."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    try:
        with contextlib.ExitStack() as stack:
            taps = [stack.enter_context(open_tap(name, room=room)) for name in interfaces]
            file = stack.enter_context(RecordFile(os.fspath(path), replace=replace))
            recorder = Recorder(taps, file)
            send(control, {"began": True})
            recorded = recorder.run([control.fileno()])
        send(
            control,
            {
                "packets": recorded.packets,
                "lost": recorded.lost,
                "unfilled": recorded.unfilled,
                "ending": recorded.ending.value,
            },
        )
    except NetkitError as error:
        parts = {"what": error.what, "where": error.where, "why": error.why, "hint": error.hint}
        with contextlib.suppress(OSError):
            send(control, parts | {"exit_code": int(error.exit_code)})
        return int(error.exit_code)
    except OSError:  # the other end has gone: nobody is there to be told
        return 0
    return 0
