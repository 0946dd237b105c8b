"""Addresses and ports of many segments or datagrams as arrays, and which of them belong to one conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from netkit.capture.columnar.column import Array, Column
from netkit.capture.streams.numbers import Key

__all__ = ["Conversations", "words_from_bytes", "words_from_columns"]

WORDS = 3
"""Of an end: how many bytes its address has together with the port, and the address in two halves."""
ADDRESS = 16
PORT_BITS = 16
SIX = ADDRESS << PORT_BITS
FOUR = 4 << PORT_BITS
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
FOLD = np.uint64(29)


def words_from_columns(columns: dict[str, Column], protocol: str, rows: Array, count: int) -> Array:
    """The ends of packets with one address of each kind and one pair of ports: six words a packet, those of the source first.

    `rows` are the positions of the packets among `count`.
    """
    found = np.zeros((2 * WORDS, len(rows)), np.uint64)
    for start, side in ((0, "src"), (WORDS, "dst")):
        four, six = columns[f"ip.{side}"], columns[f"ipv6.{side}"]
        whole = np.zeros((WORDS, count), np.uint64)
        whole[0, four.rows], whole[2, four.rows] = FOUR, four.values
        if len(six.rows):
            whole[0, six.rows] = SIX
            whole[1, six.rows], whole[2, six.rows] = six.values["high"], six.values["low"]
        ports = columns[f"{protocol}.{side}port"]
        whole[0, ports.rows] |= ports.values.astype(np.uint64)
        found[start : start + WORDS] = whole[:, rows]
    return found


def words_from_bytes(keys: list[Key]) -> Array:
    """The same of ends that were read one by one, of which there is at least one."""
    found = np.zeros((2 * WORDS, len(keys)), np.uint64)
    sources, destinations, source_ports, destination_ports = zip(*keys, strict=True)
    for start, addresses, ports in ((0, sources, source_ports), (WORDS, destinations, destination_ports)):
        found[start] = [len(each) << PORT_BITS | port for each, port in zip(addresses, ports, strict=True)]
        whole = b"".join([each.rjust(ADDRESS, b"\0") for each in addresses])
        found[start + 1 : start + 3] = np.frombuffer(whole, ">u8").reshape(-1, 2).T
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
        pairs = [
            (one, other) for one, other in zip(words[:WORDS], words[WORDS:], strict=True) if one.any() or other.any()
        ]
        back = _greater(pairs, words.shape[1])
        ends = [np.where(back, *pair) for one, other in pairs for pair in ((other, one), (one, other))]
        index, first = _grouped(ends, words.shape[1])
        kept, turned = words[:, first], back[first]
        smaller = np.where(turned, kept[WORDS:], kept[:WORDS])
        greater = np.where(turned, kept[:WORDS], kept[WORDS:])
        return cls(index, back, first, _keys(smaller, greater), (smaller == greater).all(axis=0))

    def key(self, row: int) -> Key:
        """The ends of a segment, the source first."""
        source, destination, source_port, destination_port = self.keys[self.index[row]]
        if self.back[row]:
            return destination, source, destination_port, source_port
        return source, destination, source_port, destination_port


def _greater(pairs: list[tuple[Array, Array]], count: int) -> Array:
    """Whether the first of two ends is greater than the other, word by word."""
    found = np.zeros(count, bool)
    for mine, theirs in pairs[::-1]:
        found = (mine > theirs) | ((mine == theirs) & found)
    return found


def _grouped(ends: list[Array], count: int) -> tuple[Array, Array]:
    """For each entry of the words the number of its value, and where each value is first."""
    mixed = np.zeros(count, np.uint64)
    for word in ends:
        mixed = (mixed ^ word) * MULTIPLIER
        mixed ^= mixed >> FOLD
    index, first = _numbered(mixed)
    if all(np.array_equal(word[first][index], word) for word in ends):
        return index, first
    # Somebody made two that mix to the same number.
    _, first, index = np.unique(np.stack(ends), axis=1, return_index=True, return_inverse=True)
    return index.reshape(-1), first


def _numbered(values: Array) -> tuple[Array, Array]:
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.ones(len(values), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    index = np.empty(len(values), np.int64)
    index[order] = np.cumsum(starts) - 1
    return index, order[starts]


def _keys(smaller: Array, greater: Array) -> list[Key]:
    addresses: list[list[bytes]] = []
    ports: list[list[int]] = []
    for words in (smaller, greater):
        wide = np.ascontiguousarray(words[1:].T).astype(">u8").view("V16")[:, 0].tolist()
        kinds = words[0].tolist()
        addresses.append([each[ADDRESS - (kind >> PORT_BITS) :] for each, kind in zip(wide, kinds, strict=True)])
        ports.append([kind & ((1 << PORT_BITS) - 1) for kind in kinds])
    return list(zip(*addresses, *ports, strict=True))
