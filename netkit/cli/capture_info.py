"""`netkit capture info`: what a capture file is and holds."""

from __future__ import annotations

import click

from netkit import capture as captures
from netkit.capture.view import Totals
from netkit.capture.view import info as info_view
from netkit.cli.capture_file import place_of
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import ExitCode

__all__ = ["info"]


@click.command(
    cls=Command,
    examples=[
        ("netkit capture info page-load-01.pcapng", "format, interfaces, packets, times, problems"),
        ("zcat big.pcap.gz | netkit capture info -", "standard input"),
    ],
)
@click.argument("file", type=click.Path())
@click.pass_context
@reports
def info(ctx: click.Context, file: str) -> None:
    """What a capture file is and holds.

    FILE is a pcap or pcapng file, packed with gzip or not, or - for standard input. A file that is cut or damaged is read as far as
    it is whole; the exit code is then 3.
    """
    totals = Totals()
    with captures.open(place_of(file)) as records:
        for record in records:
            totals.count(record.time, len(record.data), record.original_length)
    show(info_view(file, records, totals))
    if records.problems:
        ctx.exit(ExitCode.MALFORMED)
