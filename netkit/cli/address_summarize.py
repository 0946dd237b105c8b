"""`netkit address summarize`: the fewest prefixes for the same addresses, step by step."""

from __future__ import annotations

import click

from netkit.address.span import parse_spans
from netkit.address.summarize_view import summarize_view
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import UsageError

__all__ = ["summarize"]


@click.command(
    cls=Command,
    examples=[
        ("netkit address summarize 192.0.2.0/26 192.0.2.64/26 192.0.2.128/25", "what can be put together, and why"),
        ("netkit address summarize 192.0.2.10 - 192.0.2.20", "a range as prefixes"),
        ("netkit address summarize 10.0.4.0/24 10.0.5.0/24 10.0.6.0/24", "and the one prefix that covers all"),
    ],
)
@click.argument("what", nargs=-1, required=False, metavar="[PREFIX | ADDRESS | FIRST - LAST]…")
@click.option("--all", "everything", is_flag=True, help="Show every step and every prefix of a long summary.")
@reports
def summarize(what: tuple[str, ...], *, everything: bool) -> None:
    """The fewest prefixes for the same addresses, step by step.

    What is given may be prefixes, single addresses and ranges, of IPv4 and IPv6 together. The longest single prefix that covers all is
    shown too, with how much it would cover besides.
    """
    if not what:
        raise UsageError(
            "summarise what?",
            why="there is no prefix, address or range behind the command",
            hint="netkit address summarize 192.0.2.0/25 192.0.2.128/25",
        )
    show(summarize_view(parse_spans(what), everything=everything))
