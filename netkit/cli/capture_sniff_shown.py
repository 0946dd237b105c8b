"""Packets on the screen, or selected ones into a file, as they pass an interface."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.capture import details
from netkit.capture.view import SHOW_SCHEMA
from netkit.cli.capture_rows import columns_of, row_cells, row_json
from netkit.cli.capture_selected import Selected, selected
from netkit.cli.capture_sniff_told import Asked, began, ended, open_sink
from netkit.cli.output import Form, form, page_of, put, show_stream
from netkit.live.sniffing.packet_sockets import Sniffed
from netkit.live.sniffing.piped import Piped
from netkit.live.sniffing.record_blocks import RecordBlocks
from netkit.live.sniffing.recorder import Ending, Recorded
from netkit.live.stopping import Stop
from netkit.render.running_table import RunningTable

if TYPE_CHECKING:
    from netkit.capture import Statistics
    from netkit.live.sniffing.tap import Tap

__all__ = ["watch"]

WIDTHS = (6, 10, 15, 15)
"""Of the columns before the last: a packet's number, seconds, two IPv4 addresses."""
ASKED = 10
"""Of a column with a field that was asked for."""


def watch(taps: Sequence[Tap], asked: Asked) -> None:
    """Show what passes, a line for each packet, or write down what the filter selects, until it is to end."""
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(Stop())
        piped = stack.enter_context(Piped(taps, stop, seconds=asked.seconds))
        # the recorder is at work, in a process that is small, before this one loads NumPy and the filter's grammar
        from netkit.capture.columnar.query import Selection  # noqa: PLC0415

        keys = [key for key in asked.keys if not key.startswith("scapy.")]
        selection = Selection(piped.file, keys, asked.filter, idle=piped.is_idle)
        output = _Written(stack, taps, asked) if asked.write is not None else _Shown(asked.keys)
        began(asked)
        for each in _counted(selected(selection, asked.keys), asked.most, stop):
            output.take(each, selection.first_time)
        statistics = selection.reader.capture.statistics
        output.finish(statistics)
    recorded = Recorded(
        packets=output.packets,
        lost=sum(each.dropped or 0 for each in statistics),
        unfilled=output.unfilled,
        ending=Ending.STOPPED,
    )
    ended(asked, recorded)


def _counted(found: Iterator[Selected], most: int | None, stop: Stop) -> Iterator[Selected]:
    """So many of them; then the recorder is told to end, and what it says last is still read."""
    count = 0
    for each in found:
        if most is None or count < most:
            yield each
            count += 1
            if count == most:
                stop.now()


class _Shown:
    """A line for each on standard output."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.packets = self.unfilled = 0
        self._keys = keys
        self._table: RunningTable | None = None

    def take(self, each: Selected, start: int | None) -> None:
        """Show one; times are counted from `start`."""
        self.packets += 1
        self.unfilled += each.record.unfilled
        if form() is Form.JSON:
            show_stream(SHOW_SCHEMA, [row_json(each, self._keys)])
            return
        if self._table is None:
            self._table = self._begun()
            put(self._table.heads(), sys.stdout)
        put(self._table.row(row_cells(each, self._keys, start)), sys.stdout)

    def _begun(self) -> RunningTable:
        keys = self._keys
        widths = [WIDTHS[0], *(ASKED for _ in keys[:-1])] if keys else WIDTHS
        aloud = form() is Form.PLAIN
        return RunningTable(columns_of(keys), widths, page_of(sys.stdout), right=(0,) if keys else (0, 1), aloud=aloud)

    def finish(self, statistics: Sequence[Statistics]) -> None:
        """Every line is there already."""


class _Written:
    """Each into a file that others may read while it grows."""

    def __init__(self, stack: contextlib.ExitStack, taps: Sequence[Tap], asked: Asked) -> None:
        self._sink = open_sink(stack, asked)
        self._blocks = RecordBlocks([tap.interface for tap in taps], time.time_ns())
        self._sink.write(self._blocks.taken())

    @property
    def packets(self) -> int:
        """How many were written."""
        return self._blocks.count

    @property
    def unfilled(self) -> int:
        """How many of them had no checksum yet."""
        return self._blocks.unfilled

    def take(self, each: Selected, start: int | None) -> None:  # noqa: ARG002 - those on the screen are counted from there
        """Write one."""
        record = each.record
        word = details(record).flags or 0
        heard = Sniffed(record.time or 0, record.data, record.original_length, word)
        self._blocks.packets([(record.interface.number, heard)])
        self._sink.write(self._blocks.taken())

    def finish(self, statistics: Sequence[Statistics]) -> None:
        """Write what passed, and what is missing."""
        for each in statistics:
            self._blocks.statistics(each.interface, each.time, each.received or 0, each.dropped or 0, ended=True)
        self._sink.write(self._blocks.taken())
