"""The process that keeps a room: it makes the namespaces and all that is in them, lets others join, and ends it when nobody is left.

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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from netkit.address import parse_address
from netkit.errors import NetkitError
from netkit.live import system_calls
from netkit.live.child import Child, run_in_child
from netkit.live.namespace import leave, received, send
from netkit.sandbox.door import KINDS, open_door
from netkit.sandbox.first import start_first
from netkit.sandbox.network import INTERFACE, network_steps
from netkit.sandbox.recordings import settle_recording
from netkit.sandbox.run_folder import STATE, TROUBLE, WIRE, RunFolder
from netkit.sandbox.sides import Side, Sides

if TYPE_CHECKING:
    from netkit.internet.room import Room
    from netkit.live.sniffing.recording import Recording
    from netkit.view import Json

__all__ = ["Order", "start_keeping"]

ENDS_WITHIN = 5.0
"""Seconds in which the first process of a room ends with all the others in it."""

MOST_JOINED = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted: the room, the folder of the run (whose `lock` is held), the addresses of name servers, and where to record.

    `told` is what state.json says beyond what the keeper knows itself.
    """

    room: Room
    folder: RunFolder
    lock: int
    internet: Sequence[str]
    recording: Path
    told: dict[str, Json]


class _StepError(Exception):
    """Something that the system refused, and at which step."""

    def __init__(self, step: str, error: OSError) -> None:
        super().__init__(step)
        self.step, self.error = step, error


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
        except _StepError as stopped:
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
        self._joined = [channel]
        self._children: list[Child] = []
        self._recording: Recording | None = None
        self._door: socket.socket | None = None
        self._first: tuple[int, int] | None = None
        self._namespaces: dict[str, int] = {}
        self._missing: list[str] = []
        self._last: socket.socket | None = None

    def bring_up(self) -> None:
        """Make everything, step by step; whoever wanted it is told at the end."""
        order = self._order
        with _step("make namespaces"):
            rootless = leave(system_calls.CLONE_NEWNS, as_root=False)
            sides = Sides()
        with _step("keep its mounts to itself"):
            system_calls.keep_mounts()
        for step in network_steps(order.room, [parse_address(text) for text in order.internet]):
            with _step(f"take the step “{step.commands[0]}”"):
                step.take(sides)
        self._start_servers(sides)
        self._record()
        self._missing = self._show_names()
        with _step("let others join"):
            self._door = open_door(order.folder.path)
        with _step("start process number 1"):
            self._start_first(rootless=rootless)  # from here on /proc shows those inside, of which this one is none
        for descriptor in sides.descriptors.values():
            os.close(descriptor)
        with _step("tell what is here"):
            self._tell_state()
        self._welcome(self._joined[0])

    def _start_servers(self, sides: Sides) -> None:
        from netkit.sandbox.servers import open_name_servers, open_stream_servers  # noqa: PLC0415 - in this process alone

        order = self._order
        with _step("open the servers' ports"):
            sides.go(Side.SERVER)
            self._children.append(run_in_child(_stay, _serving(open_stream_servers(order.room))))
            self._children.append(run_in_child(_stay, _serving(open_name_servers(order.room, order.internet))))
            sides.go(Side.STUDENT)

    def _record(self) -> None:
        from netkit.live.sniffing.recording import Recording, run_here  # noqa: PLC0415

        order = self._order
        self._recording = Recording(run_here, [INTERFACE], str(order.recording))
        with _step("name the recording"):
            if order.recording != order.folder.path / WIRE:
                (order.folder.path / WIRE).symlink_to(order.recording)

    def _show_names(self) -> list[str]:
        from netkit.sandbox.names_files import show_names_files  # noqa: PLC0415

        with _step("show the room's own resolv.conf"):
            return show_names_files(self._order.room, self._order.folder)

    def _start_first(self, *, rootless: bool) -> None:
        system_calls.unshare(system_calls.CLONE_NEWPID)
        number, go, told = start_first()
        self._first = number, go
        files = {"user": "user", "mnt": "mnt", "net": "net", "pid": "pid_for_children"}
        for kind in KINDS:
            if rootless or kind != "user":
                self._namespaces[kind] = os.open(f"/proc/self/ns/{files[kind]}", os.O_RDONLY | os.O_CLOEXEC)
        os.write(go, b"+")
        os.read(told, 1)
        os.close(told)

    def _tell_state(self) -> None:
        order = self._order
        state: dict[str, Json] = {
            **order.told,
            "keeper": os.getpid(),
            "started": f"{time.time():.9f}",
            "wire": str(order.folder.path / WIRE),
            "recording": str(order.recording),
            "missing": list(self._missing),
        }
        order.folder.write(STATE, json.dumps(state, indent=1, ensure_ascii=False) + "\n")

    def _welcome(self, channel: socket.socket) -> None:
        with contextlib.suppress(OSError):
            send(channel, {"kinds": list(self._namespaces)}, list(self._namespaces.values()))

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
        """End everything, in an order in which nothing is lost: programs, servers, the recording, and the folder last."""
        order = self._order
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if self._door is not None:
            self._door.close()
        if self._first is not None:
            number, go = self._first
            os.close(go)
            Child(number).wait(ENDS_WITHIN)
        for child in self._children:
            child.kill()
        told: dict[str, object] = {"over": True}
        try:
            recorded = self._recording.close() if self._recording is not None else None
            told |= {} if recorded is None else {"packets": recorded.packets, "lost": recorded.lost}
        except NetkitError as error:
            told["unrecorded"] = str(error)
        told["recording"] = str(order.recording) if settle_recording(order.recording, order.folder) else ""
        told["trouble"] = order.folder.read(TROUBLE)
        order.folder.remove()
        if self._last is not None:
            with contextlib.suppress(OSError):
                send(self._last, told)


def _stay() -> None:
    """A child is in the right namespace already."""


def _serving(serve: Callable[[], None]) -> Callable[[], int]:
    def work() -> int:
        system_calls.call_me("netkit-servers")
        try:
            serve()
        except Exception:  # noqa: BLE001 - whoever leaves last is told
            traceback.print_exc()
        return 70

    return work


@contextlib.contextmanager
def _step(name: str) -> Iterator[None]:
    """What the system refuses within is told by the name of the step."""
    try:
        yield
    except OSError as error:
        raise _StepError(name, error) from error


def _stop(*_: object) -> NoReturn:
    """Asked to end: as if everybody had left."""
    raise SystemExit
