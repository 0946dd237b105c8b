"""A capture as a notebook's cell shows it: what it is, and its first packets, read from the file anew so that none is used up."""

from __future__ import annotations

import os
from itertools import islice

from netkit.capture.capture import Capture
from netkit.capture.dissecting import dissected
from netkit.capture.opening import open  # noqa: A004 - netkit's own
from netkit.capture.view import troubles
from netkit.errors import NetkitError
from netkit.packet.summary import brief, ends_of
from netkit.view import Block, Document, Paragraph, Sentence, Table

__all__ = ["preview"]

SCHEMA = "netkit.capture.preview/1"

MOST = 20
"""Packets that are listed."""


def preview(capture: Capture) -> Document:
    """What the capture is, with its first packets where it lies in a file; how far it was read is as before."""
    packed = f", packed with {capture.packed}" if capture.packed else ""
    blocks: list[Block] = [
        Sentence(text=f"{capture.name} · {capture.format}, {capture.byte_order}-endian{packed}"),
        *_packets(capture.name),
        *troubles(capture.problems),
    ]
    return Document(schema=SCHEMA, data={"file": capture.name, "format": capture.format}, blocks=blocks)


def _packets(name: str) -> list[Block]:
    try:
        if not os.path.isfile(name):  # noqa: PTH113  pathlib is slow to load
            return [_untouched("they come through a pipe, and each can be read only once")]
        with open(name) as fresh:
            found = list(islice(fresh, MOST + 1))
    except (NetkitError, ValueError) as error:
        return [_untouched(str(error))]
    rows = []
    for record in found[:MOST]:
        packet = dissected(record)
        rows.append([f"{record.number}", *ends_of(packet), brief(packet)])
    more = [Paragraph(text="There are more packets.", quiet=True)] if len(found) > MOST else []
    return [Table(columns=["packet", "from", "to", "what it is"], rows=rows, right=(0,)), *more]


def _untouched(why: str) -> Paragraph:
    return Paragraph(text=f"Its packets are not shown: {why}.", quiet=True)
