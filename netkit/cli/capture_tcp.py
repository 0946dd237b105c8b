"""`netkit capture tcp`: what happened in the connections of a capture, segment by segment, with the reasons."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import click

from netkit.capture.analysis.accounts_view import accounts_view
from netkit.capture.analysis.pictures import PLOTS, ladder
from netkit.capture.analysis.reasons import Explained, explained
from netkit.capture.analysis.story_view import story_view
from netkit.capture.analysis.telling import Account, Accounts, accounts, events_of
from netkit.cli.capture_file import place_of, title_of
from netkit.cli.help import Command
from netkit.cli.output import reports, say, show
from netkit.cli.picture_file import write_svg
from netkit.errors import ExitCode, UsageError
from netkit.view import Ladder, Paragraph, Plot

__all__ = ["tell_tcp"]


@click.command(
    "tcp",
    cls=Command,
    examples=[
        ("netkit capture tcp retransmission.pcapng", "which connections there are, and what happened in them"),
        ("netkit capture tcp retransmission.pcapng 0", "every segment of the first, with the reasons"),
        ("netkit capture tcp retransmission.pcapng 0 --ladder", "as a picture, from side to side"),
        ("netkit capture tcp retransmission.pcapng 0 --why", "why each segment was sent, as far as that can be told"),
        (
            "netkit capture tcp retransmission.pcapng 0 --plot sequence --svg plot.svg",
            "its numbers over time, as a file",
        ),
    ],
)
@click.argument("file", type=click.Path())
@click.argument("stream", type=click.IntRange(0), required=False, metavar="[N]")
@click.option("--ladder", "as_ladder", is_flag=True, help="Draw the segments from side to side.")
@click.option(
    "--plot",
    "plotted",
    type=click.Choice(tuple(PLOTS)),
    help="Draw sequence numbers over time, or the bytes under way (flight).",
)
@click.option(
    "--of", "side", type=click.Choice(("client", "server")), help="Plot this side's bytes; else of who sent more."
)
@click.option("--svg", "target", type=click.Path(), metavar="OUT", help="Write the picture as an SVG file.")
@click.option("--why", "as_reasons", is_flag=True, help="Follow both senders, and say of each segment why it was sent.")
@click.option("--everything", is_flag=True, help="Leave nothing out, however long it is.")
@click.pass_context
@reports
def tell_tcp(
    ctx: click.Context,
    file: str,
    stream: int | None,
    plotted: str | None,
    side: str | None,
    target: str | None,
    *,
    as_ladder: bool,
    as_reasons: bool,
    everything: bool,
) -> None:
    """What happened in the connections.

    Handshakes, round trips, what was sent again, overtaken, doubled or held back, each with its reason.

    FILE is a capture, or - for standard input. N is the stream's number, as Wireshark counts them (tcp.stream); without it the connections
    are listed. Where netkit and Wireshark call a segment differently, both names are told.
    """
    if as_reasons:
        _alone(bool(plotted or side or target or as_ladder))
        from netkit.cli.capture_tcp_why import tell_why  # noqa: PLC0415 - only who asks why needs it

        if tell_why(file, stream, everything=everything):
            ctx.exit(ExitCode.MALFORMED)
        return
    picture = plotted or ("ladder" if as_ladder or target else "")
    if stream is None and (picture or side):
        raise UsageError(
            "a picture of which connection?",
            why="it shows one, and no number was given",
            hint=f"netkit capture tcp {shlex.quote(file)} lists them",
        )
    _agree(plotted, side, as_ladder=as_ladder)
    if stream is None:
        found = accounts(place_of(file))
        show(accounts_view(found.streams, title=title_of(file), path=file, problems=found.problems))
    else:
        found = events_of(place_of(file), stream)
        _check(file, stream, found)
        _show_story(file, stream, found, picture, side=side, target=target, everything=everything)
    if found.problems:
        ctx.exit(ExitCode.MALFORMED)


def _show_story(
    file: str, stream: int, found: Accounts, picture: str, *, side: str | None, target: str | None, everything: bool
) -> None:
    """What happened in one connection, or its picture in a file."""
    account, told = found.streams[stream], list(explained(found.events))
    drawn = _drawn(picture, account, told, side=side, everything=everything)
    if target is not None and drawn is not None:
        write_svg(drawn, target)
        say(Paragraph(text=f"{target} is written."))
        return
    document = story_view(
        account,
        told,
        title=title_of(file),
        problems=found.problems,
        everything=everything,
        pictures=[] if drawn is None else [drawn],
        next_commands=_next(file, stream, account, picture),
    )
    show(document)


def _alone(picture: bool) -> None:  # noqa: FBT001 - the one thing it is asked
    """UsageError for --why beside a picture."""
    if picture:
        raise UsageError(
            "--why is a list, not a picture",
            why="it says of each segment why it was sent",
            hint="leave out --why, or --ladder, --plot, --of and --svg",
        )


def _drawn(
    picture: str, account: Account, told: Sequence[Explained], *, side: str | None, everything: bool
) -> Ladder | Plot | None:
    """The picture of that name; None without one."""
    if not picture:
        return None
    if picture == "ladder":
        return ladder(account, told, everything=everything)
    return PLOTS[picture](account, told, side=None if side is None else ("client", "server").index(side))


def _next(file: str, stream: int, account: Account, picture: str) -> list[tuple[str, str]]:
    words = f"netkit capture tcp {shlex.quote(file)} {stream}"
    found = [(words, "every segment, with its reason")] if picture else [(f"{words} --ladder", "the same as a picture")]
    if picture != "sequence":
        found.append((f"{words} --plot sequence", "its numbers over time"))
    found.append((f"netkit capture follow {shlex.quote(file)} {stream}", "what both sides said"))
    return [*found, (f"netkit packet explain {shlex.quote(file)}:{account.first_packet}", "its first packet")]


def _agree(plotted: str | None, side: str | None, *, as_ladder: bool) -> None:
    """UsageError for options of which one would say nothing beside the others."""
    if side and not plotted:
        raise UsageError(
            "--of is for --plot", why="a ladder has both sides", hint="add --plot sequence, or --plot flight"
        )
    if plotted and as_ladder:
        raise UsageError(
            "--ladder and --plot are two pictures", why="one is shown at a time", hint="leave one of them out"
        )


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
