"""The index of a pcap file: where its records begin (draft-ietf-opsawg-pcap §5)."""

from __future__ import annotations

from struct import Struct, pack
from typing import NamedTuple

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.lock_step import Chain, Places, find_starts, guess
from netkit.capture.pcap_format import MAXIMUM_CAPTURED

__all__ = ["RecordForm", "starts_of_records"]

USUALLY_MOST = 262_144
"""Bytes of a packet beyond which a guess is not believed."""
DAY = 86_400
KEPT = 8
"""Where in a record the number of bytes stands that are kept."""


class RecordForm(NamedTuple):
    """How a record begins: bytes before its data, NumPy's type of its numbers (seconds, fraction, kept, on the wire), ticks a second."""

    header: int
    number: str
    fraction_end: int


def starts_of_records(octets: Array, first: int, form: RecordForm) -> Places:
    """The first byte of each whole record in a buffer from byte `first` on, and the byte behind the last of them.

    What stands there is the beginning of a record that is not whole, or none that can be.
    """
    return find_starts(
        octets,
        first,
        Chain(form.number, KEPT, form.header, 0),
        lambda: _guesses(octets, first, form),
        lambda place: _one_by_one(octets, place, form),
    )


def _one_by_one(octets: Array, first: int, form: RecordForm) -> Places:
    starts = []
    read = Struct(form.number[0] + "I").unpack_from
    view, size = octets.data, len(octets)
    at, header = first, form.header
    while (data := at + header) <= size:
        (kept,) = read(view, at + KEPT)
        if kept > MAXIMUM_CAPTURED or data + kept > size:
            break
        starts.append(at)
        at = data + kept
    return np.array(starts, np.int64), at


def _guesses(octets: Array, first: int, form: RecordForm) -> Array:
    """Places that look like the beginning of a record, the first of which is one."""
    size, view = len(octets), octets.data
    read = Struct(form.number[0] + "4I").unpack_from
    seconds = read(view, first)[0]

    def follows(place: int) -> int | None:
        """Where the next record would begin, if this looks like one."""
        second, fraction, kept, sent = read(view, place)
        likely = fraction < form.fraction_end and kept <= sent and kept <= USUALLY_MOST and abs(second - seconds) < DAY
        return place + form.header + kept if likely else None

    def plausible(place: int) -> bool:
        after = follows(place)
        return after is not None and after + 16 <= size and follows(after) is not None

    # The upper half of a time changes every 18 hours: looking for it alone finds few other places.
    skipped = 2 if form.number[0] == "<" else 0
    return guess(octets, first, pack(form.number[0] + "H", seconds >> 16), skipped, plausible)
