"""A packet as a row of a list: for a person, and as a line of JSON."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.capture.dissecting import dissected
from netkit.capture.view import seconds_text
from netkit.cli.capture_selected import Selected
from netkit.packet.summary import brief, ends_of, protocol_of, summary
from netkit.view import Json

__all__ = ["columns_of", "row_cells", "row_json"]


def columns_of(keys: Sequence[str]) -> list[str]:
    """The names of a list's columns, where these fields are asked for."""
    return ["packet", *keys] if keys else ["packet", "seconds", "from", "to", "what it is"]


def row_cells(each: Selected, keys: Sequence[str], start: int | None) -> list[str]:
    """The cells of a packet's row; times are counted from `start`, in nanoseconds since 1970."""
    record = each.record
    if keys:
        return [str(record.number), *(", ".join(map(_text, each.values[key])) for key in keys)]
    packet = dissected(record)
    after = "" if record.time is None or start is None else f"{(record.time - start) / 1e9:.6f}"
    return [str(record.number), after, *ends_of(packet), brief(packet)]


def row_json(each: Selected, keys: Sequence[str]) -> dict[str, Json]:
    """The row for programs."""
    record = each.record
    fields: dict[str, Json] = dict(each.values)
    row: dict[str, Json] = {"number": record.number, "time": seconds_text(record.time), "fields": fields}
    if not keys:
        packet = dissected(record)
        row |= {"length": record.original_length, "protocol": protocol_of(packet), "summary": summary(packet)}
    return row


def _text(value: Json) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
