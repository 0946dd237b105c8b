"""`netkit capture tcp`: what happened in the connections of a capture, segment by segment, with the reasons."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from netkit.capture.analysis.accounts_view import accounts_view
from netkit.capture.analysis.reasons import explained
from netkit.capture.analysis.story_view import story_view
from netkit.capture.analysis.telling import Accounts, accounts, events_of
from netkit.cli.capture_file import place_of
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import ExitCode, UsageError

__all__ = ["tell_tcp"]


@click.command(
    "tcp",
    cls=Command,
    examples=[
        ("netkit capture tcp retransmission.pcapng", "which connections there are, and what happened in them"),
        ("netkit capture tcp retransmission.pcapng 0", "every segment of the first, with the reasons"),
    ],
)
@click.argument("file", type=click.Path())
@click.argument("stream", type=click.IntRange(0), required=False, metavar="[N]")
@click.option("--everything", is_flag=True, help="Leave nothing out, however long it is.")
@click.pass_context
@reports
def tell_tcp(ctx: click.Context, file: str, stream: int | None, *, everything: bool) -> None:
    """What happened in the connections.

    Handshakes, round trips, what was sent again, overtaken, doubled or held back, each with its reason.

    FILE is a capture, or - for standard input. N is the stream's number, as Wireshark counts them (tcp.stream); without it the connections
    are listed. Where netkit and Wireshark call a segment differently, both names are told.
    """
    title = "Standard input" if file == "-" else Path(file).name
    if stream is None:
        found = accounts(place_of(file))
        show(accounts_view(found.streams, title=title, path=file, problems=found.problems))
    else:
        found = events_of(place_of(file), stream)
        _check(file, stream, found)
        show(
            story_view(
                found.streams[stream],
                list(explained(found.events)),
                title=title,
                problems=found.problems,
                everything=everything,
                next_commands=[
                    (f"netkit capture follow {shlex.quote(file)} {stream}", "what both sides said"),
                    (
                        f"netkit packet explain {shlex.quote(file)}:{found.streams[stream].first_packet}",
                        "its first packet",
                    ),
                ],
            )
        )
    if found.problems:
        ctx.exit(ExitCode.MALFORMED)


def _check(file: str, stream: int, found: Accounts) -> None:
    """UsageError where there is no such stream."""
    count = len(found.streams)
    if stream < count:
        return
    raise UsageError(
        f"no TCP stream {stream} in {file}",
        why="there is no TCP in it" if not count else f"its streams have the numbers 0 to {count - 1:,}",
        hint=f"netkit capture tcp {shlex.quote(file)} lists them",
    )
