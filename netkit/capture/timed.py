"""Packets that were made and not recorded, as records of a capture: transfers, walks, packets that were built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from netkit.capture.record import NewRecord

__all__ = ["Timed", "records_of"]


class Timed(Protocol):
    """A frame (Ethernet), when it went by in nanoseconds, and what there is to say of it."""

    @property
    def time(self) -> int:
        """Nanoseconds since 1970, or since the start of a simulation."""

    @property
    def data(self) -> bytes:
        """The frame."""

    @property
    def comment(self) -> str:
        """A sentence, or nothing."""


def records_of(packets: Iterable[Timed], *, commented: bool) -> Iterator[NewRecord]:
    """The packets as records, `commented` where the format has room for it and the reader is to be told."""
    for each in packets:
        comments = (each.comment,) if commented and each.comment else ()
        yield NewRecord(data=each.data, time=each.time, comments=comments)
