"""`netkit capture info`: what a capture file is and holds."""

from __future__ import annotations

import click

from netkit import capture as captures
from netkit.capture.info_view import info as info_view
from netkit.capture.totals import Totals
from netkit.cli.capture_file import place_of
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import ExitCode

__all__ = ["info"]


@click.command(
    cls=Command,
    examples=[
        ("netkit capture info page-load-01.pcapng", "format, interfaces, packets, times, problems"),
        ("netkit capture info talk.pcapng.zst --json", "the same and more, for programs"),
        ("tcpdump -c 100 -w - | netkit capture info -", "standard input"),
    ],
)
@click.argument("file", type=click.Path())
@click.pass_context
@reports
def info(ctx: click.Context, file: str) -> None:
    """What a capture file is and holds.

    Format, times, rates, interfaces, comments, names, statistics, and whether there are secrets in it. FILE is a pcap or pcapng file,
    packed with gzip or zstd or not, or - for standard input. A file that is cut or damaged is read as far as it is whole; the exit
    code is then 3.
    """
    totals = Totals()
    with captures.open(place_of(file)) as records:
        for record in records:
            totals.count(record)
    show(info_view(file, records, totals))
    if records.problems:
        ctx.exit(ExitCode.MALFORMED)
