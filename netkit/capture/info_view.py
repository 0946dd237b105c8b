"""What a capture file is and holds, as `netkit capture info` shows it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from netkit.capture.capture import Capture
from netkit.capture.info_json import NANOSECONDS, info_json, per_second
from netkit.capture.interface import Interface
from netkit.capture.link_types import link_type_text
from netkit.capture.statistics import Statistics
from netkit.capture.totals import Totals
from netkit.capture.view import seconds_text, troubles
from netkit.view import Block, Document, Fact, Facts, Heading, Next, Paragraph, Sentence

__all__ = ["INFO_SCHEMA", "info"]

INFO_SCHEMA = "netkit.capture.info/1"

_MOST = 10
"""Rows of each kind that are shown to a person; JSON has all."""
_MOST_INTERFACES = 32


def info(path: str, capture: Capture, totals: Totals) -> Document:
    """What a capture file is and holds, once it was gone through."""
    seconds = (totals.span or 0) / NANOSECONDS
    blocks: list[Block] = [
        Sentence(text=f"{path} · {_many(totals.records, 'packet')} in {seconds:.3f} s"),
        Facts(rows=list(_facts(capture, totals))),
        *_comments(capture, totals),
        *_interfaces(capture, totals),
        *_names(capture),
        *_others(capture),
        *troubles(capture.problems),
    ]
    if path != "-":
        quoted = shlex.quote(path)
        commands = [(f"netkit capture show {quoted}", ""), (f"netkit packet explain {quoted}:1", "")]
        blocks.append(Next(commands=commands[: None if totals.records else 1]))
    return Document(schema=INFO_SCHEMA, data=info_json(path, capture, totals), blocks=blocks)


def _facts(capture: Capture, totals: Totals) -> Iterator[Fact]:
    packed = f", packed with {capture.packed}" if capture.packed else ""
    yield Fact(label="Format", value=f"{capture.format}, {capture.byte_order}-endian{packed}")
    yield Fact(label="Packets", value=f"{totals.records:,}", note=_remarks(totals))
    kept = f"{totals.kept:,} of them kept" if totals.kept != totals.wire else ""
    yield Fact(label="Bytes", value=f"{totals.wire:,}", note=kept)
    if totals.records:
        average = totals.wire / totals.records
        sizes = f"{totals.shortest:,} to {totals.longest:,} bytes, {average:,.0f} on average"
        yield Fact(label="Packet size", value=sizes)
    yield Fact(label="First at", value=_moment(totals.first))
    if totals.span is not None:
        yield Fact(label="Last at", value=_moment(totals.last))
        yield Fact(label="Lasts", value=f"{seconds_text(totals.span)} s")
    packets, bits = per_second(totals.records, totals.span), per_second(totals.wire * 8, totals.span)
    if packets is not None and bits is not None and totals.records > 1:
        yield Fact(label="Rate", value=f"{packets:,.1f} packets/s, {_rate(bits)}")
    makers = dict.fromkeys(
        ", ".join(said for said in (each.application, each.operating_system, each.hardware) if said)
        for each in capture.sections
    )
    for maker in [maker for maker in makers if maker][:_MOST]:
        yield Fact(label="Made by", value=maker)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _remarks(totals: Totals) -> str:
    """What is not as usual with some of the packets."""
    counts = (
        (totals.cut, "cut"),
        (totals.timeless, "without a time"),
        (totals.backwards, "earlier than the one before"),
    )
    return "; ".join(f"{count:,} {what}" for count, what in counts if count)


def _rate(bits: float) -> str:
    for size, unit in ((1e9, "Gbit/s"), (1e6, "Mbit/s"), (1e3, "kbit/s")):
        if bits >= size:
            return f"{bits / size:,.2f} {unit}"
    return f"{bits:,.0f} bit/s"


def _moment(time: int | None) -> str:
    """A time for a person, in UTC; in seconds since 1970 where it is beyond the calendar."""
    if time is None:
        return "no time is given"
    try:
        day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=time // NANOSECONDS)
    except OverflowError:
        return f"{seconds_text(time)} s after 1970"
    return f"{day:%Y-%m-%d %H:%M:%S}.{time % NANOSECONDS:09} UTC"


def _comments(capture: Capture, totals: Totals) -> Iterator[Block]:
    rows = [Fact(label="file", value=text) for each in capture.sections for text in each.comments]
    about = len(rows)
    rows += [Fact(label=f"packet {number:,}", value=text) for number, text in totals.comments[:_MOST]]
    if rows:
        yield Heading(text="Comments")
        yield Facts(rows=rows[: about + _MOST])
        yield from _more(totals.commented, "comments")


def _more(count: int, what: str) -> Iterator[Block]:
    if count > _MOST:
        yield Paragraph(text=f"and {count - _MOST:,} more {what}; --json has them", quiet=True)


def _interfaces(capture: Capture, totals: Totals) -> Iterator[Block]:
    counted = {(each.section, each.interface): each for each in capture.statistics}
    found = capture.interfaces
    if not found:
        return
    yield Heading(text="Interfaces")
    rows: list[Fact] = []
    for interface in found[:_MOST_INTERFACES]:
        where = (interface.section, interface.number)
        packets = _many(totals.interfaces.get(where, 0), "packet")
        label = interface.name or f"interface {interface.number}"
        section = f", section {interface.section}" if interface.section > 1 else ""
        rows.append(
            Fact(
                label=label + section,
                value=f"{link_type_text(interface.link_type)}, {packets}",
                note="; ".join(_told(interface, counted.get(where))),
            )
        )
    yield Facts(rows=rows)
    if len(found) > _MOST_INTERFACES:
        yield Paragraph(text=f"and {len(found) - _MOST_INTERFACES:,} more interfaces; --json has them", quiet=True)


def _told(interface: Interface, statistics: Statistics | None) -> Iterator[str]:
    """What is said of an interface, in the order of interest."""
    if interface.description:
        yield interface.description
    yield f"at most {interface.snap_length:,} bytes a packet" if interface.snap_length else "whole packets"
    yield f"times in {_unit(interface.resolution)}"
    if interface.time_offset:
        yield f"counted from {interface.time_offset:,} s after 1970"
    if interface.filter:
        yield f"filter: {interface.filter}"
    if interface.fcs_length is not None:
        yield f"frame check sequence: {interface.fcs_length}"
    yield from (said for said in (interface.hardware, interface.operating_system) if said)
    yield from interface.addresses
    yield from (f"comment: {text}" for text in interface.comments)
    if statistics is not None:
        yield from _counts(statistics)


def _counts(statistics: Statistics) -> Iterator[str]:
    counts = (
        (statistics.received, "received"),
        (statistics.dropped, "dropped by the interface"),
        (statistics.accepted, "let through by the filter"),
        (statistics.dropped_by_system, "dropped by the system"),
        (statistics.delivered, "delivered"),
    )
    yield from (f"{count:,} {what}" for count, what in counts if count is not None)


def _unit(resolution: int) -> str:
    units = {1: "seconds", 10**3: "milliseconds", 10**6: "microseconds", 10**9: "nanoseconds", 10**12: "picoseconds"}
    return units.get(resolution) or f"1/{resolution:,} s"


def _names(capture: Capture) -> Iterator[Block]:
    if capture.names:
        yield Heading(text="Names")
        shown: Sequence[tuple[str, Sequence[str]]] = list(capture.names.items())[:_MOST]
        yield Facts(rows=[Fact(label=address, value=", ".join(known)) for address, known in shown])
        yield from _more(len(capture.names), "addresses")


def _others(capture: Capture) -> Iterator[Block]:
    rows = [
        Fact(
            label="Secrets",
            value=f"{kind}: {_many(blocks, 'block')}, {size:,} bytes",
            note="whoever has the file can read what they open",
        )
        for kind, (blocks, size) in capture.secrets.items()
    ]
    told = {"names", "statistics", "secrets"}
    others = [f"{count:,} {kind}" for kind, count in capture.blocks.items() if kind not in told]
    if others:
        rows.append(Fact(label="Other blocks", value=", ".join(others)))
    if rows:
        yield Heading(text="Also in the file")
        yield Facts(rows=rows)
