"""`netkit tcp listen`: a client on the kernel's TCP fetches a file from netkit's own."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.output import reports, say
from netkit.cli.tcp_live import converse, live_options, live_plan, page_of_size, tell
from netkit.errors import ExitCode, UsageError
from netkit.view import Fact, Facts, Next, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from netkit.address import Address
    from netkit.cli.tcp_live import Told
    from netkit.cli.tcp_live_place import Place
    from netkit.internet.host.conversation import Conversation
    from netkit.live.child import Child
    from netkit.tcp.segmentation.ends import End
    from netkit.view import Block

__all__ = ["listen"]

SCHEMA = "netkit.tcp.listen/1"
ADDRESSES = {4: "192.0.2.80", 6: "2001:db8::80"}
LARGEST_FILE = 1 << 26
CLIENT_PATIENCE = 5.0
"""Seconds in which a client ends after its connection has."""

ANY_PORT, DEFAULT_PORT = 0, 80


@click.command(
    "listen",
    cls=Command,
    examples=[
        ("netkit tcp listen", "a small client on the kernel's TCP fetches a page from netkit's"),
        ("netkit tcp listen 8080 --file page.html -- curl -s http://192.0.2.80:8080/", "a client of your own"),
        ("netkit tcp listen --rtt 40ms --drop data:3", "a segment is lost: netkit notices, and how"),
        ("netkit tcp listen 8080 --wait", "whoever comes: it says how to join the network"),
    ],
)
@click.argument("words", nargs=-1, metavar="[PORT] [-- CLIENT]", type=click.UNPROCESSED)
@click.option(
    "--file",
    "file",
    type=click.Path(),
    metavar="FILE",
    help="What is served (- for standard input); else a made-up page.",
)
@click.option("--bytes", "count", metavar="SIZE", help="How large the made-up page is.")
@click.option("--raw", is_flag=True, help="Send it at once and as it is, without HTTP around it.")
@click.option(
    "--address", metavar="ADDRESS", help="Netkit's own address; 192.0.2.80 or 2001:db8::80 if nothing is said."
)
@click.option("-6", "--ipv6", is_flag=True, help="Over IPv6.")
@click.option("--wait", is_flag=True, help="Start no client: say how to join the network, and wait for one.")
@click.option("--output", type=click.Path(), metavar="FILE", help="Write what the client got there.")
@live_options
@click.pass_context
@reports
def listen(ctx: click.Context, /, words: tuple[str, ...], **options: object) -> None:
    """Serve a file from netkit's own TCP to a client on the kernel's (Linux).

    Each segment is shown as it comes and goes, with the reason. One connection is served, in a private network: to a small client of
    netkit's, to the program behind --, or with --wait to whoever comes. With --here netkit's address is reached from this machine's own
    network. It ends with 4 where the connection fails, and with 1 where the client got other bytes.
    """
    from netkit.cli.tcp_live_place import Place  # noqa: PLC0415
    from netkit.internet.crossing import Side  # noqa: PLC0415
    from netkit.internet.host.programs import Responder, answer  # noqa: PLC0415
    from netkit.internet.view.live_report import ended_well  # noqa: PLC0415
    from netkit.tcp.segmentation.ends import End  # noqa: PLC0415

    port, command = _port_of(words)
    _agree(command, options)
    here, wait = bool(options["here"]), bool(options["wait"])
    local, kernel, router = _addresses(options, here=here)
    content = _content(options)
    response = content if options["raw"] else answer(content)
    plan = live_plan(End(local, port), End(kernel, ANY_PORT), router, Side.SENDER, options, connects=False, wait=wait)
    with Place(kernel, (local, router) if here else (), private=not here) as place, tempfile.TemporaryFile() as got:
        client = None if wait else _client(place, End(local, port), command, got, raw=bool(options["raw"]))
        if wait:
            say(*_how_to_come(place, End(local, port)))
        talk = converse(place, plan, Responder(response, at_once=bool(options["raw"])), options, _gone(client, command))
        patience = CLIENT_PATIENCE if ended_well(talk) else 0.0
        code = None if client is None else client.wait(patience)
        got.seek(0)
        came = got.read()
    if options["output"]:
        Path(str(options["output"])).write_bytes(came)
    intact = None if client is None else came == (response if not command else content)
    told = _told(talk, content, came, client, code, command, intact)
    tell(
        SCHEMA,
        place,
        talk,
        options,
        told,
        [("netkit tcp connect 192.0.2.80 80", "the other way: netkit's TCP fetches from the kernel's")],
    )
    if intact is False and not command:
        ctx.exit(ExitCode.WRONG)


def _port_of(words: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """The port, if the first word is a number, and the words of the client; UsageError for a number that is no port."""
    if not words or not (words[0].isascii() and words[0].isdigit()):
        return DEFAULT_PORT, words
    if not 1 <= int(words[0][:6]) < 1 << 16:
        raise UsageError(
            f"{words[0][:20]} is no port", why="ports are numbers from 1 to 65,535", hint="netkit tcp listen 8080"
        )
    return int(words[0]), words[1:]


def _agree(command: tuple[str, ...], options: Mapping[str, object]) -> None:
    if options["wait"] and command:
        raise UsageError("--wait and a client exclude each other", why="one of them comes", hint="leave --wait out")
    if options["wait"] and options["output"]:
        raise UsageError(
            "--output is for what a client of ours got", why="with --wait another one comes", hint="leave --output out"
        )
    if options["file"] and options["count"]:
        raise UsageError("--file and --bytes exclude each other", why="one of them is served", hint="leave --bytes out")


def _addresses(options: Mapping[str, object], *, here: bool) -> tuple[Address, Address, Address]:
    """Netkit's address, the kernel's, a router's; UsageError for one that netkit can't have."""
    from netkit.address import Address as Made  # noqa: PLC0415
    from netkit.address import parse_address  # noqa: PLC0415
    from netkit.cli.tcp_live_place import checked_address, neighbours  # noqa: PLC0415

    asked = options["address"]
    version = 6 if options["ipv6"] else 4
    local = parse_address(str(asked) if asked else ADDRESSES[version])
    if asked and options["ipv6"] and local.version == 4:
        raise UsageError(
            f"{local} is no IPv6 address", why="--ipv6 asks for one", hint="leave --ipv6 out, or --address 2001:db8::80"
        )
    if here and not asked:
        local, router = neighbours(local, private=False)
        return local, Made(local.version, router.number + 2), router
    checked_address(local, here=False)
    kernel, router = neighbours(local, private=True)
    return local, kernel, router


def _content(options: Mapping[str, object]) -> bytes:
    from netkit.cli.content_file import bytes_of  # noqa: PLC0415

    return (
        bytes_of(str(options["file"]), LARGEST_FILE, "a file to be served")
        if options["file"]
        else page_of_size(options)
    )


def _client(place: Place, server: End, command: tuple[str, ...], got: IO[bytes], *, raw: bool) -> Child:
    """Start the client; what it gets goes to a file."""
    from netkit.internet.host.programs import request  # noqa: PLC0415
    from netkit.live.child import Streams  # noqa: PLC0415
    from netkit.live.pages import fetch  # noqa: PLC0415

    if command:
        with Path(os.devnull).open("rb") as nothing:
            return place.start(command, Streams(input=nothing.fileno(), output=got.fileno(), errors=2))
    question = b"" if raw else request("/", str(server))

    def work() -> int:
        try:
            got.write(fetch(server.address, server.port, question))
            got.flush()
        except OSError:
            return 1
        return 0

    return place.run(work)


def _gone(client: Child | None, command: tuple[str, ...]) -> Callable[[Conversation], str]:
    """Says when the client has ended without connecting."""

    def gone(talk: Conversation) -> str:
        if client is None or talk.remote.port or client.poll() is None:
            return ""
        name = command[0] if command else "netkit's client"
        return f"{name} ended with code {client.code}, and has not connected"

    return gone


def _how_to_come(place: Place, server: End) -> list[Block]:
    """How somebody else gets into the network."""
    fetch = f"curl http://{server}/"
    if place.keeper:
        users = " --user --preserve-credentials" if place.rootless else ""
        fetch = f"nsenter --target {place.keeper} --net{users} {fetch}"
    return [Paragraph(text=f"Waiting at {server}; in another terminal:"), Next(commands=[(fetch, "")])]


def _told(
    talk: Conversation,
    content: bytes,
    came: bytes,
    client: Child | None,
    code: int | None,
    command: tuple[str, ...],
    intact: bool | None,  # noqa: FBT001
) -> Told:
    """What was served, and what the client says that it got."""
    digest = hashlib.sha256(content).hexdigest()
    rows = [Fact(label="served", value=f"{len(content):,} bytes, SHA-256 {digest[:16]}…")]
    name = command[0] if command else "netkit's client"
    if client is not None:
        same = "the same bytes" if intact else "not just those"
        how = "did not end" if code is None else f"ended with code {code}"
        rows.append(Fact(label="client", value=f"{name} {how}; it gave {len(came):,} bytes, {same}"))
    asked = bytes(talk.program.received).partition(b"\r\n")[0].decode("latin-1")
    if asked:
        rows.insert(0, Fact(label="asked", value=asked[:200]))
    return [Facts(rows=rows)], {
        "served": len(content),
        "served_sha256": digest,
        "client_code": code,
        "client_bytes": None if client is None else len(came),
        "intact": intact,
    }
