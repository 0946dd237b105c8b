"""Opening a capture: what kind of file this is, and whether it is one at all."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Protocol

from netkit.capture.capture import Capture, Reader
from netkit.capture.packing import packing_of
from netkit.capture.pcap import PcapReader
from netkit.capture.pcap_format import PCAP_MAGICS
from netkit.capture.pcapng import PCAPNG_MAGIC, PcapngReader
from netkit.capture.problem import ProblemLog
from netkit.capture.sniff import OTHER_CAPTURES, PACKED, describe
from netkit.capture.source import Source
from netkit.errors import AccessError, CaptureError, NetkitError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Readable", "open", "unopened"]

_LOOK = 512
"""How many of the first bytes are looked at to say what a file is that is no capture."""

_HINT = "netkit demo --list shows the captures that come with netkit"
_WHY = (
    "pcap files begin with d4 c3 b2 a1, a1 b2 c3 d4, 4d 3c b2 a1 or a1 b2 3c 4d, pcapng files with 0a 0d 0d 0a; "
    "either may be packed with gzip (1f 8b) or zstd (28 b5 2f fd)"
)


class Readable(Protocol):
    """A binary file object.

    `read1`, where there is one, is used instead of `read`, so that packets come as they arrive.
    """

    def read(self, count: int, /) -> bytes | None:
        """Give up to `count` bytes; none at the end."""
        ...


def open(path: str | os.PathLike[str] | Readable) -> Capture:  # noqa: A001
    """Open a capture for reading: a pcap or pcapng file, packed with gzip or zstd, or not.

    `path` is where the file lies, or an open binary file, which need not be able to seek (a pipe, `sys.stdin.buffer`)
    and is left open. No more than its beginning is read here; the `Capture` gives the records.

    Raises UsageError where there is no file to read, and CaptureError where it is no capture, or is cut or damaged
    before the first record can come. After that nothing raises: see `Capture.problems`.
    """
    read, close, seek, name = _reading(path)
    source = file = Source(read, problems=ProblemLog(), close=close, seek=seek)
    try:
        if (packed := packing_of(source.window(4))) is not None:
            source = _unpacked(file, packed)
        return Capture(_reader(source, name, packed), source, name=name, packed=packed)
    except BaseException:
        file.close()
        raise


def _reading(
    path: str | os.PathLike[str] | Readable,
) -> tuple[Callable[[int], bytes | None], Callable[[], None] | None, Callable[[int], int] | None, str]:
    """What reads the bytes, what closes the file and goes to a place in it if that is ours to do, and what to call it."""
    if not isinstance(path, str | os.PathLike):
        name = getattr(path, "name", None)
        name = name if isinstance(name, str) else "the input"
        if isinstance(path, io.TextIOBase):
            raise UsageError(
                f"{name} is opened as text",
                where="a file object that gives str",
                why="a capture is bytes, and decoding them as text would change them",
                hint='open it with mode "rb"; for standard input, pass sys.stdin.buffer',
            )
        return getattr(path, "read1", path.read), None, None, name
    name = os.fspath(path)
    try:
        file = io.FileIO(name)
    except (OSError, ValueError) as error:
        raise unopened(name, error) from error
    return file.read, file.close, file.seek if file.seekable() else None, name


def unopened(name: str, error: OSError | ValueError) -> NetkitError:
    """Why there is nothing to read at a path: the user mends it by naming another, or by being allowed to."""
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, FileNotFoundError):
        where = f"looked in {os.path.abspath(os.path.dirname(name))}"  # noqa: PTH100, PTH120  pathlib is slow to load
        return UsageError(
            f"there is no file {name}", where=where, why="only a file that is there can be read", hint=_HINT
        )
    if isinstance(error, IsADirectoryError):
        hint = f"name a capture in it: ls {name}"
        return UsageError(f"{name} is a directory", where=reason, why="a capture is one file", hint=hint)
    if isinstance(error, PermissionError):
        hint = f"ls -l {name} shows who may; recordings made by root often belong to root"
        return AccessError(
            f"{name} may not be read", where=reason, why="the system lets other users read it only", hint=hint
        )
    return UsageError(f"{name} can't be opened", where=reason, why="the system refused", hint=_HINT)


def _unpacked(file: Source, packed: str) -> Source:
    """The content of a packed file as a source of its own, which closes the file with itself."""
    # The unpackers are loaded only where something is packed.
    from netkit.capture.unpacking import Gunzip, Unpacker, within_reason  # noqa: PLC0415

    unpacker: Unpacker = Gunzip(file)
    if packed == "zstd":
        from netkit.capture.unzstd import Unzstd  # noqa: PLC0415

        unpacker = Unzstd(file)
    return Source(within_reason(unpacker, file, packed), problems=file.problems, close=file.close)


def _reader(source: Source, name: str, packed: str | None) -> Reader:
    """The reader for the format that the first four bytes name."""
    magic = source.window(4)[:4]
    if magic in PCAP_MAGICS:
        return PcapReader(source, name)
    if magic == PCAPNG_MAGIC:
        return PcapngReader(source, name)
    raise _no_capture(source.window(_LOOK)[:_LOOK], source.problems, name, packed)


def _no_capture(beginning: bytes, problems: ProblemLog, name: str, packed: str | None) -> CaptureError:
    what = f"{name} is not a capture"
    content = f"its content, unpacked with {packed}," if packed else "it"
    if failures := problems.listed():
        return CaptureError(
            f"{name} can't be read", where=failures[0].text, why="it stops before the first packet", hint=_HINT
        )
    if not beginning:
        return CaptureError(what, where=f"{content} is empty: 0 bytes", why=_WHY, hint=_HINT)
    first = beginning[:4].hex(" ")
    for magic, (packer, command) in PACKED.items():
        if beginning.startswith(magic):
            return CaptureError(
                f"{name} is packed with {packer}, which netkit does not unpack yet",
                where=f"{content} begins with {first} ({packer})",
                why="netkit reads captures as they are, or packed with gzip or zstd",
                hint=f"unpack it first: {command} {name}",
            )
    kind = describe(beginning)
    hint = _HINT
    if kind in OTHER_CAPTURES.values():
        hint = f"Wireshark's editcap converts it: editcap {name} out.pcapng"
    return CaptureError(
        what, where=f"{content} begins with {first}" + (f" ({kind})" if kind else ""), why=_WHY, hint=hint
    )
