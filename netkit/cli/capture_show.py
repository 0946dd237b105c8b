"""`netkit capture show`: the packets of a capture, a line each, or any fields of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from netkit import capture as captures
from netkit.capture import Capture, Record
from netkit.capture.view import SHOW_SCHEMA, packets, seconds_text
from netkit.cli.capture_file import place_of
from netkit.cli.field_key import Key
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, say, show, show_stream
from netkit.errors import ExitCode
from netkit.packet import Dissection, dissect
from netkit.packet.summary import brief, ends_of, protocol_of, summary
from netkit.view import Document, Json, Paragraph

__all__ = ["show_packets"]

MOST_LINES = 1000
"""Packets that are listed for a person before one has to ask for more."""


@click.command(
    "show",
    cls=Command,
    examples=[
        ("netkit capture show page-load-01.pcapng", "a line for each packet"),
        ("netkit capture show page-load-01.pcapng -e ip.src -e ip.ttl", "these fields of each packet"),
        ("netkit capture show page-load-01.pcapng -e dns.qry.name --json", "the same as JSON lines"),
    ],
)
@click.argument("file", type=click.Path())
@click.option(
    "-e",
    "--field",
    "keys",
    multiple=True,
    type=Key(),
    metavar="KEY",
    help="Show this field (a Wireshark key; repeatable).",
)
@click.option(
    "-n", "--most", type=click.IntRange(1), metavar="N", help=f"Show at most N packets ({MOST_LINES:,} on a screen)."
)
@click.pass_context
@reports
def show_packets(ctx: click.Context, file: str, keys: tuple[str, ...], most: int | None) -> None:
    """The packets, a line each, or any fields of them.

    FILE is a capture, or - for standard input. A list for a screen ends after 1,000 packets, unless told otherwise.
    """
    with captures.open(place_of(file)) as records:
        if form() is Form.JSON:
            show_stream(SHOW_SCHEMA, _json_rows(_first(records, most), keys))
        else:
            _show_table(file, records, keys, most or MOST_LINES)
    for problem in records.problems:
        if form() is Form.JSON:
            say(Paragraph(text=f"{problem.text} (byte {problem.offset:,} of the file)"))
    if records.problems:
        ctx.exit(ExitCode.MALFORMED)


def _first(records: Capture, most: int | None) -> Iterator[Record]:
    for count, record in enumerate(records):
        if most is not None and count >= most:
            return
        yield record


def _dissect(record: Record) -> Dissection:
    return dissect(record.data, record.link_type, original_length=record.original_length)


def _json_rows(records: Iterator[Record], keys: Sequence[str]) -> Iterator[dict[str, Json]]:
    for record in records:
        packet = _dissect(record)
        fields: dict[str, Json] = {key: packet.values(key) for key in keys}
        row: dict[str, Json] = {"number": record.number, "time": seconds_text(record.time), "fields": fields}
        if not keys:
            row |= {"length": record.original_length, "protocol": protocol_of(packet), "summary": summary(packet)}
        yield row


def _show_table(file: str, records: Capture, keys: Sequence[str], most: int) -> None:
    """A table for a person; times are counted from the first packet."""
    rows: list[list[str]] = []
    start: int | None = None
    more = ""
    for record in records:
        if len(rows) >= most:
            more = f"the first {most:,} packets; netkit capture show {file} --most N shows more"
            break
        start = record.time if start is None else start
        packet = _dissect(record)
        if keys:
            rows.append(
                [str(record.number), *(", ".join(_text(value) for value in packet.values(key)) for key in keys)]
            )
        else:
            after = "" if record.time is None or start is None else f"{(record.time - start) / 1e9:.6f}"
            rows.append([str(record.number), after, *ends_of(packet), brief(packet)])
    columns = ["packet", *keys] if keys else ["packet", "seconds", "from", "to", "what it is"]
    blocks = packets(columns, rows, path=file, problems=records.problems, more=more)
    show(Document(schema=SHOW_SCHEMA, data={}, blocks=blocks))


def _text(value: Json) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
