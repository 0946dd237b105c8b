"""The quick batch: fields gathered in all packets at once where packets are as usual, and one by one only where they are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from netkit.capture.columnar.batch import Rows
from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.composed import composed_fields
from netkit.capture.columnar.domain import NUMBER, PROTOCOL, Domain
from netkit.capture.columnar.either import EITHER
from netkit.capture.columnar.frame import FRAME_FIELDS
from netkit.capture.columnar.frames import Frames
from netkit.capture.columnar.gather import domain_of_field
from netkit.capture.columnar.steps import COUNTED, STEPS, WALKED
from netkit.capture.columnar.visits import Visits, merged
from netkit.capture.columnar.walk import Walk
from netkit.capture.columnar.walking import Found, walk_through

if TYPE_CHECKING:
    from netkit.capture.columnar.group import Group
    from netkit.capture.columnar.plain import PlainBatch
    from netkit.packet import Dissection

__all__ = ["FRAME_COLUMNS", "QuickBatch", "walked_keys", "walked_protocols"]

FRAME_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "frame.number": "number",
        "frame.len": "original",
        "frame.cap_len": "captured",
        "frame.time": "time",
        "frame.time_epoch": "time",
    }
)
"""Which of the arrays of frames each key is."""


@cache
def walked_keys() -> dict[str, Domain]:
    """The keys of fields that a walk gives, with their domains."""
    found = {
        field.key: domain
        for table in WALKED
        for field in (*table.fields, *composed_fields(table))
        for domain in [domain_of_field(field)]
        if domain is not None
    }
    return found | dict.fromkeys(COUNTED, NUMBER) | {key: found[parts[0]] for key, parts in EITHER.items()}


@cache
def walked_protocols() -> frozenset[str]:
    """The protocols of which a walk tells who has them."""
    return frozenset(table.key for table in WALKED)


class QuickBatch:
    """A batch over frames; see `Batch` for what it can be asked. What it answers is what `PlainBatch` would."""

    def __init__(self, frames: Frames, tracked: dict[str, Column] | None = None) -> None:
        self.frames = frames
        self.tracked = tracked or {}
        self._columns: dict[str, Column] = {}
        self._present: dict[str, Rows] = {}
        self._left = np.zeros(len(frames), bool)
        self._plain: tuple[Array, PlainBatch] | None = None

    @property
    def count(self) -> int:
        """How many packets."""
        return len(self.frames)

    def column(self, key: str) -> Column:
        """Every value of a field."""
        if key in self.tracked:
            return self.tracked[key]
        if key not in self._columns:
            self._columns[key] = self._frame_column(key) or self._layers(key) or self._walked(key)
        return self._columns[key]

    def present(self, key: str) -> Rows:
        """Which packets have a field or a layer."""
        if key in walked_protocols():
            if key not in self._present:
                self._walk(frozenset({key}))
            return self._present[key]
        found = np.zeros(self.count, bool)
        found[self.column(key).rows] = True
        return found

    def bytes_of(self, key: str) -> Column:
        """The bytes of every value or layer."""
        chosen = np.flatnonzero(self.present(key))
        part = self._taken_apart(chosen).bytes_of(key)
        return Column(key, part.domain, chosen[part.rows], part.values)

    def prepare(self, keys: Iterable[str]) -> None:
        """Gather what can be gathered at once."""
        self._walk(frozenset(keys) & (walked_keys().keys() | walked_protocols()))

    def walked_alone(self, keys: Iterable[str]) -> tuple[dict[str, Column], Rows]:
        """Columns of fields that a walk gives, of those packets alone that stay in it, and which do not: nothing is taken apart."""
        fields = frozenset(keys)
        found = walk_through(self.frames, fields, frozenset(), frozenset(), STEPS, _carrying)
        visits = Visits(self.count, found.left)
        return {key: visits.column(key, self._domain(key), found.values.get(key, [])) for key in fields}, found.left

    def select(self, rows: Rows) -> QuickBatch:
        """Those of the packets for which it is true."""
        made = QuickBatch(self.frames.select(rows), {key: each.select(rows) for key, each in self.tracked.items()})
        made._columns = {key: each.select(rows) for key, each in self._columns.items()}
        made._left = self._left[rows]
        made._present = {key: each[rows] for key, each in self._present.items()}
        return made

    @property
    def unusual(self) -> Rows:
        """Which packets a walk for addresses and ports leaves to be taken apart one by one."""
        self.prepare(["tcp.port", "udp.port"])
        return self._left

    def kept(self, position: int) -> Dissection | None:
        """A packet that was taken apart by itself for the last walk; None for any other."""
        if self._plain is None:
            return None
        positions, plain = self._plain
        place = int(np.searchsorted(positions, position))
        return plain.packets[place] if place < len(positions) and positions[place] == position else None

    def dissected(self, positions: Array) -> list[Dissection]:
        """The packets at these positions, taken apart; those of `unusual` ones are at hand already."""
        return self._taken_apart(positions).packets if len(positions) else []

    def _frame_column(self, key: str) -> Column | None:
        name = FRAME_COLUMNS.get(key)
        if name is None:
            return None
        frames = self.frames
        values = frames.end - frames.start if name == "captured" else getattr(frames, name)
        rows = np.arange(self.count)
        if name == "time" and frames.timed is not None:
            rows, values = rows[frames.timed], values[frames.timed]
        return Column(key, FRAME_FIELDS[key].domain, rows, values)

    def _layers(self, key: str) -> Column | None:
        if key not in walked_protocols():
            return None
        chosen = np.flatnonzero(self.present(key))
        part = self._taken_apart(chosen).column(key)
        return Column(key, PROTOCOL, chosen[part.rows], part.values)

    def _walked(self, key: str) -> Column:
        self._walk(frozenset({key}))
        return self._columns[key]

    def _walk(self, keys: frozenset[str]) -> None:
        """Find the columns of fields, and who has the protocols, of these keys, if they are not known yet."""
        keys = keys - self._columns.keys() - self._present.keys()
        if not keys:
            return
        frames = self.frames
        fields, protocols = keys & walked_keys().keys(), keys & walked_protocols()
        deep = keys - fields - protocols
        if deep and not _belongs_to_protocols(deep):
            found = Found({}, {}, np.ones(self.count, bool))
        else:
            found = walk_through(frames, fields, protocols, deep, STEPS, _carrying)
        left = np.flatnonzero(found.left)
        plain = self._taken_apart(left) if len(left) else None
        if plain is not None:
            plain.prepare(fields | deep)
        if "tcp.port" in fields:
            self._left = found.left
        visits = Visits(self.count, found.left)
        for key in fields | deep:
            column = visits.column(key, self._domain(key), found.values.get(key, []))
            if plain is not None:
                part = plain.column(key)
                column = merged(key, [column, Column(key, column.domain, left[part.rows], part.values)])
            self._columns[key] = column
        for key in protocols:
            there = np.zeros(self.count, bool)
            for rows in found.visited.get(key, []):
                there[rows] = True
            if plain is not None:
                there[left] = plain.present(key)
            self._present[key] = there

    @staticmethod
    def _domain(key: str) -> Domain:
        domain = walked_keys().get(key)
        if domain is None:
            from netkit.capture.columnar.catalog import domain_of  # noqa: PLC0415 - loads every table

            return domain_of(key)
        return domain

    def _taken_apart(self, positions: Array) -> PlainBatch:
        """Some packets, taken apart one by one; those of the last time are kept, for they may be asked for more."""
        if self._plain is None or not np.array_equal(self._plain[0], positions):
            from netkit.capture.columnar.plain import PlainBatch  # noqa: PLC0415 - loads what takes packets apart

            record = self.frames.record
            self._plain = (positions, PlainBatch([record(int(each)) for each in positions]))
        return self._plain[1]


def _carrying(walk: Walk, space: str, source: Array, destination: Array, group: Group) -> None:
    from netkit.capture.columnar.carried import leave_if_carrying  # noqa: PLC0415 - loads every application

    leave_if_carrying(walk, space, source, destination, group)


def _belongs_to_protocols(keys: Iterable[str]) -> bool:
    """Whether all keys are fields or layers of protocols that a walk knows the way to, and not of bytes that are left over."""
    from netkit.capture.columnar.carried import walkable  # noqa: PLC0415

    return all(walkable(key) for key in keys)
