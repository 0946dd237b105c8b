"""The segments and datagrams of a batch as arrays, which hold what `transports` gives one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.streams.ends import Conversations, words_from_bytes, words_from_columns
from netkit.capture.streams.numbers import Key, Segment
from netkit.capture.streams.segments import Datagram
from netkit.capture.streams.transports import Simple, simple_in, taken_apart

__all__ = ["NONE", "Datagrams", "Segments", "arrays_in"]

NONE = -1
"""Where a segment has not what an array holds."""

VALUES = ("flags", "sequence", "acknowledgment", "length", "window", "shift", "stamp", "selected")
_COLUMNS = ("flags", "seq_raw", "ack_raw", "len", "window_size_value")

_segment = tuple.__new__
"""What a named tuple's own constructor does, in less time."""


@dataclass(frozen=True, slots=True)
class Segments:
    """Segments in the order of the capture: entry `i` of each array is of the segment in the packet at `position[i]` of the batch.

    The arrays are those of `Segment`, with `NONE` for None; `usual` says that a segment is the only one of its packet, and of a usual form.
    """

    position: Array
    usual: Array
    ends: Conversations
    flags: Array
    sequence: Array
    acknowledgment: Array
    length: Array
    window: Array
    shift: Array
    stamp: Array
    selected: Array

    def __len__(self) -> int:
        return len(self.position)

    def numbered(self) -> Iterator[tuple[int, Segment]]:
        """All of them one by one, each with its packet's position."""
        return zip(self.position.tolist(), self.single(np.arange(len(self))), strict=True)

    def single(self, rows: Array) -> Iterator[Segment]:
        """Some of the segments one by one."""
        columns = [getattr(self, name)[rows].tolist() for name in VALUES]
        keys, back = self.ends.keys, self.ends.back[rows].tolist()
        for conversation, turned, flags, sequence, acknowledgment, length, window, shift, stamp, selected in zip(
            self.ends.index[rows].tolist(), back, *columns, strict=True
        ):
            one, other, one_port, other_port = keys[conversation]
            if turned:
                one, other, one_port, other_port = other, one, other_port, one_port
            yield _segment(
                Segment,
                (
                    one, other, one_port, other_port, flags, sequence, acknowledgment, None if length < 0 else length, window,
                    None if shift < 0 else shift, None if stamp < 0 else stamp, selected,
                ),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Datagrams:
    """Datagrams in the order of the capture, with the positions of their packets."""

    position: Array
    ends: Conversations

    def numbered(self) -> Iterator[tuple[int, Datagram]]:
        """All of them one by one, each with its packet's position."""
        for row, position in enumerate(self.position.tolist()):
            yield position, Datagram(*self.ends.key(row))


def arrays_in(batch: QuickBatch, *, tcp: bool, udp: bool) -> tuple[Segments | None, Datagrams | None]:
    """Every segment and every datagram of a batch, where they are asked for."""
    simple = simple_in(batch)
    segments: list[tuple[int, Segment]] = []
    datagrams: list[tuple[int, Datagram]] = []
    for row in np.flatnonzero(simple.others).tolist():
        for each in taken_apart(batch, row):
            if isinstance(each, Segment):
                segments.append((row, each))
            else:
                datagrams.append((row, each))
    return _segments(simple, segments) if tcp else None, _datagrams(simple, datagrams) if udp else None


def _segments(simple: Simple, others: list[tuple[int, Segment]]) -> Segments:
    chosen = simple.rows & (simple.tcp > 0)
    rows = np.flatnonzero(chosen)
    words = words_from_columns(simple.columns, "tcp", rows, len(chosen))
    values = [_of(simple.columns[f"tcp.{name}"], chosen) for name in _COLUMNS]
    values[0] &= simple.flag_bits
    stamps = np.where(simple.stamped[rows] > 0, simple.stamps[rows], NONE)
    values += [np.full(len(rows), NONE), stamps, simple.selected[rows]]
    usual = np.ones(len(rows), bool)
    if others:
        rows = np.concatenate([rows, [row for row, _ in others]])
        order = np.argsort(rows, kind="stable")
        rows = rows[order]
        usual = np.concatenate([usual, np.zeros(len(others), bool)])[order]
        told = np.array(
            [[NONE if value is None else value for value in each[4:]] for _, each in others],
            np.int64,
        ).T
        values = [np.concatenate([value, more])[order] for value, more in zip(values, told, strict=True)]
        words = _with(words, [each[:4] for _, each in others], order)
    return Segments(rows, usual, Conversations.of(words), *values)


def _datagrams(simple: Simple, others: list[tuple[int, Datagram]]) -> Datagrams:
    chosen = simple.rows & (simple.udp > 0)
    rows = np.flatnonzero(chosen)
    words = words_from_columns(simple.columns, "udp", rows, len(chosen))
    if others:
        rows = np.concatenate([rows, [row for row, _ in others]])
        order = np.argsort(rows, kind="stable")
        rows, words = rows[order], _with(words, [each[:4] for _, each in others], order)
    return Datagrams(rows, Conversations.of(words))


def _with(words: Array, keys: list[Key], order: Array) -> Array:
    return np.concatenate([words, words_from_bytes(keys)], axis=1)[:, order]


def _of(column: Column, chosen: Array) -> Array:
    """The values of the packets that are chosen, of which each has one."""
    return column.values[chosen[column.rows]].astype(np.int64)
