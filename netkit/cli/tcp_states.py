"""`netkit tcp states`: the states of a connection, and what leads from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.output import reports, say, show
from netkit.errors import UsageError
from netkit.view import Paragraph

if TYPE_CHECKING:
    from netkit.tcp import State

__all__ = ["states"]

SIDES = ("sender", "receiver")


@click.command(
    "states",
    cls=Command,
    examples=[
        ("netkit tcp states", "every state, and what leads on from it"),
        ("netkit tcp states --of sender", "the way of one who connects, sends and closes"),
        ("netkit tcp states --path CLOSED,SYN-SENT,SYN-RECEIVED,ESTABLISHED", "two that connect to each other at once"),
        ("netkit tcp states --of receiver --svg states.svg", "as a picture, with the way marked"),
    ],
)
@click.option("--path", "path_text", metavar="STATE,STATE…", help="Mark this path.")
@click.option("--of", "side", type=click.Choice(SIDES), help="Mark the path of this side of a small transfer.")
@click.option("--svg", "target", type=click.Path(), metavar="OUT", help="Write the picture as an SVG file.")
@reports
def states(path_text: str | None, side: str | None, target: str | None) -> None:
    """The states of a TCP connection, and what leads from one to the next.

    A path is marked with the number of each step. What has the abrupt ends (RST, giving up) in common is told once, beneath.
    """
    from netkit.tcp.connection.states_view import parse_path, states_graph, states_view  # noqa: PLC0415

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


def _usual(side: str) -> list[State]:
    """The path of one side of a few bytes that meet no loss."""
    from netkit.internet import Plan, transfer  # noqa: PLC0415
    from netkit.internet.crossing import Side  # noqa: PLC0415
    from netkit.internet.payload import Numbered  # noqa: PLC0415
    from netkit.internet.states import states_of  # noqa: PLC0415

    return states_of(transfer(Plan(payload=Numbered(1000))), Side[side.upper()])
