"""`netkit lab hold`: the kernel keeps its hands off a port, so that segments can be made by hand."""

from __future__ import annotations

import select
import signal
import subprocess
from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.output import reports, say, show
from netkit.errors import UsageError
from netkit.view import Document, Json, Next, Paragraph, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.view import Block

__all__ = ["hold"]

SCHEMA = "netkit.lab.hold/1"

WITHOUT = (
    "Your program makes its SYN by hand, so your kernel knows nothing of it. When the server's SYN, ACK comes in, the kernel finds no "
    "connection that it belongs to, and answers with a reset, as it must (RFC 9293 §3.10.7.1): the server forgets yours."
)
NOW = (
    "Held, the port belongs to a socket, so the kernel hands it what comes, and a filter there drops it all before anything is answered. "
    "Whoever reads the wire (netkit capture sniff, scapy, Wireshark) still sees every segment."
)


@click.command(
    cls=Command,
    examples=[
        ("netkit lab hold 40000", "hold the port until Ctrl-C; work in another window"),
        ("netkit lab hold 40000 -- python3 handshake.py", "hold it while a program runs"),
    ],
)
@click.argument("port", type=click.IntRange(1, 65535))
@click.argument("command", nargs=-1, metavar="[-- COMMAND]", type=click.UNPROCESSED)
@click.pass_context
@reports
def hold(ctx: click.Context, port: int, command: tuple[str, ...]) -> None:
    """Keep the kernel's resets away from a port.

    So you can send its TCP segments by hand: PORT is the one that your own segments come from. It is held for IPv4 and IPv6, in the
    network that you are in: inside of netkit lab shell, that of the lab. No rights and no firewall are needed. What COMMAND says as its
    exit code, netkit says, too.
    """
    from netkit.live.holding import Hold  # noqa: PLC0415
    from netkit.live.stopping import Stop  # noqa: PLC0415

    with Hold(port) as held:
        blocks = _told(port, held.versions, command)
        if command:
            say(*blocks)
            ctx.exit(_run(command, port))
        with Stop() as stop:
            data: dict[str, Json] = {"port": port, "versions": list(held.versions)}
            show(Document(schema=SCHEMA, data=data, blocks=blocks))
            select.select([stop.descriptor], [], [])
    say(Paragraph(text=f"Port {port} is free: from now on the kernel answers what comes to it."))


def _told(port: int, versions: Sequence[int], command: Sequence[str]) -> list[Block]:
    """What is held, why, and how it ends."""
    over = " and ".join(f"IPv{version}" for version in versions)
    end = f"while {command[0]} runs" if command else "until Ctrl-C"
    blocks: list[Block] = [Sentence(text=f"holding TCP port {port} over {over}, {end}")]
    if not command:
        blocks += [
            Paragraph(text=f"Without this: {WITHOUT[0].lower()}{WITHOUT[1:]}"),
            Paragraph(text=NOW),
            Next(commands=[(f"netkit capture sniff -Y 'tcp.port == {port}'", "what comes of your segments")]),
        ]
    return blocks


def _run(command: Sequence[str], port: int) -> int:
    """Run the program in this terminal, whose Ctrl-C is for it; gives its exit code."""
    try:
        process = subprocess.Popen(command)  # noqa: S603 - the user's own program
    except OSError as error:
        raise UsageError(
            f"{command[0]} can't be started: {(error.strerror or str(error)).lower()}",
            why="what stands behind -- is a program and its arguments",
            hint=f"netkit lab hold {port} -- python3 handshake.py",
        ) from error
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code = process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return 128 - code if code < 0 else code
