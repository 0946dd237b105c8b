"""What `netkit lab shell` says: what is there, and what is left at the end."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

from netkit.cli.output import say
from netkit.view import Fact, Facts, Next, Paragraph, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netkit.view import Block

__all__ = ["ended", "welcome"]


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
    commands = _tries(state)
    if commands:
        blocks.append(Next(commands=commands))
    say(*blocks)


def _tries(state: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Something to type: what the lab asks, and for each kind of server there is a program that talks with it."""
    room = state.get("room", {})
    found: dict[int, tuple[str, str]] = {}
    for machine in room.get("machines", []):
        for each in machine["services"]:
            if each["port"] == 53 and not room["internet"]:
                continue  # which names there are is the lab's to say
            own = any(address in room["resolvers"] for address in machine["addresses"])
            way = _way(machine["name"], "" if own else f" @{machine['addresses'][0]}", each["port"])
            if way is not None:
                found.setdefault(each["port"], way)
    asked = [("netkit lab show", "what is to be done here")] if state.get("lab") else []
    return [
        *asked,
        *found.values(),
        ("netkit capture show $NETKIT_LAB_SHELL/wire.pcapng", "what was on the cable until now"),
    ]


def _way(name: str, at: str, port: int) -> tuple[str, str] | None:
    """A command that talks with a server at a port, by a program that is there, and a word on it; `at` names a server to be asked."""
    ways = {
        53: [("dig", f"dig www.example.test{at}"), ("", f"netkit dns ask www.example.test{at}")],
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


def ended(told: Mapping[str, Any], *, here: Path, quiet: bool) -> None:
    """What is left of a shell: the recording, or others that are still there. A `quiet` one tells only of what went wrong."""
    if told.get("trouble"):
        say(
            Paragraph(
                text="A part of the network failed. This is a fault in netkit, not yours: please report these lines."
            ),
            Paragraph(text=str(told["trouble"])),
        )
    if told.get("unrecorded"):
        say(Paragraph(text=f"Not everything was recorded: {told['unrecorded']}"))
    if not told:
        say(Paragraph(text="The network ended before the program in it did."))
    elif quiet:
        return
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
            Next(commands=[(f"netkit capture show {shlex.quote(shown)}", "look at it")]),
        )
