"""`netkit capture dns`: who asked what, what came back, and how long it took."""

from __future__ import annotations

import click

from netkit.cli.capture_file import place_of, title_of
from netkit.cli.choosing import filter_option, most_option
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import ExitCode

__all__ = ["dns"]

MOST_LINES = 200
"""Exchanges that are listed for a person before one has to ask for more."""


@click.command(
    "dns",
    cls=Command,
    examples=[
        ("netkit capture dns page-load-01.pcapng", "each question with its answer"),
        ("netkit capture dns dns-types.pcapng -Y 'dns.qry.type == 15'", "only the exchanges that a filter selects"),
        ("netkit capture dns page-load-01.pcapng --unanswered", "what nobody answered"),
        ("netkit capture dns page-load-01.pcapng --json", "all of it, for programs"),
    ],
)
@click.argument("file", type=click.Path())
@filter_option("Show only exchanges of which this display filter selects a packet")
@click.option("--unanswered", is_flag=True, help="Show only questions that were never answered.")
@most_option(MOST_LINES, "Show at most N on a screen.")
@click.pass_context
@reports
def dns(ctx: click.Context, file: str, text: str | None, most: int, *, unanswered: bool) -> None:
    """Who asked what, what came back, and how long it took.

    DNS over UDP and TCP, multicast DNS and LLMNR, by their ports 53, 5353 and 5355. FILE is a capture, or - for standard input. What was
    asked more than once, what was answered more than once or without a question, and what was never answered is named. docs/queries.md
    says how answers find their questions.
    """
    from netkit.capture.columnar.query import Selection  # noqa: PLC0415 - loads NumPy
    from netkit.capture.queries.exchanges import Exchanges  # noqa: PLC0415
    from netkit.capture.queries.reading import MessageReader  # noqa: PLC0415
    from netkit.capture.queries.view import Report, queries_view  # noqa: PLC0415

    exchanges, reader = Exchanges(), MessageReader()
    with Selection(place_of(file), (), text) as selection:
        for batch, rows in selection.marked():
            for message, conversation, selected in reader.messages(batch, rows):
                exchanges.take(message, conversation, selected=selected)
    problems = selection.reader.capture.problems
    report = Report(
        path=file,
        title=title_of(file),
        filter=text,
        unanswered_only=unanswered,
        exchanges=[each for each in exchanges.found if each.selected],
        announcements=exchanges.announcements if text is None else 0,
        left_out=exchanges.left_out,
        forgotten=exchanges.pairing.forgotten + reader.tcp.given_up,
        problems=problems,
    )
    show(queries_view(report, most=most))
    if problems:
        ctx.exit(ExitCode.MALFORMED)
