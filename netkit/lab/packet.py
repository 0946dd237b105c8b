"""The packets of a capture as a check looks at them: by number, by Wireshark's keys, and each taken apart only when somebody looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from netkit.capture.dissecting import dissected
from netkit.errors import LabError
from netkit.language import ENGLISH, Language
from netkit.packet import DissectedField, Dissection

if TYPE_CHECKING:
    from netkit.capture import Record

__all__ = ["Packet", "Packets"]


@dataclass(frozen=True)
class Packet:
    """One packet with its number in the capture (from 1) and its time in nanoseconds; `file` is the capture's, where there are several."""

    number: int
    time: int | None
    dissection: Dissection
    file: str = ""

    def told(self, language: Language = ENGLISH) -> str:
        """Which one it is: `packet 11`, or `packet 11 of link-2.pcapng`."""
        if not self.file:
            return language.say("packet.told", "packet {packet}", packet=self.number)
        return language.say("packet.of-file", "packet {packet} of {file}", packet=self.number, file=self.file)

    def value(self, key: str) -> Any:
        """The first value under a Wireshark key, or None."""
        found = self._by_key.get(key)
        return found[0] if found else None

    def values(self, key: str) -> list[Any]:
        """Every value under a Wireshark key."""
        return list(self._by_key.get(key, ()))

    @cached_property
    def _by_key(self) -> dict[str, list[int | bool | str]]:
        found: dict[str, list[int | bool | str]] = {}
        for field in self.fields:
            found.setdefault(field.key, []).append(field.value)
        return found

    @cached_property
    def fields(self) -> tuple[DissectedField, ...]:
        """The packet's fields in the order of the bytes."""
        return tuple(self.dissection.fields)

    def field(self, key: str, nth: int = 0) -> DissectedField:
        """A field by its Wireshark key, the first of them or a later one (`nth` counts from 0); LabError if the packet has none."""
        for found in self.fields:
            if found.key == key:
                if nth == 0:
                    return found
                nth -= 1
        raise LabError(f"packet {self.number} has no field {key}", why="the lab's check asks for it")


FEW = 64
"""Packets that are taken apart sooner than it would take to select among them."""


class Packets(Sequence[Packet]):
    """The packets of one capture, from its records; `file` is what it is called, where there are several."""

    def __init__(self, records: Sequence[Record], file: str = "") -> None:
        self._records = records
        self._file = file
        self._taken: dict[int, Packet] = {}

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, at: int) -> Packet: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Packet]: ...

    def __getitem__(self, at: int | slice) -> Packet | Sequence[Packet]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        found = self._taken.get(at)
        if found is None:
            record = self._records[at]
            found = self._taken[at] = Packet(record.number, record.time, dissected(record), self._file)
        return found

    def selected(self, wanted: str) -> Sequence[Packet]:
        """Those that a display filter selects, or all of them where they are few; UsageError where the filter is none."""
        if len(self) <= FEW:
            return self
        # loads NumPy, which only a capture of many packets needs
        import numpy as np  # noqa: PLC0415

        from netkit.capture.columnar.frames import frames_of  # noqa: PLC0415
        from netkit.capture.columnar.query import Marker  # noqa: PLC0415
        from netkit.capture.columnar.quick import QuickBatch  # noqa: PLC0415

        rows = Marker((), wanted).rows(QuickBatch(frames_of(self._records)))
        return [self[each] for each in np.flatnonzero(rows).tolist()]
