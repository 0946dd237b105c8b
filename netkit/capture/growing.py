"""A capture that somebody else is still writing: what is whole is read, and what is half there is not there yet."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from netkit.capture.opening import unopened
from netkit.capture.pcapng import PCAPNG_MAGIC, PcapngReader
from netkit.capture.problem import ProblemLog
from netkit.capture.source import Source
from netkit.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.capture.interface import Interface
    from netkit.capture.problem import Problem
    from netkit.capture.record import Record
    from netkit.capture.statistics import Statistics

__all__ = ["GrowingCapture"]

NOT_YET = "pcapng.block.truncated"


class GrowingCapture:
    """A pcapng file that grows; a context manager.

    >>> with GrowingCapture("wire.pcapng") as capture:  # doctest: +SKIP
    ...     for record in capture.more():
    ...         ...

    Raises UsageError and AccessError where there is no file to read, and CaptureError where it does not begin as pcapng does.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.name = os.fspath(path)
        try:
            self._file = io.FileIO(self.name)
        except (OSError, ValueError) as error:
            raise unopened(self.name, error) from error
        try:
            self._source = Source(self._file.read, problems=ProblemLog(), seek=self._file.seek)
            self._check(self._source.window(4)[:4])
            self._reader = PcapngReader(self._source, self.name)
        except BaseException:
            self._file.close()
            raise

    def _check(self, beginning: bytes) -> None:
        if beginning != PCAPNG_MAGIC:
            raise CaptureError(
                f"{self.name} is no pcapng file",
                where=f"it begins with {beginning.hex(' ')}" if beginning else "it is empty",
                why="of the forms of captures, only this one is read while it grows",
                hint="wait until it is written, then open it as any other",
            )

    def more(self) -> Iterator[Record]:
        """The records that have come to be whole since this was last asked; none where there is nothing new. It does not wait."""
        yield from self._reader.jump(self._reader.behind, self._reader.number)
        self._source.problems.take_back(NOT_YET)

    @property
    def interfaces(self) -> Sequence[Interface]:
        """Where packets are captured, as far as it was read."""
        return tuple(self._reader.told.interfaces)

    @property
    def statistics(self) -> Sequence[Statistics]:
        """How many packets each interface saw and lost, as the last block about it says."""
        return tuple(self._reader.told.statistics.values())

    @property
    def problems(self) -> Sequence[Problem]:
        """What was wrong so far; that the file ends inside a block is not."""
        return self._source.problems.listed()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
