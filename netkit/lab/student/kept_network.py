"""The plan of a lab's network, kept in the student's folder: drawing it anew takes longer than bringing it up."""

from __future__ import annotations

import contextlib
import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from netkit import __version__
from netkit.errors import UsageError
from netkit.lab.whole_file import write_whole

if TYPE_CHECKING:
    from netkit.internet.room import Room
    from netkit.lab.student.progress import Progress

__all__ = ["keep_network", "kept_network", "network_key"]

FILE = ".network.json"
LARGEST = 16 << 20


def network_key(lab_folder: Path, progress: Progress) -> str:
    """What a plan depends on: netkit, the lab's files, and whose numbers they are; OSError where the lab can't be read."""
    found = sha256()
    for text in (__version__, progress.lab, progress.student, progress.course, progress.key):
        found.update(f"{len(text)}:{text}".encode())
    for path in sorted([lab_folder / "lab.toml", *lab_folder.glob("*.py")]):
        found.update(f"{path.name}:{path.stat().st_size}:".encode() + path.read_bytes())
    return found.hexdigest()


def kept_network(folder: Path, key: str) -> tuple[Room | None] | None:
    """The plan that was kept under this key (in a tuple: the lab may have none of its own); None where there is none such."""
    path = folder / FILE
    try:
        if path.stat().st_size > LARGEST:
            return None
        table = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(table, dict) or table.get("key") != key:
            return None
        if table["room"] is None:
            return (None,)
        from netkit.internet.room.form import room_of_form  # noqa: PLC0415 - where there is one

        return (room_of_form(table["room"]),)
    except (OSError, ValueError, KeyError, RecursionError, UsageError):
        return None


def keep_network(folder: Path, key: str, room: Room | None) -> None:
    """Keep a plan for the next time; where that can't be, it is drawn again then."""
    form = None
    if room is not None:
        from netkit.internet.room.form import room_form  # noqa: PLC0415

        form = room_form(room)
    with contextlib.suppress(OSError):
        write_whole(folder / FILE, json.dumps({"key": key, "room": form}).encode())
