"""A capture being read: the one face of both formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from types import TracebackType

    from netkit.capture.problem import Problem
    from netkit.capture.record import Interface, Record
    from netkit.capture.source import Source

__all__ = ["Capture"]


class Reader(Protocol):
    """What the reader of a format gives; see `Capture` for what each means."""

    @property
    def format(self) -> str: ...
    @property
    def byte_order(self) -> str: ...
    @property
    def resolution(self) -> int | None: ...
    @property
    def snap_length(self) -> int | None: ...
    @property
    def interfaces(self) -> tuple[Interface, ...]: ...
    @property
    def skipped_blocks(self) -> int: ...
    def records(self) -> Iterator[Record]: ...


class Capture:
    """The records of a capture, in the order of the file, each read when it is asked for.

    It is a stream, and is gone through once: a second loop goes on where the first stopped, and to begin anew is to
    open anew. Looping never raises: where the file is damaged or cut the records end, and `problems` says why. A
    context manager; read to its end, it closes by itself.
    """

    def __init__(self, reader: Reader, source: Source, *, name: str, packed: str | None = None) -> None:
        self.name = name
        self.packed = packed
        self._reader = reader
        self._source = source
        self._records = self._read()

    @property
    def format(self) -> str:
        """`pcap` or `pcapng`; what it is packed in, `gzip` or None, stands in `packed`."""
        return self._reader.format

    @property
    def byte_order(self) -> str:
        """`little` or `big`; for pcapng, whose sections may differ, that of the first."""
        return self._reader.byte_order

    @property
    def resolution(self) -> int | None:
        """Ticks of the time stamps a second (1,000,000 for microseconds).

        For pcapng None while no interface is known, or where they differ: each has its own.
        """
        return self._reader.resolution

    @property
    def snap_length(self) -> int | None:
        """The most bytes kept of a packet, as the file header of pcap says (0 for no limit); None for pcapng.

        Each interface has its own.
        """
        return self._reader.snap_length

    @property
    def interfaces(self) -> tuple[Interface, ...]:
        """Where packets were captured: one for pcap.

        For pcapng those described so far, of all sections, at most 65,536.
        """
        return self._reader.interfaces

    @property
    def skipped_blocks(self) -> int:
        """How many blocks of pcapng were passed over so far because they hold no packet.

        Names, statistics, custom and unknown ones.
        """
        return self._reader.skipped_blocks

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong so far, in the order met.

        After the last record the last one says what ended it, and none means the file's end.
        """
        return self._source.problems.listed()

    def close(self) -> None:
        """Close the file, if `open` opened it; a file object that was passed in stays open.

        After this there are no more records.
        """
        self._records.close()
        self._source.close()

    def _read(self) -> Generator[Record, None, None]:
        try:
            yield from self._reader.records()
        finally:
            self._source.close()

    def __iter__(self) -> Iterator[Record]:
        return self._records

    def __next__(self) -> Record:
        return next(self._records)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Capture {self.name}: {self.format}, {self.byte_order}-endian>"
