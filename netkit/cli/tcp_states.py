"""`netkit tcp states`: the states of a connection, and what leads from one to the next."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.output import reports, say, show
from netkit.errors import ExitCode, UsageError
from netkit.view import Paragraph

if TYPE_CHECKING:
    from netkit.tcp import State

__all__ = ["states"]

SIDES = ("sender", "receiver")
CAPTURED = ("client", "server")


@click.command(
    "states",
    cls=Command,
    examples=[
        ("netkit tcp states", "every state, and what leads on from it"),
        ("netkit tcp states --of sender", "the way of one who connects, sends and closes"),
        ("netkit tcp states --capture retransmission.pcapng 0", "the ways of both sides of a captured connection"),
        ("netkit tcp states --path CLOSED,SYN-SENT,SYN-RECEIVED,ESTABLISHED", "two that connect to each other at once"),
        ("netkit tcp states --of receiver --svg states.svg", "as a picture, with the way marked"),
    ],
)
@click.argument("stream", type=click.IntRange(0), required=False, metavar="[N]")
@click.option("--capture", "file", type=click.Path(), metavar="F", help="Mark the paths of stream N of this capture.")
@click.option("--path", "path_text", metavar="STATE,STATE…", help="Mark this path.")
@click.option(
    "--of",
    "side",
    type=click.Choice((*SIDES, *CAPTURED)),
    help="Mark the path of this side of a small transfer; with --capture, client or server.",
)
@click.option("--svg", "target", type=click.Path(), metavar="OUT", help="Write the picture as an SVG file.")
@click.pass_context
@reports
def states(
    ctx: click.Context,
    stream: int | None,
    file: str | None,
    path_text: str | None,
    side: str | None,
    target: str | None,
) -> None:
    """The states of a TCP connection, and what leads from one to the next.

    A path is marked with the number of each step. What has the abrupt ends (RST, giving up) in common is told once, beneath.
    """
    from netkit.tcp.connection.states_view import parse_path, states_graph, states_view  # noqa: PLC0415

    _agree(stream, file, path_text, side)
    if file is not None:
        if _captured(file, stream or 0, side, target):
            ctx.exit(ExitCode.MALFORMED)
        return
    if path_text is not None and side is not None:
        raise UsageError(
            "--path and --of exclude each other", why="one path is marked at a time", hint="leave one of them out"
        )
    path = [] if path_text is None else parse_path(path_text)
    told = "the path that you gave" if path else ""
    if side is not None:
        path, told = _usual(side), f"the {side} of a transfer"
    if target is not None:
        from netkit.cli.picture_file import write_svg  # noqa: PLC0415

        write_svg(states_graph(path, told=told), target)
        say(Paragraph(text=f"{target} is written."))
    following = [] if path else [("netkit tcp states --of sender", "the way of one who connects, sends and closes")]
    if target is None:
        following.append(("netkit tcp states … --svg states.svg", "as a picture"))
    show(states_view(path, told=told[:1].upper() + told[1:], next_commands=following))


def _agree(stream: int | None, file: str | None, path_text: str | None, side: str | None) -> None:
    """UsageError for options that don't go together."""
    if file is None and stream is not None:
        raise UsageError(
            f"stream {stream} of which capture?", why="a number alone names none", hint="--capture FILE in front of it"
        )
    if file is None and side in CAPTURED:
        raise UsageError(
            f"--of {side} is for --capture", why="a made-up transfer has a sender and a receiver", hint="--of sender"
        )
    if file is not None and (path_text is not None or side in SIDES):
        raise UsageError(
            "--capture brings its own paths",
            why="they are those of the connection's client and server",
            hint="leave out --path; --of client, or --of server, marks one of them",
        )


def _captured(file: str, stream: int, side: str | None, target: str | None) -> bool:
    """Show the paths of a captured connection; True if something was wrong with the file."""
    from netkit.capture.view import troubles  # noqa: PLC0415
    from netkit.cli.capture_file import title_of  # noqa: PLC0415
    from netkit.cli.tracked_streams import tracked_stream  # noqa: PLC0415
    from netkit.tcp.connection.paths_view import paths_view  # noqa: PLC0415

    story, problems = tracked_stream(file, stream, command="netkit capture tcp")
    paths = dict(zip(CAPTURED, story.tracker.paths, strict=True))
    told = f"{title_of(file)} · TCP stream {stream} · client {story.client}, server {story.server}"
    if target is not None:
        from netkit.cli.picture_file import write_svg  # noqa: PLC0415
        from netkit.tcp.connection.states_view import states_graph  # noqa: PLC0415

        drawn = side or CAPTURED[0]
        write_svg(states_graph(paths[drawn], told=f"the {drawn} of TCP stream {stream}"), target)
        say(Paragraph(text=f"{target} is written: the path of the {drawn}."))
    words = f"netkit tcp states --capture {shlex.quote(file)} {stream}"
    following = [(f"netkit capture tcp {shlex.quote(file)} {stream} --why", "why each segment was sent")]
    if target is None:
        following.append((f"{words} --of server --svg states.svg", "the server's as a picture"))
    chosen = paths if side is None else {side: paths[side]}
    show(paths_view(chosen, told=told, troubles=troubles(problems), next_commands=following))
    return bool(problems)


def _usual(side: str) -> list[State]:
    """The path of one side of a few bytes that meet no loss."""
    from netkit.internet import Plan, transfer  # noqa: PLC0415
    from netkit.internet.crossing import Side  # noqa: PLC0415
    from netkit.internet.payload import Numbered  # noqa: PLC0415
    from netkit.internet.states import states_of  # noqa: PLC0415

    return states_of(transfer(Plan(payload=Numbered(1000))), Side[side.upper()])
