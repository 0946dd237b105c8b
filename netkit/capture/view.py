"""A capture as a view: what `netkit capture info` and `netkit capture show` report."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from netkit.capture.capture import Capture
from netkit.capture.interface import Interface
from netkit.capture.problem import Problem
from netkit.view import Block, Document, Fact, Facts, Heading, Json, Next, Sentence, Table, Trouble

__all__ = ["INFO_SCHEMA", "SHOW_SCHEMA", "Totals", "info", "packets", "seconds_text"]

INFO_SCHEMA = "netkit.capture.info/1"
SHOW_SCHEMA = "netkit.capture.show/1"

NANOSECONDS = 1_000_000_000


def seconds_text(time: int | None) -> str | None:
    """A time in nanoseconds since 1970 as text in seconds with nine digits; None stays None."""
    if time is None:
        return None
    sign = "-" if time < 0 else ""
    return f"{sign}{abs(time) // NANOSECONDS}.{abs(time) % NANOSECONDS:09}"


@dataclass(slots=True)
class Totals:
    """What is counted while a capture is gone through: records, bytes kept and on the wire, earliest and latest time in nanoseconds."""

    records: int = 0
    kept: int = 0
    wire: int = 0
    first: int | None = None
    last: int | None = None

    def count(self, time: int | None, kept: int, wire: int) -> None:
        """Count one record of `kept` bytes, which had `wire` bytes."""
        self.records += 1
        self.kept += kept
        self.wire += wire
        if time is not None:
            self.first = time if self.first is None else min(self.first, time)
            self.last = time if self.last is None else max(self.last, time)


def info(path: str, capture: Capture, totals: Totals) -> Document:
    """What a capture file is and holds, once it was gone through."""
    span = totals.last - totals.first if totals.first is not None and totals.last is not None else 0
    data: dict[str, Json] = {
        "file": path,
        "format": capture.format,
        "byte_order": capture.byte_order,
        "compression": capture.packed,
        "records": totals.records,
        "bytes_captured": totals.kept,
        "bytes_on_wire": totals.wire,
        "interfaces": [_interface_json(interface) for interface in capture.interfaces],
        "first_time": seconds_text(totals.first),
        "last_time": seconds_text(totals.last),
        "problems": [problem_json(problem) for problem in capture.problems],
    }
    packed = f", packed with {capture.packed}" if capture.packed else ""
    count = f"{totals.records:,} {'packet' if totals.records == 1 else 'packets'}"
    cut = f" ({totals.kept:,} of them kept)" if totals.kept != totals.wire else ""
    rows = [
        Fact(label="Format", value=f"{capture.format}, {capture.byte_order}-endian{packed}"),
        Fact(label="Packets", value=f"{totals.records:,}"),
        Fact(label="Bytes", value=f"{totals.wire:,}{cut}"),
        Fact(label="First at", value=_moment(totals.first)),
        Fact(label="Lasts", value=f"{span / NANOSECONDS:.6f} s"),
    ]
    blocks: list[Block] = [Sentence(text=f"{path} · {count} in {span / NANOSECONDS:.3f} s"), Facts(rows=rows)]
    if capture.interfaces:
        blocks += [
            Heading(text="Interfaces"),
            Facts(rows=[_interface_fact(interface) for interface in capture.interfaces[:32]]),
        ]
    blocks += troubles(capture.problems)
    blocks.append(
        Next(
            commands=[
                (f"netkit capture show {shlex.quote(path)}", ""),
                (f"netkit packet explain {shlex.quote(path)}:1", ""),
            ]
        )
    )
    return Document(schema=INFO_SCHEMA, data=data, blocks=blocks)


def _moment(time: int | None) -> str:
    """A time for a person, in UTC; in seconds since 1970 where it is beyond the calendar."""
    if time is None:
        return "no time is given"
    try:
        day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=time // NANOSECONDS)
    except OverflowError:
        return f"{seconds_text(time)} s after 1970"
    return f"{day:%Y-%m-%d %H:%M:%S}.{time % NANOSECONDS:09} UTC"


def _interface_json(interface: Interface) -> Json:
    return {
        "number": interface.number,
        "name": interface.name,
        "description": interface.description,
        "link_type": interface.link_type,
        "snap_length": interface.snap_length,
        "resolution": interface.resolution,
        "section": interface.section,
    }


def _interface_fact(interface: Interface) -> Fact:
    limit = f"at most {interface.snap_length:,} bytes a packet" if interface.snap_length else "whole packets"
    link = LINK_TYPES.get(interface.link_type, "")
    return Fact(
        label=interface.name or f"interface {interface.number}",
        value=f"link type {interface.link_type}" + (f" ({link})" if link else ""),
        note=f"{limit}; times to 1/{interface.resolution:,} s",
    )


LINK_TYPES = {
    0: "BSD loopback", 1: "Ethernet", 9: "PPP", 12: "raw IP", 14: "raw IP", 101: "raw IP", 105: "802.11", 108: "OpenBSD loopback",
    113: "Linux cooked", 127: "802.11 radiotap", 228: "raw IPv4", 229: "raw IPv6", 276: "Linux cooked, version 2",
}  # fmt: skip


def problem_json(problem: Problem) -> Json:
    """A capture file's problem as the seam has it."""
    return {"rule": problem.rule, "text": problem.text, "offset": problem.offset, "record": problem.record}


def troubles(problems: Sequence[Problem], most: int = 10) -> list[Block]:
    """The first problems of a capture file, and how many more there are."""
    found: list[Block] = [
        Trouble(text=problem.text, place=f"byte {problem.offset:,} of the file", source=problem.rule)
        for problem in problems[:most]
    ]
    if len(problems) > most:
        found.append(Trouble(text=f"and {len(problems) - most:,} more problems"))
    return found


def packets(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, path: str, problems: Sequence[Problem], more: str
) -> list[Block]:
    """The list of packets; `more` says what was left out."""
    blocks: list[Block] = [
        Table(columns=columns, rows=rows, right=(0, 1) if columns[1:2] == ["seconds"] else (0,), caption=more)
    ]
    blocks += troubles(problems)
    if rows:
        blocks.append(Next(commands=[(f"netkit packet explain {shlex.quote(path)}:{rows[0][0]}", "")]))
    return blocks
