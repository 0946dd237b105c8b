"""The recordings of a lab's rooms: they lie in the lab's folder, so that nothing that a student did is lost with a room."""

from __future__ import annotations

import contextlib
import struct
import time
from pathlib import Path

from netkit.capture.pcapng_format import ENHANCED_PACKET
from netkit.errors import AccessError
from netkit.sandbox.run_folder import WIRE, RunFolder

__all__ = ["new_recording", "settle_recording"]

FOLDER = "recordings"
HEAD = struct.Struct("=II20xB")
"""Kind and length of a block; of a packet's block, the first byte of the frame behind them."""

SMALLEST_BLOCK, LARGEST_BLOCK = 12, 1 << 24
GROUP = 0x01
"""The bit of a MAC address that says that it is meant for many."""


def new_recording(lab_folder: Path | None, folder: RunFolder) -> Path:
    """Where to record: in a lab's folder, under the time as its name; for no lab, in the run's folder, with which it goes.

    AccessError where the lab's folder can't be written.
    """
    if lab_folder is None:
        return folder.path / WIRE
    place = lab_folder / FOLDER
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise AccessError(
            f"{place} can't be made", why=str(error.strerror), hint="the recordings of a lab are kept in its folder"
        ) from error
    stem = time.strftime("%Y-%m-%d-%H%M%S")
    found, number = place / f"{stem}.pcapng", 1
    while found.exists():
        number += 1
        found = place / f"{stem}-{number}.pcapng"
    return found


def settle_recording(recording: Path, folder: RunFolder) -> bool:
    """Whether a recording that has ended is kept: one in which nobody sent anything is removed, and so is that of no lab."""
    if recording.parent != folder.path and _somebody_sent(recording):
        return True
    with contextlib.suppress(OSError):
        recording.unlink()
    if recording.parent != folder.path:
        with contextlib.suppress(OSError):
            recording.parent.rmdir()  # where it was the only one
    return False


def _somebody_sent(recording: Path) -> bool:
    """Whether a frame is for one machine alone: what a kernel says of itself when it wakes up is for groups."""
    try:
        with recording.open("rb") as file:
            while len(head := file.read(HEAD.size)) >= SMALLEST_BLOCK:
                kind, length = struct.unpack_from("=II", head)
                if kind == ENHANCED_PACKET and len(head) == HEAD.size and not HEAD.unpack(head)[2] & GROUP:
                    return True
                if not SMALLEST_BLOCK <= length <= LARGEST_BLOCK:
                    return True  # it is cut off here, or none of ours: nothing of it is thrown away
                file.seek(length - len(head), 1)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
