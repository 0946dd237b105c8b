"""`netkit capture http`: the requests in a capture, with their answers and how long they took."""

from __future__ import annotations

import click

from netkit import capture as captures
from netkit.capture.requests.exchanges import exchanges_of
from netkit.capture.requests.gathering import gather
from netkit.capture.requests.view import requests_view
from netkit.cli.capture_file import place_of, title_of
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import ExitCode

__all__ = ["list_requests"]


@click.command(
    "http",
    cls=Command,
    examples=[
        ("netkit capture http page-load-01.pcapng", "who asked for what, what came back, and how long it took"),
        ("netkit capture http page-load-01.pcapng --json", "the same as JSON"),
    ],
)
@click.argument("file", type=click.Path())
@click.pass_context
@reports
def list_requests(ctx: click.Context, file: str) -> None:
    """The web requests, with their answers.

    Who asked for what, what came back, how long it took, and what was never answered.

    FILE is a capture, or - for standard input. Requests of HTTP/1 are found by their port or by how they begin, and are put together from
    as many segments as they came in; what TLS carries can't be read.
    """
    title = title_of(file)
    with captures.open(place_of(file)) as records:
        gathered = gather(records)
        show(
            requests_view(exchanges_of(gathered), gathered, title=title, path=file, problems=records.problems),
        )
        if records.problems:
            ctx.exit(ExitCode.MALFORMED)
