"""Addresses and ports of many segments or datagrams as arrays, and which of them belong to one conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from netkit.capture.columnar.column import Array, Column
from netkit.capture.streams.numbers import Key

__all__ = ["Conversations", "words_from_bytes", "words_from_columns"]

WORDS = 4
"""Of an end: how many bytes its address has, the address in two halves, and the port."""
ADDRESS = 16
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
FOLD = np.uint64(29)


def words_from_columns(columns: dict[str, Column], protocol: str, rows: Array, count: int) -> Array:
    """The ends of packets with one address of each kind and one pair of ports: eight words a packet, those of the source first.

    `rows` are the positions of the packets among `count`.
    """
    found = np.zeros((2 * WORDS, len(rows)), np.uint64)
    for start, side in ((0, "src"), (WORDS, "dst")):
        four, six = columns[f"ip.{side}"], columns[f"ipv6.{side}"]
        whole = np.zeros((WORDS, count), np.uint64)
        whole[0, four.rows], whole[2, four.rows] = 4, four.values
        if len(six.rows):
            whole[0, six.rows] = ADDRESS
            whole[1, six.rows], whole[2, six.rows] = six.values["high"], six.values["low"]
        ports = columns[f"{protocol}.{side}port"]
        whole[3, ports.rows] = ports.values
        found[start : start + WORDS] = whole[:, rows]
    return found


def words_from_bytes(keys: list[Key]) -> Array:
    """The same of ends that were read one by one, of which there is at least one."""
    found = np.zeros((2 * WORDS, len(keys)), np.uint64)
    sources, destinations, source_ports, destination_ports = zip(*keys, strict=True)
    for start, addresses, ports in ((0, sources, source_ports), (WORDS, destinations, destination_ports)):
        found[start] = [len(each) for each in addresses]
        whole = b"".join([each.rjust(ADDRESS, b"\0") for each in addresses])
        found[start + 1 : start + 3] = np.frombuffer(whole, ">u8").reshape(-1, 2).T
        found[start + 3] = ports
    return found


@dataclass(frozen=True, slots=True)
class Conversations:
    """Which conversation each segment belongs to, whichever way it goes.

    `index` has its number, from 0, and `back` says that the segment goes from the greater end to the smaller. `first` is where each
    conversation first appears, `keys` has its ends, the smaller first, and `itself` says that both are the same.
    """

    index: Array
    back: Array
    first: Array
    keys: list[Key]
    itself: Array

    @classmethod
    def of(cls, words: Array) -> Self:
        """Those of ends in the order of the capture."""
        source, destination = words[:WORDS], words[WORDS:]
        back = _greater(source, destination)
        ends = np.where(back, np.concatenate([destination, source]), words)
        index, first = _grouped(ends)
        ends = ends[:, first]
        return cls(index, back, first, _keys(ends), (ends[:WORDS] == ends[WORDS:]).all(axis=0))

    def key(self, row: int) -> Key:
        """The ends of a segment, the source first."""
        source, destination, source_port, destination_port = self.keys[self.index[row]]
        if self.back[row]:
            return destination, source, destination_port, source_port
        return source, destination, source_port, destination_port


def _greater(one: Array, other: Array) -> Array:
    """Whether an end is greater than the other, word by word."""
    found = np.zeros(one.shape[1], bool)
    for mine, theirs in zip(one[::-1], other[::-1], strict=True):
        found = (mine > theirs) | ((mine == theirs) & found)
    return found


def _grouped(ends: Array) -> tuple[Array, Array]:
    """For each column of the words the number of its value, and where each value is first."""
    mixed = np.zeros(ends.shape[1], np.uint64)
    for word in ends:
        mixed = (mixed ^ word) * MULTIPLIER
        mixed ^= mixed >> FOLD
    index, first = _numbered(mixed)
    if np.array_equal(ends[:, first][:, index], ends):
        return index, first
    # Somebody made two that mix to the same number.
    _, first, index = np.unique(ends, axis=1, return_index=True, return_inverse=True)
    return index.reshape(-1), first


def _numbered(values: Array) -> tuple[Array, Array]:
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.ones(len(values), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    index = np.empty(len(values), np.int64)
    index[order] = np.cumsum(starts) - 1
    return index, order[starts]


def _keys(ends: Array) -> list[Key]:
    addresses: list[list[bytes]] = []
    for start in (0, WORDS):
        wide = np.ascontiguousarray(ends[start + 1 : start + 3].T).astype(">u8").view("V16")[:, 0].tolist()
        sizes = ends[start].tolist()
        addresses.append([each[ADDRESS - size :] for each, size in zip(wide, sizes, strict=True)])
    return list(zip(*addresses, ends[3].tolist(), ends[WORDS + 3].tolist(), strict=True))
