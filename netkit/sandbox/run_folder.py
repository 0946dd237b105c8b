"""Where a room that is up keeps what belongs to it: a folder that nobody else may look into, and that goes with the room.

A lock in it is held by the process that keeps the room. The kernel frees it when that process ends, by whatever end: so a folder whose
lock is free is left over, and may be swept.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from netkit.errors import AccessError

if TYPE_CHECKING:
    from netkit.view import Json

__all__ = ["DOOR", "STATE", "TROUBLE", "WIRE", "RunFolder", "runs_folder", "sweep"]

LOCK, DOOR, STATE, WIRE, TROUBLE = "lock", "door", "state.json", "wire.pcapng", "trouble"
MOST_TROUBLE = 4000
"""Bytes of what went wrong that are told."""

TRIES = 100


def runs_folder() -> Path:
    """The folder of all of this user's rooms, made if need be; AccessError where it is not this user's alone."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    own = bool(runtime) and _is_own(Path(runtime))
    folder = Path(runtime, "netkit") if own else Path(tempfile.gettempdir(), f"netkit-{os.getuid()}")
    try:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
    except OSError as error:
        raise AccessError(
            f"{folder} can't be made", why=str(error.strerror), hint="XDG_RUNTIME_DIR names a folder of your own"
        ) from error
    if not _is_own(folder):
        raise AccessError(
            f"{folder} is not yours alone",
            why="who could write there could take the network of the lab over",
            hint=f"look at it, and remove it: ls -ld {folder}",
        )
    return folder


def _is_own(folder: Path) -> bool:
    """Whether it is a folder of this user's, in which nobody else may write."""
    try:
        told = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(told.st_mode) and told.st_uid == os.getuid() and not told.st_mode & 0o022


class RunFolder:
    """The folder of one room: that of the lab in `lab_folder`, or that of no lab."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, runs: Path, slug: str, lab_folder: Path | None) -> RunFolder:
        """The one for this lab, whether it is there or not."""
        if lab_folder is None:
            return cls(runs / "everyday")
        return cls(runs / f"{slug[:24]}-{hashlib.sha256(os.fsencode(lab_folder)).hexdigest()[:12]}")

    @property
    def state_file(self) -> Path:
        """What is told of the room."""
        return self.path / STATE

    def claim(self, *, make: bool = True) -> int | None:
        """Take the lock, in a folder that is made if need be; its descriptor, or None where somebody else has it."""
        for _ in range(TRIES):
            try:
                if make:
                    self.path.mkdir(mode=0o700, exist_ok=True)
                lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            except FileNotFoundError:
                if make:
                    continue  # it was swept just now
                return None
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(lock).st_ino == os.stat(self.path / LOCK).st_ino:  # noqa: PTH116
                    return lock
            except (BlockingIOError, FileNotFoundError) as refused:
                if isinstance(refused, BlockingIOError):
                    os.close(lock)
                    return None
            os.close(lock)  # the one of a folder that was swept between
        return None

    def empty(self) -> None:
        """Remove what the room has put there, all but the lock; only who has that may call it."""
        with contextlib.suppress(FileNotFoundError):
            for entry in list(os.scandir(self.path)):
                if entry.name != LOCK and not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)  # noqa: PTH108

    def remove(self) -> None:
        """Remove it whole; only who has the lock may call it."""
        self.empty()
        with contextlib.suppress(OSError):
            (self.path / LOCK).unlink()
            self.path.rmdir()

    def read_state(self) -> dict[str, Json] | None:
        """What is told of the room; None where nothing is, or nothing that can be read."""
        try:
            found = json.loads(self.state_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def read(self, name: str) -> str:
        """The end of a file in it; "" where there is none."""
        try:
            return (self.path / name).read_bytes()[-MOST_TROUBLE:].decode("utf-8", "replace")
        except OSError:
            return ""

    def write(self, name: str, text: str) -> Path:
        """A file in it, complete or absent."""
        made = self.path / f".{name}"
        made.write_text(text, encoding="utf-8")
        made.replace(self.path / name)
        return self.path / name


def sweep(runs: Path) -> Iterator[RunFolder]:
    """Remove what rooms have left behind that ended without a chance to do it; gives each before it is removed."""
    for entry in sorted(os.scandir(runs), key=lambda each: each.name):
        if not entry.is_dir(follow_symlinks=False):
            continue
        left = RunFolder(Path(entry.path))
        if not (left.path / LOCK).exists():
            with contextlib.suppress(OSError):  # it was just made and is still empty, or is none of ours
                left.path.rmdir()
            continue
        lock = left.claim(make=False)
        if lock is not None:
            yield left
            left.remove()
            os.close(lock)
