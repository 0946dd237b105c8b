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

from netkit.capture.capture import Capture
from netkit.capture.details import Details, details
from netkit.capture.interface import Interface
from netkit.capture.opening import open  # noqa: A004  the name that everybody expects: netkit.capture.open
from netkit.capture.parts import OtherBlock, Part, SectionHeader
from netkit.capture.problem import Problem
from netkit.capture.record import NewRecord, Record
from netkit.capture.statistics import Statistics
from netkit.capture.writing import write

__all__ = [
    "Capture",
    "Details",
    "Interface",
    "NewRecord",
    "OtherBlock",
    "Part",
    "Problem",
    "Record",
    "SectionHeader",
    "Statistics",
    "details",
    "open",
    "write",
]
