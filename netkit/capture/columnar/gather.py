"""Gathering: the fields of one table at many places in many packets, each as one array; where they lie is said by the table alone."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.domain import BOOLEAN, IPV4, IPV6, IPV6_TYPE, MAC, NUMBER, Domain
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC, FLAG, WORDS_OF_4

__all__ = ["Headers", "domain_of_field", "windows"]

WORDS = (1, 2, 4, 8)
"""Sizes in bytes of what NumPy reads as one number."""


def windows(octets: Array, size: int) -> Array:
    """Every run of `size` bytes of a buffer, by its first byte, without copying any."""
    return np.ndarray((max(0, len(octets) - size + 1),), f"V{size}", buffer=octets, strides=(1,))


class Window(NamedTuple):
    """How a field is taken from its header: from byte `start` a word of `size` bytes, shifted right and masked (0 for all of it)."""

    start: int
    size: int
    shift: int
    mask: int


@cache
def window_of(field: Field, header_bytes: int) -> Window | None:
    """The smallest word that holds a field; None of a field that none does."""
    end = field.offset + field.width
    for size in WORDS:
        start = min(field.offset // 8, header_bytes - size)
        if start >= 0 and end <= (start + size) * 8 and field.width:
            mask = field.mask if field.width < size * 8 else 0
            return Window(start, size, (start + size) * 8 - end, mask)
    return None


@cache
def domain_of_field(field: Field) -> Domain | None:
    """What the values of a field are that can be gathered as numbers; None of any other."""
    kind = field.kind
    if type(kind) is type(ADDRESS_IPV6) and field.width == 128 and not field.offset % 8:
        return IPV6
    if not field.width or field.width > 64 or field.table is None:
        return None
    if type(kind) is type(ADDRESS_IPV4) and field.width == 32:
        return IPV4
    if type(kind) is type(ADDRESS_MAC) and field.width == 48:
        return MAC
    if kind is FLAG:
        return BOOLEAN
    return NUMBER if kind.plain or isinstance(kind, type(WORDS_OF_4)) else None


class Headers:
    """The headers of one table that begin at the bytes `at` of a buffer, all of them wholly inside of it.

    A header is copied once, so that its fields lie near one another however far apart the packets are.
    """

    def __init__(self, table: type[Header], octets: Array, at: Array) -> None:
        self.table = table
        self.count = len(at)
        self._size = table.fixed_bytes
        self._copied = windows(octets, self._size)[at]
        self._known: dict[str, Array] = {}

    def raw(self, name: str) -> Array:
        """What the bits of a field say, by its RFC name; of an address of IPv6 its two halves."""
        return self._raw(vars(self.table)[name])

    def value(self, field: Field) -> Array:
        """What Wireshark prints under the key of a field for which `domain_of_field` gives a domain."""
        raw = self._raw(field)
        if field.kind is FLAG:
            return raw if raw.dtype == bool else raw != 0
        if not field.kind.plain and isinstance(field.kind, type(WORDS_OF_4)):
            return raw.astype(np.uint32) * np.uint32(field.kind.size)
        return raw

    def _raw(self, field: Field) -> Array:
        if field.name not in self._known:
            self._known[field.name] = self._take(field)
        return self._known[field.name]

    def _word(self, start: int, size: int) -> Array:
        if not self.count:
            return np.zeros(0, f">u{size}")
        return np.ndarray((self.count,), f">u{size}", buffer=self._copied, offset=start, strides=(self._size,))

    def _take(self, field: Field) -> Array:
        if field.width == 128:
            made = np.empty(self.count, IPV6_TYPE)
            made["high"] = self._word(field.offset // 8, 8)
            made["low"] = self._word(field.offset // 8 + 8, 8)
            return made
        window = window_of(field, self._size)
        if window is None:
            raise TypeError(f"{self.table.__name__}.{field.name} can't be gathered as a number")
        word: Array = self._word(window.start, window.size).astype(f"=u{window.size}")
        if window.shift:
            word >>= np.array(window.shift, word.dtype)
        if window.mask:
            word &= np.array(window.mask, word.dtype)
        return word
