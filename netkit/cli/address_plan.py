"""`netkit address plan`: subnets of given sizes in a block, with the working."""

from __future__ import annotations

import click

from netkit.address.need import MOST_SUBNETS, numbered, parse_need
from netkit.address.plan import plan_subnets
from netkit.address.plan_view import plan_view
from netkit.address.prefix_text import parse_prefix
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import UsageError

__all__ = ["plan"]


@click.command(
    cls=Command,
    examples=[
        ("netkit address plan 192.0.2.0/24 60 28 12 2 2", "subnets for so many hosts each"),
        ("netkit address plan 192.0.2.0/24 office=60 lab=28 link=/31", "with names, and a prefix length"),
        ("netkit address plan 2001:db8::/48 site=/56 --count 3", "three /56 of IPv6"),
        ("netkit address plan 10.0.0.0/16 500 500 200 --json", "for a program"),
    ],
)
@click.argument("block", required=False)
@click.argument("needs", nargs=-1)
@click.option("--count", type=click.IntRange(1, MOST_SUBNETS), default=1, help="Ask for each size so many times.")
@click.option("--all", "everything", is_flag=True, help="Show the working of every subnet of a long plan.")
@reports
def plan(block: str | None, needs: tuple[str, ...], count: int, *, everything: bool) -> None:
    """Subnets of given sizes in a block, with the working.

    BLOCK is the prefix to divide. NEEDS are the sizes: a number of hosts (every address counts, the router's too) or a prefix length such
    as /64, with a name before it or not (office=60). In IPv6 a size is a prefix length.
    """
    if block is None or not needs:
        raise UsageError(
            "which subnets?" if block else "which block?",
            why="a plan needs a block, and the size of each subnet in it",
            hint="netkit address plan 192.0.2.0/24 60 28 12 2 2",
        )
    whole = parse_prefix(block)
    wanted = [need for text in needs for need in [parse_need(text, whole.version)] * count]
    show(plan_view(plan_subnets(whole, numbered(wanted)), everything=everything))
