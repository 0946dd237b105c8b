"""Which packets of a capture stand in its page: those that a filter and numbers select, up to a limit."""

from __future__ import annotations

from netkit.capture.columnar.query import Selection
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.page.contents import MOST_BYTES, TRACKED_KEYS, Chosen
from netkit.capture.selection import Selection as Numbers

__all__ = ["choose"]


def choose(selection: Selection, numbers: Numbers | None, *, most: int) -> tuple[list[Chosen], str]:
    """The first `most` packets, and a sentence on what was left out (empty where nothing was).

    `selection` is asked for `TRACKED_KEYS`; `numbers` are those of the packets that are wanted, all without any.
    """
    found: list[Chosen] = []
    size = 0
    for batch in selection.in_steps():
        tracked = {key: _by_packet(batch, key) for key in TRACKED_KEYS}
        for position, number in enumerate(batch.frames.number.tolist()):
            if numbers is not None and number not in numbers:
                continue
            if len(found) == most:
                return found, f"This page has the first {most:,} packets: there are more in the capture."
            record = batch.frames.record(position)
            size += len(record.data)
            if size > MOST_BYTES:
                return found, (
                    f"This page has the first {len(found):,} packets: together they have {MOST_BYTES >> 20} MiB, "
                    "and there are more in the capture."
                )
            values = {key: each[position] for key, each in tracked.items() if position in each}
            found.append(Chosen(record=record, tracked=values))
    return found, ""


def _by_packet(batch: QuickBatch, key: str) -> dict[int, list[int]]:
    column = batch.column(key)
    found: dict[int, list[int]] = {}
    for row, value in zip(column.rows.tolist(), column.values.tolist(), strict=True):
        found.setdefault(row, []).append(value)
    return found
