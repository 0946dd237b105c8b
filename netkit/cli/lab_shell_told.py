"""What `netkit lab shell` says: what is there, how its network was made, and what is left at the end."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

from netkit.cli.output import say
from netkit.view import Document, Fact, Facts, Heading, Next, Paragraph, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netkit.internet.room import Room
    from netkit.view import Block, Json

__all__ = ["commands_document", "ended", "welcome"]

COMMANDS_SCHEMA = "netkit.lab.shell.commands/1"


def welcome(state: Mapping[str, Any], *, joined: bool) -> None:
    """What is here, on standard error: it is no report."""
    room = state.get("room", {})
    where = "the network that is up already" if joined else "a network of your own"
    machines = room.get("machines", [])
    rows = [Fact(label="your machine", value=", ".join(each.partition("/")[0] for each in room.get("student", [])))]
    for machine in machines:
        services = machine["services"]
        note = "; ".join(f"{each['about']}: {' and '.join(each['transports'])} {each['port']}" for each in services)
        rows.append(Fact(label=machine["name"], value=", ".join(machine["addresses"]), note=note))
    blocks: list[Block] = [Sentence(text=f"{where} · exit leaves it"), Facts(rows=rows)]
    if room.get("internet"):
        blocks.append(
            Paragraph(
                text="The name servers of the made-up internet are here, too, each at its own address: netkit dns zones lists them."
            )
        )
    told = ["Nothing outside can be reached from here, and every packet is recorded."]
    missing = state.get("missing", [])
    if missing:
        told.append(f"{' and '.join(missing)} could not be shown as the network needs it: name the server (dig @…).")
    blocks.append(Paragraph(text=" ".join(told), quiet=True))
    commands = _tries(machines)
    if commands:
        blocks.append(Next(commands=commands))
    say(*blocks)


def _tries(machines: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Something to type, for each kind of server there is."""
    found: dict[int, tuple[str, str]] = {}
    for machine in machines:
        for each in machine["services"]:
            way = _way(machine["name"], machine["addresses"][0], each["port"])
            if way is not None:
                found.setdefault(each["port"], way)
    return [*found.values(), ("netkit capture show $NETKIT_LAB_SHELL/wire.pcapng", "what was on the cable until now")]


def _way(name: str, address: str, port: int) -> tuple[str, str] | None:
    """A command that talks with a server at a port, by a program that is there, and a word on it."""
    ways = {
        53: [("dig", f"dig @{address} www.example.test"), ("", f"netkit dns ask www.example.test @{address}")],
        80: [("curl", f"curl http://{name}/")],
        25: [("nc", f"nc {name} 25")],
        7: [("nc", f"nc {name} 7")],
    }
    words = {
        53: "a name becomes an address",
        80: "a page",
        25: "the mail server speaks first; QUIT ends it",
        7: "what you type comes back; Ctrl-C ends it",
    }
    return next(((line, words[port]) for program, line in ways.get(port, []) if not program or which(program)), None)


def ended(told: Mapping[str, Any], *, here: Path) -> None:
    """What is left of a shell: the recording, or others that are still there."""
    if not told:
        say(Paragraph(text="The network has ended already."))
    elif not told.get("over"):
        say(Paragraph(text="Another shell is still in this network, so it stays up."))
    elif told.get("recording"):
        path = Path(str(told["recording"]))
        shown = os.path.relpath(path, here) if path.is_relative_to(here) else str(path)
        lost = int(told.get("lost", 0))
        more = f" ({lost:,} more came too fast to be recorded)" if lost else ""
        count = int(told.get("packets", 0))
        say(
            Paragraph(text=f"The network is gone; what passed its cable, {count:,} packets, is kept{more}."),
            Next(commands=[(f"netkit capture show {shown}", "look at it")]),
        )


def commands_document(room: Room) -> Document:
    """The commands that make a room's network, as root would type them, with what each is for."""
    from netkit.address import parse_address  # noqa: PLC0415
    from netkit.sandbox.network import network_steps  # noqa: PLC0415

    room.check()
    addresses = []
    if room.internet:
        from netkit.internet.room.internet import internet_addresses  # noqa: PLC0415

        addresses = [parse_address(each) for each in internet_addresses()]
    steps = network_steps(room, addresses)
    data: list[Json] = [{"about": step.about, "commands": list(step.commands)} for step in steps]
    blocks: list[Block] = [
        Sentence(
            text="the commands that make this network, for root; netkit tells the kernel the same without them, and without root"
        )
    ]
    for about, alike in groupby(steps, key=lambda step: step.about):
        commands = [command for step in alike for command in step.commands]
        blocks += [Heading(text=about), Paragraph(text="\n".join(commands))]
    return Document(schema=COMMANDS_SCHEMA, data={"steps": data}, blocks=blocks)
