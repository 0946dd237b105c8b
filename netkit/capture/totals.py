"""What is counted while a capture is gone through."""

from __future__ import annotations

from dataclasses import dataclass, field

from netkit.capture.record import Record

__all__ = ["MOST_COMMENTS", "Totals"]

MOST_COMMENTS = 1000
"""Comments on packets that are kept; all of them are counted."""
_MOST_INTERFACES = 65_536
_LONGEST_COMMENT = 4096


@dataclass(slots=True)
class Totals:
    """The numbers of one capture; lengths in bytes, times in nanoseconds since 1970.

    `records`, and of them those `cut`, those without a time, and those that are earlier than the one before; bytes
    `kept` and on the `wire`, of the `shortest` and the `longest` packet on the wire, too; the earliest time and the
    latest; packets of each interface, by section and number; and the `comments` on packets with their numbers, how many
    there are.
    """

    records: int = 0
    kept: int = 0
    wire: int = 0
    shortest: int = 0
    longest: int = 0
    cut: int = 0
    timeless: int = 0
    backwards: int = 0
    first: int | None = None
    last: int | None = None
    interfaces: dict[tuple[int, int], int] = field(default_factory=dict)
    commented: int = 0
    comments: list[tuple[int, str]] = field(default_factory=list)
    _before: int | None = None

    def count(self, record: Record) -> None:
        """Take one record into account."""
        length, kept = record.original_length, len(record.data)
        self.records += 1
        self.kept += kept
        self.wire += length
        self.cut += kept < length
        self.shortest = min(self.shortest, length) if self.records > 1 else length
        self.longest = max(self.longest, length)
        self._count_time(record.time)
        where = (record.interface.section, record.interface.number)
        if where in self.interfaces or len(self.interfaces) < _MOST_INTERFACES:
            self.interfaces[where] = self.interfaces.get(where, 0) + 1
        for comment in record.comments:
            self.commented += 1
            if len(self.comments) < MOST_COMMENTS:
                self.comments.append((record.number, comment[:_LONGEST_COMMENT]))

    def _count_time(self, time: int | None) -> None:
        if time is None:
            self.timeless += 1
            return
        self.backwards += self._before is not None and time < self._before
        self._before = time
        self.first = time if self.first is None else min(self.first, time)
        self.last = time if self.last is None else max(self.last, time)

    @property
    def span(self) -> int | None:
        """Nanoseconds from the earliest packet to the latest; None where no packet has a time."""
        return None if self.first is None or self.last is None else self.last - self.first
