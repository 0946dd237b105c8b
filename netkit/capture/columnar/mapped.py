"""A pcap file mapped into memory, window by window, and its records indexed there: no byte is copied that is not asked for."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.frames import HEAD, Frames, heads_at
from netkit.capture.columnar.pcap_index import RecordForm, starts_of_records
from netkit.capture.interface import Interface
from netkit.capture.pcap_format import MAXIMUM_CAPTURED, PcapForm
from netkit.capture.record import Record

__all__ = ["MOST_PACKETS", "WINDOW", "MappedPcap", "window_of"]

WINDOW = 64 << 20
"""Bytes that are mapped at a time: enough that setting out costs little, and little memory."""

LARGEST_WINDOW = MAXIMUM_CAPTURED + WINDOW
MOST_PACKETS = 1 << 16
"""Packets of one batch."""


def window_of(file: BinaryIO, size: int, offset: int, most: int) -> tuple[Array, int]:
    """A part of a file of `size` bytes, mapped: at most `most` bytes from `offset` on, or from a little before; and where it begins."""
    before = offset - offset % mmap.ALLOCATIONGRANULARITY
    mapped = mmap.mmap(file.fileno(), min(size - before, most), access=mmap.ACCESS_READ, offset=before)
    return np.frombuffer(mapped, np.uint8), before


class MappedPcap:
    """The records of an unpacked pcap file as frames, in batches.

    `offset` and `number` are the first byte of the file that is not told of yet, and how many records lay before; after the last batch they
    say where the whole records end, so that someone else can say why.
    """

    def __init__(self, file: BinaryIO, size: int, offset: int, form: PcapForm, interface: Interface) -> None:
        self.offset = offset
        self.number = 0
        self._file = file
        self._size = size
        self._interface = interface
        order = "<" if form.byte_order == "little" else ">"
        self._tick = 10**9 // form.resolution
        self._form = RecordForm(form.header, f"{order}u4", form.resolution)

    def __iter__(self) -> Iterator[Frames]:
        window = WINDOW
        while self.offset < self._size:
            octets, before = window_of(self._file, self._size, self.offset, window)
            starts, behind = starts_of_records(octets, self.offset - before, self._form)
            for first in range(0, len(starts), MOST_PACKETS):
                part = starts[first : first + MOST_PACKETS]
                yield self._frames(octets, part)
                self.number += len(part)
            if before + len(octets) == self._size and not len(starts):
                return
            if not len(starts):
                if window > WINDOW:
                    return
                window = LARGEST_WINDOW  # room for the largest record that can be
                continue
            self.offset, window = before + behind, WINDOW

    def _frames(self, octets: Array, starts: Array) -> Frames:
        header = self._form.header
        whole = heads_at(octets, starts, header + HEAD)
        numbers = np.ndarray((len(starts), 4), self._form.number, whole, 0, (header + HEAD, 4))
        seconds, fraction, kept, sent = (numbers[:, place].astype(np.int64) for place in range(4))
        start = starts + header
        end = start + kept
        time = seconds * 10**9 + fraction * self._tick
        before, interface = self.number, self._interface

        def record(position: int) -> Record:
            data = octets[start[position] : end[position]].tobytes()
            return Record(before + position + 1, int(time[position]), data, int(sent[position]), interface)

        return Frames(
            octets,
            start,
            end,
            sent,
            time,
            None,
            np.arange(before + 1, before + 1 + len(starts)),
            np.full(len(starts), interface.link_type),
            record,
            whole[:, header:],
        )
