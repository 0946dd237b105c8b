"""Reading a capture in batches: mapped into memory where that is possible, record by record everywhere else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import FileIO
from itertools import islice
from typing import Self

from netkit.capture.columnar.frames import frames_of
from netkit.capture.columnar.mapped import MappedPcap
from netkit.capture.columnar.mapped_pcapng import MappedPcapng
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.opening import Readable, open  # noqa: A004 - netkit's own
from netkit.capture.pcap import PcapReader
from netkit.capture.pcap_format import FILE_HEADER, PcapForm
from netkit.capture.pcapng import PcapngReader
from netkit.capture.record import Record

__all__ = ["BatchReader", "in_batches"]

FIRST_RECORDS = 64
"""Records of the first batch that is read one by one: whoever waits at a pipe sees something soon."""
FIRST_STRIDE = 16
"""Records that are read one by one before a run of plain packets is tried."""
LONG_RUN = 256
"""Packets of a run that was worth it."""
MOST_RECORDS = 1 << 14
MOST_BYTES = 16 << 20
"""Of later batches, which grow until they have as many."""


class BatchReader:
    """The batches of a capture, in the order of the file; a context manager.

    Opening it raises what `netkit.capture.open` raises; after that nothing does: `capture.problems` says what was wrong. A file that
    somebody makes shorter while it is read may end the process, as it is with all files that are mapped into memory. Where `idle` says that
    nothing has come yet of what follows, no packet waits for another: for a pipe at whose other end somebody captures.
    """

    def __init__(self, path: str | os.PathLike[str] | Readable, *, idle: Callable[[], bool] | None = None) -> None:
        self.capture = open(path)
        self._idle = idle
        self._path = path if isinstance(path, str | os.PathLike) else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.capture.close()

    def __iter__(self) -> Iterator[QuickBatch]:
        reader = self.capture.reader
        if self._path is not None and self._idle is None and not self.capture.packed:
            if isinstance(reader, PcapngReader):
                yield from self._blocks(self._path, reader)
                return
            if isinstance(reader, PcapReader) and reader.form:
                yield from self._mapped(self._path, reader, reader.form)
                return
        records = iter(self.capture)
        for batch in in_batches(records, self._idle or _never):
            yield QuickBatch(frames_of(batch))

    def _mapped(self, path: str | os.PathLike[str], reader: PcapReader, form: PcapForm) -> Iterator[QuickBatch]:
        with FileIO(path) as file:
            mapped = MappedPcap(file, os.fstat(file.fileno()).st_size, FILE_HEADER, form, reader.interface)
            for frames in mapped:
                yield QuickBatch(frames)
        for batch in in_batches(self.capture.jump(mapped.offset, mapped.number)):
            yield QuickBatch(frames_of(batch))

    def _blocks(self, path: str | os.PathLike[str], reader: PcapngReader) -> Iterator[QuickBatch]:
        """Runs of plain packets mapped, and what stands between them read block by block: the more of it, the fewer runs are tried."""
        records: Iterator[Record] = iter(self.capture)
        stride = FIRST_STRIDE
        with FileIO(path) as file:
            mapped = MappedPcapng(file, os.fstat(file.fileno()).st_size)
            while batch := list(islice(records, stride)):
                yield QuickBatch(frames_of(batch))
                if len(batch) < stride:
                    return
                for frames in mapped.run(reader.section, reader.behind, reader.number):
                    yield QuickBatch(frames)
                ran = mapped.number - reader.number
                stride = FIRST_STRIDE if ran > LONG_RUN else min(stride * 2, MOST_RECORDS)
                if ran:
                    records = self.capture.jump(mapped.offset, mapped.number)


def _never() -> bool:
    return False


def in_batches(records: Iterator[Record], idle: Callable[[], bool] = _never) -> Iterator[list[Record]]:
    """Records in lists that grow, up to a number and a size; none waits for another where `idle` says that nothing has come yet."""
    batch: list[Record] = []
    most, size = FIRST_RECORDS, 0
    for record in records:
        batch.append(record)
        size += len(record.data)
        if len(batch) >= most or size >= MOST_BYTES or idle():
            yield batch
            batch, size, most = [], 0, min(most * 4, MOST_RECORDS)
    if batch:
        yield batch
