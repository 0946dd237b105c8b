"""A capture file that others may read while it grows: what is written is whole blocks, and what could not be written whole is cut off."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import Self

from netkit.errors import AccessError, NetkitError, UsageError

__all__ = ["Listener", "RecordFile"]


class RecordFile:
    """A new file at `path`, or a pipe or device that is there.

    UsageError where there is a file already (but for `replace`) or can't be one, AccessError where the system refuses.
    """

    def __init__(self, path: str, *, replace: bool = False) -> None:
        self._name = path
        self.size = 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | (os.O_TRUNC if replace else os.O_EXCL)
        try:
            special = os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH110, PTH116
            self._file = os.open(path, os.O_WRONLY | os.O_CLOEXEC if special else flags, 0o666)
        except (OSError, ValueError) as error:
            raise _unopened(path, error) from error
        self._regular = stat.S_ISREG(os.fstat(self._file).st_mode)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, blocks: bytes) -> None:
        """Add whole blocks; AccessError where they don't fit any more, and then none of them is half in the file."""
        try:
            _write_all(self._file, blocks)
        except BrokenPipeError:
            raise
        except OSError as error:
            if self._regular:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._file, self.size)
            hint = "free some space, and record anew" if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
            raise AccessError(
                f"{self._name} takes no more packets: {(error.strerror or str(error)).lower()}",
                where=f"it holds {self.size:,} bytes, which can be read",
                why="a recording grows with every packet",
                hint=hint,
            ) from error
        self.size += len(blocks)

    def close(self) -> None:
        """Let go of it."""
        with contextlib.suppress(OSError):
            os.close(self._file)


class Listener:
    """Somebody who reads the blocks from a pipe, as they come; BrokenPipeError when they have left."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, blocks: bytes) -> None:
        """Hand on whole blocks, and wait until they are taken."""
        _write_all(self._descriptor, blocks)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _unopened(path: str, error: OSError | ValueError) -> NetkitError:
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, FileExistsError):
        return UsageError(
            f"there is a file {path} already",
            why="a recording begins with an empty file, and what is in this one would be lost",
            hint="choose another name, or --force to write over it",
        )
    if isinstance(error, FileNotFoundError):
        return UsageError(f"{path} can't be written", where=reason, why="a file is made in a folder that is there")
    if isinstance(error, IsADirectoryError):
        return UsageError(f"{path} is a directory", why="a capture is one file", hint=f"{path}/capture.pcapng")
    if isinstance(error, ValueError):
        return UsageError(f"{path!r} can't be the name of a file", where=reason, why="the system refused")
    return AccessError(
        f"{path} can't be written", where=reason, why="the system said so", hint="write to a folder of your own"
    )
