"""Opening a room: joining the one that is up for a lab, or having one brought up."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from netkit.errors import AccessError
from netkit.live.refusals import no_namespace
from netkit.sandbox.door import Inside, knock
from netkit.sandbox.run_folder import RunFolder, runs_folder, sweep

if TYPE_CHECKING:
    from netkit.internet.room import Room
    from netkit.view import Json

__all__ = ["Opened", "open_room"]

PATIENCE = 20.0
"""Seconds in which a room that is just being made, or just ending, is done with that."""

PAUSE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A room that one may enter: the way in, its folder, what is told of it, and whether it was there already."""

    inside: Inside
    folder: Path
    state: dict[str, Json]
    joined: bool


def open_room(
    slug: str,
    lab_folder: Path | None,
    room: Callable[[], Room],
    told: Callable[[Room], dict[str, Json]],
    *,
    meanwhile: Callable[[], None],
) -> Opened:
    """The room of the lab in this folder (None: of no lab).

    `room` gives the plan where one has to be brought up, `told` what state.json says of it; `meanwhile` is called while another process
    brings it up.

    AccessError where this machine forbids it, with the step at which it stopped.
    """
    runs = runs_folder()
    folder = RunFolder.of(runs, slug, lab_folder)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        inside = knock(folder.path)
        if inside is not None:
            return Opened(inside=inside, folder=folder.path, state=folder.read_state() or {}, joined=True)
        lock = folder.claim()
        if lock is not None:
            channel = _begun(folder, lock, lab_folder, room, told)
            meanwhile()
            _sweep(runs)
            inside = _awaited(channel)
            return Opened(inside=inside, folder=folder.path, state=folder.read_state() or {}, joined=False)
        time.sleep(PAUSE)
    raise AccessError(
        "the network of this lab is neither up nor down",
        where=str(folder.path),
        why=f"another process has held its lock for {PATIENCE:g} seconds",
        hint="netkit lab shell again in a moment; fuser names the process: fuser " + str(folder.path / "lock"),
    )


def _begun(
    folder: RunFolder,
    lock: int,
    lab_folder: Path | None,
    room: Callable[[], Room],
    told: Callable[[Room], dict[str, Json]],
) -> socket.socket:
    """Have it brought up by a process of its own; the lock is that one's then."""
    from netkit.sandbox.bringing_up import Order  # noqa: PLC0415 - who joins needs none of it
    from netkit.sandbox.keeping import start_keeping  # noqa: PLC0415
    from netkit.sandbox.recordings import new_recording  # noqa: PLC0415

    try:
        plan = room()
        plan.check()
        if not Path("/proc/sys/net/ipv6").exists():
            plan = plan.speaking({4})
        _settle(folder)
        folder.empty()
        order = Order(
            room=plan,
            folder=folder,
            lock=lock,
            internet=_internet(plan),
            recording=new_recording(lab_folder, folder),
            told=told(plan),
        )
        return start_keeping(order)
    except BaseException:
        folder.remove()
        os.close(lock)
        raise


def _awaited(channel: socket.socket) -> Inside:
    """The way in, once the room is up; AccessError where it could not be brought up."""
    try:
        inside, answer = Inside.received(channel)
    except OSError as error:
        raise no_namespace("bring the network of the lab up", error) from error
    if "step" in answer:
        number = int(str(answer["errno"]))
        raise no_namespace(str(answer["step"]), OSError(number, os.strerror(number)))
    if "what" in answer:
        raise AccessError(**{each: str(answer[each]) for each in ("what", "where", "why", "hint")})
    return inside


def _internet(room: Room) -> list[str]:
    if not room.internet:
        return []
    from netkit.internet.room.internet import internet_addresses  # noqa: PLC0415 - only where it is wanted

    return [each for each in internet_addresses() if (6 if ":" in each else 4) in room.versions]


def _sweep(runs: Path) -> None:
    """What other rooms left behind that were killed."""
    for left in sweep(runs):
        _settle(left)


def _settle(left: RunFolder) -> None:
    """What becomes of the recording of a room that was killed."""
    from netkit.sandbox.recordings import settle_recording  # noqa: PLC0415

    state = left.read_state()
    if state is not None and isinstance(state.get("recording"), str):
        with contextlib.suppress(OSError):
            settle_recording(Path(str(state["recording"])), left)
