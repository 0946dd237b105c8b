"""A pcapng file mapped into memory: runs of plain packet blocks at once; all other blocks are left to the reader of the format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.frames import HEAD, LATEST, Frames, heads_at
from netkit.capture.columnar.mapped import MOST_PACKETS, WINDOW, window_of
from netkit.capture.columnar.pcapng_index import starts_of_blocks
from netkit.capture.pcapng_format import BLOCK_FRAME, ENHANCED_NUMBERS, ENHANCED_PACKET
from netkit.capture.record import Record
from netkit.capture.section import Section

__all__ = ["MappedPcapng"]

NUMBERS = 2 + len(ENHANCED_NUMBERS)
"""32-bit numbers before the data of an Enhanced Packet Block: kind, length, interface, time (upper, lower), bytes kept, bytes sent."""
BEFORE = NUMBERS * 4
FRAME = BEFORE + BLOCK_FRAME - 8
"""Bytes of a block around a packet's data and its padding, where it has no options."""


class MappedPcapng:
    """Runs of plain packets of an unpacked pcapng file, as frames in batches.

    Plain is an Enhanced Packet Block whose lengths agree, that has no options, and whose interface is known. `offset` and `number` are the
    byte behind the last run, and how many packets lay before it.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.offset = 0
        self.number = 0
        self._file = file
        self._size = size

    def run(self, section: Section, offset: int, number: int) -> Iterator[Frames]:
        """The plain packets from the block at byte `offset` on, before which `number` lay in the file, up to the first other block."""
        self.offset, self.number = offset, number
        while self.offset < self._size:
            octets, before = window_of(self._file, self._size, self.offset, WINDOW)
            starts, _ = starts_of_blocks(octets, self.offset - before, section.order)
            for first in range(0, len(starts), MOST_PACKETS):
                part = starts[first : first + MOST_PACKETS]
                frames, behind = self._frames(octets, part, section)
                if len(frames):
                    yield frames
                    self.number += len(frames)
                    self.offset = before + behind
                if len(frames) < len(part):
                    return
            if not len(starts):
                return

    def _frames(self, octets: Array, starts: Array, section: Section) -> tuple[Frames, int]:
        """The packets up to the first block that is not plain, and the byte behind them."""
        order = section.order
        whole = heads_at(octets, starts, BEFORE + HEAD)
        numbers = np.ndarray((len(starts), NUMBERS), f"{order}u4", whole, 0, (BEFORE + HEAD, 4)).astype(np.int64)
        kind, total, interface, high, low, kept, sent = numbers.T
        multipliers, divisors, offsets, links, known = _clocks(section)
        end_length = np.ndarray((len(octets) - 3,), f"{order}u4", octets, 0, (1,))
        plain = (kind == ENHANCED_PACKET) & (total == FRAME + kept + (-kept & 3)) & (interface < len(known))
        interface = np.where(plain, interface, 0)
        plain &= known[interface]
        plain[plain] &= end_length[starts[plain] + total[plain] - 4] == total[plain]
        plain &= high < 1 << 31
        ticks = (np.where(plain, high, 0) << 32) | low
        plain &= ticks <= LATEST // multipliers[interface]
        count = len(plain) if plain.all() else int(np.argmin(plain))
        time = (
            ticks[:count] * multipliers[interface[:count]] // divisors[interface[:count]] + offsets[interface[:count]]
        )
        start = starts[:count] + BEFORE
        numbers = numbers[:count]
        before = self.number
        interfaces = section.interfaces

        def record(position: int) -> Record:
            where = interfaces[int(interface[position])]
            if where is None:
                raise IndexError(f"packet {position} has no interface")  # a plain packet has one
            data = octets[start[position] : start[position] + kept[position]].tobytes()
            return Record(
                before + position + 1,
                int(time[position]),
                data,
                int(sent[position]),
                where[0],
                ticks=int(ticks[position]),
            )

        frames = Frames(
            octets,
            start,
            start + kept[:count],
            sent[:count],
            time,
            None,
            np.arange(before + 1, before + 1 + count),
            links[interface[:count]],
            record,
            whole[:count, BEFORE:],
        )
        return frames, int(starts[count - 1] + total[count - 1]) if count else 0


def _clocks(section: Section) -> tuple[Array, Array, Array, Array, Array]:
    """Of each interface: what its ticks are multiplied with and divided by, what is added, its link type, and whether it is known.

    One whose numbers do not fit into 64 bits counts as unknown here.
    """
    rows = []
    for each in section.interfaces or (None,):
        multiplier, divisor, offset = each[1] if each else (1, 1, 0)
        fits = each is not None and multiplier <= LATEST and divisor <= LATEST and abs(offset) < LATEST // 2
        rows.append((multiplier, divisor, offset, each[0].link_type, 1) if each and fits else (1, 1, 0, 0, 0))
    multipliers, divisors, offsets, links, known = np.array(rows, np.int64).T
    return multipliers, divisors, offsets, links, known.astype(bool)
