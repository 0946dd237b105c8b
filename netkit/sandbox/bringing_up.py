"""All that a room is on this machine: brought up step by step, and taken down in an order in which nothing is lost."""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from netkit.address import parse_address
from netkit.errors import NetkitError
from netkit.live import system_calls
from netkit.live.child import Child, run_in_child
from netkit.live.namespace import leave
from netkit.sandbox.door import KINDS
from netkit.sandbox.first import start_first
from netkit.sandbox.network import INTERFACE, network_steps
from netkit.sandbox.recordings import settle_recording
from netkit.sandbox.run_folder import TROUBLE, WIRE, RunFolder
from netkit.sandbox.sides import Side, Sides

if TYPE_CHECKING:
    from netkit.internet.room import Room
    from netkit.live.sniffing.recording import Recording
    from netkit.view import Json

__all__ = ["Order", "StepError", "Up", "step"]

ENDS_WITHIN = 5.0
"""Seconds in which the first process of a room ends with all the others in it."""


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


class StepError(Exception):
    """Something that the system refused, and at which step."""

    def __init__(self, step: str, error: OSError) -> None:
        super().__init__(step)
        self.step, self.error = step, error


class Up:
    """A room that is up, in the namespaces that this process goes into; StepError and AccessError where it can't be brought up.

    `namespaces` are what others go into, by their kinds; `missing` names the files that could not be shown as the room has them.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._children: list[Child] = []
        self._recording: Recording | None = None
        self._first: tuple[int, int] | None = None
        self.namespaces: dict[str, int] = {}
        self.missing: list[str] = []

    def bring_up(self, before_inside: Callable[[], None]) -> None:
        """Make everything. `before_inside` is called while /proc still shows this process: afterwards it shows those inside."""
        order = self._order
        with step("make namespaces"):
            rootless = leave(system_calls.CLONE_NEWNS, as_root=False)
            sides = Sides()
        with step("keep its mounts to itself"):
            system_calls.keep_mounts()
        for each in network_steps(order.room, [parse_address(text) for text in order.internet]):
            with step(f"take the step “{each.commands[0]}”"):
                each.take(sides)
        self._start_servers(sides)
        self._record()
        self.missing = self._show_names()
        before_inside()
        with step("start process number 1"):
            self._start_first(rootless=rootless)
        for descriptor in sides.descriptors.values():
            os.close(descriptor)

    def take_down(self) -> dict[str, object]:
        """End everything: programs, servers, the recording, and the folder last. What there is to tell of it."""
        if self._first is not None:
            number, go = self._first
            os.close(go)
            Child(number).wait(ENDS_WITHIN)
        for child in self._children:
            child.kill()
        order = self._order
        told: dict[str, object] = {"over": True}
        try:
            recorded = self._recording.close() if self._recording is not None else None
            told |= {} if recorded is None else {"packets": recorded.packets, "lost": recorded.lost}
        except NetkitError as error:
            told["unrecorded"] = str(error)
        told["recording"] = str(order.recording) if settle_recording(order.recording, order.folder) else ""
        told["trouble"] = order.folder.read(TROUBLE)
        order.folder.remove()
        return told

    def _start_servers(self, sides: Sides) -> None:
        from netkit.sandbox.servers import open_name_servers, open_stream_servers  # noqa: PLC0415 - in this process alone

        order = self._order
        with step("open the servers' ports"):
            sides.go(Side.SERVER)
            self._children.append(run_in_child(_stay, _serving(open_stream_servers(order.room))))
            self._children.append(run_in_child(_stay, _serving(open_name_servers(order.room, order.internet))))
            sides.go(Side.STUDENT)

    def _record(self) -> None:
        from netkit.live.sniffing.recording import Recording, run_here  # noqa: PLC0415

        order = self._order
        self._recording = Recording(run_here, [INTERFACE], str(order.recording))
        with step("name the recording"):
            if order.recording != order.folder.path / WIRE:
                (order.folder.path / WIRE).symlink_to(order.recording)

    def _show_names(self) -> list[str]:
        from netkit.sandbox.names_files import show_names_files  # noqa: PLC0415

        with step("show the room's own resolv.conf"):
            return show_names_files(self._order.room, self._order.folder)

    def _start_first(self, *, rootless: bool) -> None:
        system_calls.unshare(system_calls.CLONE_NEWPID)
        number, go, told = start_first()
        self._first = number, go
        files = {"user": "user", "mnt": "mnt", "net": "net", "pid": "pid_for_children"}
        for kind in KINDS:
            if rootless or kind != "user":
                self.namespaces[kind] = os.open(f"/proc/self/ns/{files[kind]}", os.O_RDONLY | os.O_CLOEXEC)
        os.write(go, b"+")
        os.read(told, 1)
        os.close(told)


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
def step(name: str) -> Iterator[None]:
    """What the system refuses within is told by the name of the step."""
    try:
        yield
    except OSError as error:
        raise StepError(name, error) from error
