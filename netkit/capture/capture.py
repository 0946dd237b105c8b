"""A capture being read: the one face of both formats."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from netkit.capture.annotations import Annotations
    from netkit.capture.interface import Interface
    from netkit.capture.parts import Part, SectionHeader
    from netkit.capture.problem import Problem
    from netkit.capture.record import Record
    from netkit.capture.source import Source
    from netkit.capture.statistics import Statistics

__all__ = ["Capture"]

Each = TypeVar("Each")


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
    def told(self) -> Annotations: ...
    def records(self) -> Iterator[Record]: ...
    def parts(self) -> Iterator[Part]: ...
    def jump(self, offset: int, number: int) -> Iterator[Record]: ...


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
        self._parts = self._closing(reader.parts())
        self._records = self._closing(reader.records())

    @property
    def format(self) -> str:
        """`pcap` or `pcapng`; what it is packed in, `gzip`, `zstd` or None, stands in `packed`."""
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
        return tuple(self._reader.told.interfaces)

    @property
    def sections(self) -> tuple[SectionHeader, ...]:
        """What the sections of a pcapng file read so far say of themselves; a pcap file has none."""
        return tuple(self._reader.told.sections)

    @property
    def names(self) -> Mapping[str, Sequence[str]]:
        """The names that the file gives for addresses, as far as it was read."""
        return MappingProxyType(self._reader.told.names)

    @property
    def statistics(self) -> tuple[Statistics, ...]:
        """How many packets each interface saw and lost, as the last block about it says."""
        return tuple(self._reader.told.statistics.values())

    @property
    def secrets(self) -> Mapping[str, tuple[int, int]]:
        """Which kinds of decryption secrets lie in the file: of each, how many blocks and how many bytes."""
        return MappingProxyType(self._reader.told.secrets)

    @property
    def blocks(self) -> Mapping[str, int]:
        """How many blocks there were so far of each kind that is no packet, no interface and no section's beginning."""
        return MappingProxyType(self._reader.told.blocks)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong so far, in the order met.

        After the last record the last one says what ended it, and none means the file's end.
        """
        return self._source.problems.listed()

    @property
    def reader(self) -> Reader:
        """Who reads the format."""
        return self._reader

    def jump(self, offset: int, number: int) -> Iterator[Record]:
        """Go on at byte `offset` of the file, where a record (or block) begins before which `number` lay; gives the records from there on.

        ValueError where there are no places to go to: in a pipe or a packed file.
        """
        self._records = self._closing(self._reader.jump(offset, number))
        return self._records

    def parts(self) -> Iterator[Part]:
        """Everything in the file, in its order, from where reading stands: section beginnings, interfaces, records, other blocks."""
        return self._parts

    def close(self) -> None:
        """Close the file, if `open` opened it; a file object that was passed in stays open.

        After this there are no more records.
        """
        self._records.close()
        self._parts.close()
        self._source.close()

    def _closing(self, read: Iterator[Each]) -> Generator[Each, None, None]:
        """What a reader gives, and the file closed after the last of it."""
        yield from read
        self._source.close()

    def __iter__(self) -> Iterator[Record]:
        return self._records

    def __next__(self) -> Record:
        return next(self._records)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _repr_html_(self) -> str:
        """What a notebook's cell shows; it reads the file anew, so that no packet of this capture is used up."""
        from netkit.capture.preview import preview  # noqa: PLC0415 - loads what takes packets apart
        from netkit.render.html import document_html  # noqa: PLC0415

        return document_html(preview(self))

    def __repr__(self) -> str:
        return f"<Capture {self.name}: {self.format}, {self.byte_order}-endian>"
