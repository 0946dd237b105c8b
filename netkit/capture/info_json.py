"""What a capture file is and holds, as data for programs."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.capture.capture import Capture
from netkit.capture.interface import Interface
from netkit.capture.statistics import Statistics
from netkit.capture.totals import Totals
from netkit.capture.view import problem_json, seconds_text
from netkit.view import Json

__all__ = ["NANOSECONDS", "info_json", "per_second"]

NANOSECONDS = 1_000_000_000


def per_second(count: int, span: int | None) -> float | None:
    """How many a second, over `span` nanoseconds; None over no time at all."""
    return round(count * NANOSECONDS / span, 3) if span else None


def info_json(path: str, capture: Capture, totals: Totals) -> dict[str, Json]:
    """Everything that `netkit capture info` knows."""
    counted = {(each.section, each.interface): each for each in capture.statistics}
    names: dict[str, Json] = {address: list(known) for address, known in capture.names.items()}
    blocks: dict[str, Json] = dict(capture.blocks)
    return {
        "file": path,
        "format": capture.format,
        "byte_order": capture.byte_order,
        "compression": capture.packed,
        "resolution": capture.resolution,
        "snap_length": capture.snap_length,
        "records": totals.records,
        "records_cut": totals.cut,
        "records_without_time": totals.timeless,
        "records_out_of_order": totals.backwards,
        "bytes_captured": totals.kept,
        "bytes_on_wire": totals.wire,
        "shortest_packet": totals.shortest if totals.records else None,
        "longest_packet": totals.longest if totals.records else None,
        "first_time": seconds_text(totals.first),
        "last_time": seconds_text(totals.last),
        "duration": seconds_text(totals.span),
        "packets_per_second": per_second(totals.records - totals.timeless, totals.span),
        "bits_per_second": per_second(totals.wire * 8, totals.span),
        "interfaces": [_interface(each, totals, counted) for each in capture.interfaces],
        "sections": [
            {
                "number": each.number,
                "byte_order": each.byte_order,
                "hardware": each.hardware,
                "operating_system": each.operating_system,
                "application": each.application,
                "comments": list(each.comments),
            }
            for each in capture.sections
        ],
        "packet_comments": totals.commented,
        "comments": [{"record": number, "text": text} for number, text in totals.comments],
        "names": names,
        "secrets": [
            {"kind": kind, "blocks": blocks, "bytes": size} for kind, (blocks, size) in capture.secrets.items()
        ],
        "other_blocks": blocks,
        "problems": [problem_json(problem) for problem in capture.problems],
    }


def _interface(interface: Interface, totals: Totals, counted: dict[tuple[int, int], Statistics]) -> Json:
    where = (interface.section, interface.number)
    statistics = counted.get(where)
    send, receive = interface.speed
    return {
        "number": interface.number,
        "section": interface.section,
        "name": interface.name,
        "description": interface.description,
        "link_type": interface.link_type,
        "snap_length": interface.snap_length,
        "resolution": interface.resolution,
        "time_offset": interface.time_offset,
        "records": totals.interfaces.get(where, 0),
        "filter": interface.filter,
        "hardware": interface.hardware,
        "operating_system": interface.operating_system,
        "addresses": list(interface.addresses),
        "speed": {"send": send, "receive": receive},
        "fcs_length": interface.fcs_length,
        "comments": list(interface.comments),
        "statistics": None if statistics is None else _statistics(statistics),
    }


def _statistics(found: Statistics) -> Json:
    times: Sequence[tuple[str, int | None]] = (("time", found.time), ("start", found.start), ("end", found.end))
    return {
        **{name: seconds_text(value) for name, value in times},
        "received": found.received,
        "dropped": found.dropped,
        "accepted": found.accepted,
        "dropped_by_system": found.dropped_by_system,
        "delivered": found.delivered,
        "comments": list(found.comments),
    }
