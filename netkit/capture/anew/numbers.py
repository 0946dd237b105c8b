"""Numbers that tell one thing from another: identifications, sequence numbers, clocks. What counts up counts up afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.tcp.sequence import MODULUS

if TYPE_CHECKING:
    from netkit.capture.rewriting.keyed import Keyed
    from netkit.capture.streams.numbers import Key

__all__ = ["Course", "Numbers"]


@dataclass(slots=True)
class Course:
    """What one direction's sequence numbers do: the first, how far they get from it, and whether all of them are 0."""

    first: int
    length: int = 0
    zero: bool = True


class Numbers:
    """The images of numbers; `courses` are those of each direction of TCP. With `wrap` every direction with data passes 2^32 on its way.

    With `same`, directions are one with others, and senders may be one with others, so that all of them count as one.
    """

    def __init__(
        self, keyed: Keyed, courses: Mapping[Key, Course], *, wrap: bool, same: Mapping[Key, Key] | None = None
    ) -> None:
        self._keyed = keyed
        self._courses = courses
        self._wrap = wrap
        self._same = same
        self._shifts: dict[Key, int] = {}
        self._clocks: dict[tuple[bytes, bytes], int] = {}

    def sender(self, source: bytes) -> bytes:
        """What stands for an address as a sender that counts: for all of them one, where two of them may be one sender."""
        return source if self._same is None else b""

    def counting(self, what: bytes, number: int, bits: int) -> int:
        """A number of so many bits that its sender counts up, moved; 0 stays 0, and nothing else becomes it."""
        if not number:
            return 0
        most = (1 << bits) - 1
        return (number - 1 + self._keyed.number(what, 64)) % most + 1

    def drawn(self, what: str, number: int, bits: int) -> int:
        """A number of so many bits that its sender drew, changed; 0 stays 0."""
        return self._keyed.permuted(what, number, 1 << bits, (0,))

    def shift(self, key: Key) -> int:
        """By how much the sequence numbers of a direction are moved, modulo 2^32."""
        key = self._form_of(key)
        found = self._shifts.get(key)
        if found is None:
            found = self._shifts[key] = self._shift(key)
        return found

    def _shift(self, key: Key) -> int:
        course = self._courses.get(key)
        mark = b"sequence %s %s %d %d" % key
        if course is None:
            return self._keyed.number(mark, 32)
        if course.zero:
            return 0
        first = self._keyed.number(mark, 32)
        if self._wrap and course.length > 1:
            first = MODULUS - 1 - self._keyed.number(mark + b" wraps", 32) % min(course.length - 1, MODULUS // 4)
        return (first - course.first) % MODULUS

    def _form_of(self, key: Key) -> Key:
        return key if self._same is None else self._same.get(key, key)

    def clock(self, direction: Key) -> int:
        """By how much the clock that the sender of a direction shows its other end is moved, modulo 2^32 (RFC 7323 §5.4)."""
        key = self._form_of(direction)[:2]
        found = self._clocks.get(key)
        if found is None:
            found = self._clocks[key] = self._keyed.number(b"clock %s %s" % key, 32)
        return found
