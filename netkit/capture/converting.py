"""A capture into another form: everything is kept that the form can hold, and the rest is said."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.capture.destination import Writable, destination
from netkit.capture.flattening import IntoPcap
from netkit.capture.interface import Interface
from netkit.capture.keeping import IntoPcapng
from netkit.capture.parts import OtherBlock, Part, SectionHeader
from netkit.capture.record import Record

if TYPE_CHECKING:
    from netkit.capture.capture import Capture
    from netkit.capture.form import Form
    from netkit.capture.selection import Selection

__all__ = ["Change", "Outcome", "convert"]

Change = Callable[[Part], Part | None]
"""What becomes of a part: itself, another in its place, or None to leave it out."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many packets were written, and how many of what could not be kept."""

    records: int
    losses: Mapping[str, int]


def convert(
    capture: Capture,
    path: str | os.PathLike[str] | Writable,
    form: Form,
    *,
    resolution: int | None = None,
    packets: Selection | None = None,
    change: Change | None = None,
) -> Outcome:
    """Write a capture, from where its reading stands, in another form; the file is complete or absent.

    `form` says format, packing and the byte order of a file that has none of its own; `resolution` the ticks a second of
    every time, None for those it has. `packets` are those to keep, None for all. `change` may replace what is written;
    everything in it that goes to a pcapng file keeps its byte order.

    Raises UsageError for what the form can't hold, and what `write` raises. What was wrong in the capture itself stands
    in its `problems`.
    """
    whole = packets is None and change is None
    with destination(path, form.packed) as pen:
        into: IntoPcap | IntoPcapng
        if form.format == "pcap":
            into = IntoPcap(pen, form, resolution=resolution, from_pcap=capture.format == "pcap")
        else:
            into = IntoPcapng(pen, form, resolution=resolution, changed=not whole)
        for part in capture.parts():
            if packets is not None and isinstance(part, Record) and part.number not in packets:
                continue
            wanted = part if change is None else change(part)
            if wanted is not None:
                _put(wanted, into)
        count = into.finish()
    return Outcome(count, into.losses.counts)


def _put(part: Part, into: IntoPcap | IntoPcapng) -> None:
    if isinstance(part, Record):
        into.record(part)
    elif isinstance(part, Interface):
        into.interface(part)
    elif isinstance(part, SectionHeader):
        into.section(part)
    elif isinstance(part, OtherBlock):
        into.block(part)
