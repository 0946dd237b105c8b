"""The commands that would make a room's network, as a script that root can run, or as data."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from netkit.address import parse_address
from netkit.cli.output import Form, form, show
from netkit.sandbox.network import network_steps
from netkit.view import Document

if TYPE_CHECKING:
    from netkit.internet.room import Room
    from netkit.view import Json

__all__ = ["show_commands"]

SCHEMA = "netkit.lab.shell.commands/1"
ABOUT = "# The network of netkit lab shell, for root. netkit tells the kernel the same without these programs, and without root."


def show_commands(room: Room) -> None:
    """Print them, each on one line however long it is, so that it can be copied; UsageError for a room that can't be."""
    room.check()
    addresses = []
    if room.internet:
        from netkit.internet.room.internet import internet_addresses  # noqa: PLC0415 - only where it is wanted

        addresses = [parse_address(each) for each in internet_addresses()]
    steps = network_steps(room, addresses)
    if form() is Form.JSON:
        data: list[Json] = [{"about": step.about, "commands": list(step.commands)} for step in steps]
        show(Document(schema=SCHEMA, data={"steps": data}, blocks=[]))
        return
    lines = [ABOUT]
    for about, together in groupby(steps, key=lambda step: step.about):
        lines += ["", f"# {about}", *(command for step in together for command in step.commands)]
    click.echo("\n".join(lines))
