"""Where a capture is written: a file is put in its place in one step once it is whole, so it is complete or absent.

It grows under a name of its own beside its place, hidden by a dot, and takes the name that was asked for only when every
byte is on the disk. A kill leaves the old file, or none, and at most the part beside it (`.NAME.….part`).
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from netkit.capture.packing import packer_for
from netkit.errors import AccessError, NetkitError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Pen", "Writable", "destination"]

_CHUNK = 1 << 18
_LONGEST_NAME = 200
"""Characters of a name that are kept in the name of its part; systems allow 255 bytes."""


class Writable(Protocol):
    """A binary file object; it need not be able to seek."""

    def write(self, data: bytes, /) -> int | None:
        """Write some of the bytes, and say how many (None: all)."""
        ...


class Pen:
    """Gathers small pieces into large ones, packs them where asked, and hands them on."""

    __slots__ = ("_held", "_packer", "_pieces", "_put")

    def __init__(self, put: Callable[[bytes], None], packed: str | None) -> None:
        self._put = put
        self._packer = packer_for(packed) if packed else None
        self._pieces: list[bytes] = []
        self._held = 0

    def write(self, piece: bytes) -> None:
        """Take a piece, and hand on what was gathered when it is enough."""
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held >= _CHUNK:
            self.flush()

    def flush(self) -> None:
        """Hand on what was gathered, as far as the packer lets it go."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        self._held = 0
        if self._packer is not None:
            data = self._packer.compress(data)
        if data:
            self._put(data)

    def finish(self) -> None:
        """Hand on everything, and the end of the packing."""
        self.flush()
        if self._packer is not None:
            self._put(self._packer.flush())


@contextmanager
def destination(path: str | os.PathLike[str] | Writable, packed: str | None) -> Iterator[Pen]:
    """What writes to `path`: a file, which is there when the block is left without an exception, and else as it was before.

    A pipe or a device is written to as it stands, and so is an open binary file, which is left open. Raises UsageError
    where `path` can't be a file, and AccessError where the system does not let it be written.
    """
    if not isinstance(path, str | os.PathLike):
        pen = Pen(_putting(path, getattr(path, "name", "the output")), packed)
        yield pen
        pen.finish()
        return
    # The file that a link leads to is replaced, and the link stays.
    name = os.fspath(path)
    try:
        place = os.path.realpath(name)
    except ValueError as error:
        raise _refused(name, error) from error
    if os.path.exists(place) and not os.path.isfile(place):  # noqa: PTH110, PTH113  pathlib is slow to load
        with _opened(name, place, os.O_WRONLY) as file:
            pen = Pen(_putting(file, name), packed)
            yield pen
            pen.finish()
        return
    part = _part(place)
    with _opened(name, part, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as file:
        try:
            pen = Pen(_putting(file, name), packed)
            yield pen
            pen.finish()
            _settle(name, file, part, place)
        except BaseException:
            file.close()
            with contextlib.suppress(OSError):
                os.unlink(part)  # noqa: PTH108
            raise


def _part(place: str) -> str:
    """A name beside the place that nobody else has."""
    folder, name = os.path.split(place)
    return os.path.join(folder, f".{name[:_LONGEST_NAME]}.{os.urandom(4).hex()}.part")  # noqa: PTH118


def _opened(name: str, place: str, flags: int) -> io.FileIO:
    def opener(path: str, _: int) -> int:
        return os.open(path, flags | getattr(os, "O_BINARY", 0), 0o666)

    try:
        return io.FileIO(place, "wb", opener=opener)
    except (OSError, ValueError) as error:
        raise _refused(name, error) from error


def _putting(file: Writable, name: str) -> Callable[[bytes], None]:
    """What puts all the bytes into a file, however few it takes at a time."""

    def put(data: bytes) -> None:
        rest = data
        try:
            while rest:
                taken = file.write(rest)
                rest = b"" if taken is None else rest[taken:]
        except BrokenPipeError:
            raise  # the reader has left, and wants no more
        except OSError as error:
            raise _refused(name, error) from error

    return put


def _settle(name: str, file: io.FileIO, part: str, place: str) -> None:
    """See the bytes onto the disk, then give them their name."""
    try:
        os.fsync(file.fileno())
        file.close()
        with contextlib.suppress(OSError):
            os.chmod(part, os.stat(place).st_mode & 0o7777)  # noqa: PTH101, PTH116  as the file that is replaced
        os.replace(part, place)  # noqa: PTH105
    except OSError as error:
        raise _refused(name, error) from error
    with contextlib.suppress(OSError):  # the name, too; Windows opens no folders
        folder = os.open(os.path.dirname(place), os.O_RDONLY)  # noqa: PTH120
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _refused(name: str, error: OSError | ValueError) -> NetkitError:
    """Why a file can't be written: the user mends it by naming another place, or by making room."""
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, FileNotFoundError):
        folder = os.path.dirname(os.path.abspath(name))  # noqa: PTH100, PTH120
        return UsageError(
            f"{name} can't be written",
            where=f"there is no folder {folder}",
            why="a file is made in a folder that is there",
            hint=f"make it first: mkdir -p {folder}",
        )
    if isinstance(error, IsADirectoryError):
        return UsageError(f"{name} is a directory", why="a capture is one file", hint=f"{name}/capture.pcapng")
    if isinstance(error, OSError):
        return AccessError(
            f"{name} can't be written",
            where=reason,
            why="a capture is complete or absent, never half written",
            hint="write to a folder of your own, on a disk with room",
        )
    return UsageError(f"{name!r} can't be the name of a file", where=reason, why="the system refused")
