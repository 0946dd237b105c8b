"""JSON lines: an object a packet, its fields under their keys; spelled as in netkit's other JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from netkit.capture.columnar.batch import Batch
from netkit.capture.destination import Pen
from netkit.capture.export.columns import ExportColumn, listed, single

__all__ = ["write_json_lines"]


def write_json_lines(pen: Pen, batches: Iterable[Batch], columns: Sequence[ExportColumn], *, lists: bool) -> int:
    """Write every packet of the batches, and give how many there were.

    A field that a packet has not is null, with `lists` an empty list. Everything but ASCII is escaped, so no line has a control character.
    """
    count = 0
    keys = [each.key for each in columns]
    take = listed if lists else single
    for batch in batches:
        values = [take(batch.column(key), batch.count) for key in keys]
        for row in zip(*values, strict=True):
            pen.write(json.dumps(dict(zip(keys, row, strict=True)), separators=(",", ":")).encode() + b"\n")
        count += batch.count
    return count
