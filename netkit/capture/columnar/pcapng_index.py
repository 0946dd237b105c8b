"""The index of a pcapng file: where its blocks begin (draft-ietf-opsawg-pcapng §3.1)."""

from __future__ import annotations

from struct import Struct, pack

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.lock_step import Chain, Places, find_starts, guess
from netkit.capture.pcapng_format import BLOCK_FRAME, ENHANCED_PACKET, MAXIMUM_BLOCK

__all__ = ["starts_of_blocks"]

LENGTH = 4
"""Where in a block its length stands, which stands at its end again."""

USUALLY_MOST = 262_144 + 64
"""Bytes of a block beyond which a guess is not believed."""


def starts_of_blocks(octets: Array, first: int, order: str) -> Places:
    """The first byte of each block in a buffer from byte `first` on, as its length leads to the next, and the byte behind the last.

    `order` is `<` or `>`. A block is as its first length says; whoever uses it has to compare that with the one at its end.
    """
    return find_starts(
        octets,
        first,
        Chain(f"{order}u4", LENGTH, 0, BLOCK_FRAME),
        lambda: _guesses(octets, first, order),
        lambda place: _one_by_one(octets, place, order),
    )


def _one_by_one(octets: Array, first: int, order: str) -> Places:
    starts = []
    read = Struct(f"{order}I").unpack_from
    view, size = octets.data, len(octets)
    at = first
    while at + BLOCK_FRAME <= size:
        (total,) = read(view, at + LENGTH)
        if total < BLOCK_FRAME or total & 3 or total > MAXIMUM_BLOCK or at + total > size:
            break
        starts.append(at)
        at += total
    return np.array(starts, np.int64), at


def _guesses(octets: Array, first: int, order: str) -> Array:
    """Places that look like the beginning of a packet's block, and the first place."""
    size, view = len(octets), octets.data
    read, tail = Struct(f"{order}II").unpack_from, Struct(f"{order}I").unpack_from

    def plausible(place: int) -> bool:
        kind, total = read(view, place)
        inside = kind == ENHANCED_PACKET and BLOCK_FRAME <= total <= USUALLY_MOST and not total & 3
        return inside and place + total <= size and tail(view, place + total - LENGTH)[0] == total

    return guess(octets, first, pack(f"{order}I", ENHANCED_PACKET), 0, plausible)
