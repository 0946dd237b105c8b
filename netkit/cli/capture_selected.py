"""The packets of a capture that a filter selects, one after the other, with the fields that are asked for."""

from __future__ import annotations

import select
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.cli.capture_file import place_of

if TYPE_CHECKING:
    from netkit.capture import Record
    from netkit.capture.columnar.batch import Batch
    from netkit.capture.columnar.query import Selection
    from netkit.view import Json

__all__ = ["Selected", "selected", "selection_of"]


@dataclass(frozen=True, slots=True)
class Selected:
    """A packet, and under each key its values, as JSON carries them."""

    record: Record
    values: dict[str, list[Json]]


def selection_of(file: str, keys: Sequence[str], text: str | None) -> Selection:
    """The selection for a file's name on the command line; UsageError where the filter is none."""
    from netkit.capture.columnar.query import Selection  # noqa: PLC0415 - loads NumPy, and the filter's grammar

    return Selection(
        place_of(file),
        [key for key in keys if not key.startswith("scapy.")],
        text,
        idle=_nothing_waits if file == "-" else None,
    )


def _nothing_waits() -> bool:
    """Whether whoever writes into standard input has nothing for us at the moment; true, too, where the system can't tell."""
    try:
        return not select.select([sys.stdin], [], [], 0)[0]
    except (OSError, ValueError):
        return True


def selected(selection: Selection, keys: Sequence[str]) -> Iterator[Selected]:
    """The packets of a selection; what only scapy can read is not read here, and has no values."""
    for batch in selection.in_steps():
        columns = {key: _values(batch, key) for key in keys}
        for position in range(batch.count):
            yield Selected(batch.frames.record(position), {key: found[position] for key, found in columns.items()})


def _values(batch: Batch, key: str) -> list[list[Json]]:
    """For each packet of a batch the values of a field."""
    found: list[list[Json]] = [[] for _ in range(batch.count)]
    if not key.startswith("scapy."):
        column = batch.column(key)
        for row, value in zip(column.rows.tolist(), column.spelled(), strict=True):
            found[row].append(value)
    return found
