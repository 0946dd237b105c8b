"""The captures that a student answered with: kept whole in the lab's folder, each under a name made of its bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from netkit.errors import AccessError, UsageError
from netkit.lab.judging.captured import LARGEST, kept_name
from netkit.lab.student import progress as log
from netkit.lab.whole_file import write_whole

__all__ = ["keep", "kept_in"]


def keep(folder: Path, task: str, data: bytes) -> str:
    """Keep a capture that answers a task, and see it onto the disk; gives its name, which is what the log is to say.

    The file is complete or absent, and one that is there already is left as it is. UsageError where it is too large, AccessError where
    it can't be written.
    """
    if len(data) > LARGEST:
        raise UsageError(
            "that capture is too large to keep",
            where=f"it has {len(data):,} bytes",
            why=f"the most is {LARGEST:,}, for it is judged anew at each check",
            hint="record for a shorter time, or only what the task is about: netkit capture convert OLD NEW -Y 'dns'",
        )
    name = kept_name(task, data)
    path = folder / name
    with log.locked(folder):
        try:
            if path.is_file() and path.read_bytes() == data:
                return name
            path.parent.mkdir(exist_ok=True)
            write_whole(path, data, synced=True)
        except OSError as error:
            raise AccessError(
                f"{path} can't be written, so nothing was saved",
                where=str(error.strerror),
                why="a capture is kept before it is judged, and keeping it failed",
                hint="work in a folder of your own, on a disk with room: netkit lab start NAME --folder PATH",
            ) from error
    return name


def kept_in(folder: Path) -> Callable[[str], bytes]:
    """What gives the bytes of the captures that are kept in a folder, by their names; AccessError where one is not there."""

    def read(name: str) -> bytes:
        path = folder / name
        try:
            with path.open("rb") as file:
                # one byte more than is kept shows that it is another file
                return file.read(LARGEST + 1)
        except FileNotFoundError:
            raise AccessError(
                f"{name} is no longer in {folder.name}",
                why="the log of your answers names it, and it is what is judged",
                hint="put it back, or answer the task again",
            ) from None
        except OSError as error:
            raise AccessError(
                f"{name} can't be read", why=str(error.strerror), hint="the log of your answers names it"
            ) from error

    return read
