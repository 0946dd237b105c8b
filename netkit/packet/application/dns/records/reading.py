"""How a record's data are read: names, tables and rests one after the other, up to the end that the record's length sets."""

from __future__ import annotations

from collections.abc import Callable

from netkit.packet.application.dns.name import NAME, read_name
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.reading import Reading
from netkit.packet.run import run_of

__all__ = ["ReadData", "add_name", "in_order", "repeated"]

ReadData = Callable[[Reading, str, int], None]
"""Reads one record's data up to the present end; given the record's group, and the byte at which the message begins."""


def add_name(reading: Reading, field: Field, group: str, origin: int) -> None:
    """Read a name at the present position."""
    start = reading.position
    name = read_name(reading.data, start, reading.end, origin)
    reading.layer.parts.append(run_of(field, name, start, group))
    reading.position = start + len(name.wire)


def in_order(*entries: Field | type[Header]) -> ReadData:
    """A reader of data that are names and tables; a field that is no name takes what is left, if anything is."""

    def read(reading: Reading, group: str, origin: int) -> None:
        for entry in entries:
            if not isinstance(entry, Field):
                reading.read(entry, group)
            elif entry.kind is NAME:
                add_name(reading, entry, group, origin)
            elif reading.left:
                reading.run(entry, reading.left, group)

    return read


def repeated(*entries: Field | type[Header], least: int = 0) -> ReadData:
    """A reader of data that are the same names and tables again and again, at least so many times."""
    one = in_order(*entries)

    def read(reading: Reading, group: str, origin: int) -> None:
        count = 0
        while reading.left or count < least:
            one(reading, group, origin)
            count += 1

    return read
