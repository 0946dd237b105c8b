"""The process that keeps a room: it brings the room up, lets others join, and takes it down when nobody is left.

It is a copy of the one that wanted the room, and lives on without it where others have joined. Whatever ends it ends the room: the first
process in it, the servers and the recorder die with it, the namespaces with them.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from netkit.errors import NetkitError
from netkit.live import system_calls
from netkit.live.namespace import received, send
from netkit.sandbox.bringing_up import Order, StepError, Up, step
from netkit.sandbox.door import open_door
from netkit.sandbox.run_folder import STATE, TROUBLE, WIRE

if TYPE_CHECKING:
    from netkit.view import Json

__all__ = ["start_keeping"]

MOST_JOINED = 64


def start_keeping(order: Order) -> socket.socket:
    """Start the process; what is given is the connection to it, on which it says that the room is there, or why it is not."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        ours.close()
        _keep(order, theirs)
    theirs.close()
    os.close(order.lock)
    return ours


def _keep(order: Order, channel: socket.socket) -> NoReturn:
    code = 70
    try:
        _stand_alone({channel.fileno(), order.lock}, order.folder.path / TROUBLE)
        keeper = _Keeper(order, channel)
        try:
            keeper.bring_up()
            keeper.run()
        except StepError as stopped:
            with contextlib.suppress(OSError):
                send(channel, {"step": stopped.step, "errno": stopped.error.errno or 0})
        except NetkitError as error:
            parts = {"what": error.what, "where": error.where, "why": error.why, "hint": error.hint}
            with contextlib.suppress(OSError):
                send(channel, parts)
        finally:
            keeper.end()
        code = 0
    except SystemExit:
        code = 0
    except BaseException:  # noqa: BLE001 - a copy of the whole program must never go on as if it were it
        traceback.print_exc()
    finally:
        os._exit(code)


def _stand_alone(kept: set[int], trouble: Path) -> None:
    """No terminal, no open files of whoever wanted it, no folder that could not be unmounted; what goes wrong is written to `trouble`."""
    os.setsid()
    for each in (signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(each, signal.SIG_IGN)
    system_calls.call_me("netkit-keeper")
    os.chdir("/")
    nowhere = os.open(os.devnull, os.O_RDWR)
    wrong = os.open(trouble, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number, opened in enumerate((nowhere, nowhere, wrong)):
        os.dup2(opened, number)
    for number in [int(each) for each in os.listdir("/proc/self/fd")]:  # noqa: PTH208
        if number > 2 and number not in kept:
            with contextlib.suppress(OSError):  # that of the list itself
                os.close(number)


class _Keeper:
    def __init__(self, order: Order, channel: socket.socket) -> None:
        self._order = order
        self._up = Up(order)
        self._joined = [channel]
        self._door: socket.socket | None = None
        self._last: socket.socket | None = None

    def bring_up(self) -> None:
        """Make everything; whoever wanted it is told at the end."""
        self._up.bring_up(self._open_door)
        with step("tell what is here"):
            self._tell_state()
        self._welcome(self._joined[0])

    def _open_door(self) -> None:
        with step("let others join"):
            self._door = open_door(self._order.folder.path)

    def _tell_state(self) -> None:
        order = self._order
        state: dict[str, Json] = {
            **order.told,
            "keeper": os.getpid(),
            "started": f"{time.time():.9f}",
            "wire": str(order.folder.path / WIRE),
            "recording": str(order.recording),
            "missing": list(self._up.missing),
        }
        order.folder.write(STATE, json.dumps(state, indent=1, ensure_ascii=False) + "\n")

    def _welcome(self, channel: socket.socket) -> None:
        with contextlib.suppress(OSError):
            send(channel, {"kinds": list(self._up.namespaces)}, list(self._up.namespaces.values()))

    def run(self) -> None:
        """Let others join and leave, until nobody is left."""
        assert self._door is not None  # noqa: S101 - it was brought up
        signal.signal(signal.SIGTERM, _stop)
        while self._joined:
            readable, _, _ = select.select([self._door, *self._joined], [], [])
            for each in readable:
                if each is self._door:
                    self._let_in()
                else:
                    self._hear(each)

    def _let_in(self) -> None:
        assert self._door is not None  # noqa: S101
        with contextlib.suppress(OSError):
            joined, _ = self._door.accept()
            if len(self._joined) < MOST_JOINED:
                self._joined.append(joined)
                self._welcome(joined)
            else:
                joined.close()

    def _hear(self, channel: socket.socket) -> None:
        """Somebody leaves, or is gone. The last one to leave is told at the very end."""
        try:
            told, _ = received(channel)
        except (OSError, ValueError):
            told = {}
        self._joined.remove(channel)
        if told and not self._joined:
            self._last = channel
            return
        with contextlib.suppress(OSError):
            send(channel, {"over": False})
        channel.close()

    def end(self) -> None:
        """Let nobody in any more, take the room down, and tell the last one who left."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if self._door is not None:
            self._door.close()
        told = self._up.take_down()
        if self._last is not None:
            with contextlib.suppress(OSError):
                send(self._last, told)


def _stop(*_: object) -> NoReturn:
    """Asked to end: as if everybody had left."""
    raise SystemExit
