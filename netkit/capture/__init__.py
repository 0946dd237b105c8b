"""Capture files: pcap and pcapng, read as a stream of records.

>>> import netkit.capture
>>> with netkit.capture.open("captures/page-load.pcapng") as capture:  # doctest: +SKIP
...     for record in capture:
...         print(record.number, record.time, record.original_length)

>>> from netkit.capture import NewRecord
>>> netkit.capture.write("made.pcapng", [NewRecord(data=bytes(60), time=1, comments=("all zero",))])  # doctest: +SKIP
1

Reading uses the standard library alone and never needs more memory than the largest packet, whatever the file's size.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from netkit.capture.capture import Capture
    from netkit.capture.columnar.query import Columns
    from netkit.capture.growing import GrowingCapture
    from netkit.capture.interface import Interface
    from netkit.capture.opening import Readable, open  # noqa: A004  the name that everybody expects: netkit.capture.open
    from netkit.capture.packet_details import Details, details
    from netkit.capture.parts import OtherBlock, Part, SectionHeader
    from netkit.capture.problem import Problem
    from netkit.capture.record import NewRecord, Record
    from netkit.capture.statistics import Statistics
    from netkit.capture.writing import write

__all__ = [
    "Capture",
    "Details",
    "GrowingCapture",
    "Interface",
    "NewRecord",
    "OtherBlock",
    "Part",
    "Problem",
    "Record",
    "SectionHeader",
    "Statistics",
    "column_chunks",
    "columns",
    "details",
    "open",
    "write",
]


def columns(
    path: str | os.PathLike[str] | Readable,
    keys: Iterable[str],
    filter: str | None = None,  # noqa: A002 - the name that Wireshark's users know
) -> Columns:
    """Fields of a capture's packets as NumPy arrays; see `netkit.capture.columnar.query`, which is loaded only here, as NumPy is."""
    from netkit.capture.columnar import query  # noqa: PLC0415

    return query.columns(path, keys, filter)


def column_chunks(
    path: str | os.PathLike[str] | Readable,
    keys: Iterable[str],
    filter: str | None = None,  # noqa: A002
) -> Iterator[Columns]:
    """The same, some thousand packets at a time, so that memory stays bounded whatever the file's size."""
    from netkit.capture.columnar import query  # noqa: PLC0415

    return query.column_chunks(path, keys, filter)


_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "Capture": "capture",
        "Details": "packet_details",
        "GrowingCapture": "growing",
        "Interface": "interface",
        "NewRecord": "record",
        "OtherBlock": "parts",
        "Part": "parts",
        "Problem": "problem",
        "Record": "record",
        "SectionHeader": "parts",
        "Statistics": "statistics",
        "details": "packet_details",
        "open": "opening",
        "write": "writing",
    }
)
"""In which module each name lies."""


def __getattr__(name: str) -> object:
    """Each name is loaded when it is first asked for: who reads a capture does not load what writes one."""
    if name in _PLACES:
        return getattr(import_module(f"netkit.capture.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
