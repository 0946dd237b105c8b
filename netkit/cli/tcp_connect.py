"""`netkit tcp connect`: netkit's own TCP opens a connection to a server on the kernel's, and fetches a page."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.output import reports
from netkit.cli.tcp_live import converse, live_options, live_plan, page_of_size, tell
from netkit.errors import AccessError, ExitCode, UsageError
from netkit.view import Fact, Facts, Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netkit.address import Address
    from netkit.cli.tcp_live import Told
    from netkit.cli.tcp_live_place import Place
    from netkit.internet.host.conversation import Conversation
    from netkit.internet.host.programs import Program
    from netkit.live.child import Child
    from netkit.view import Block

__all__ = ["connect"]

SCHEMA = "netkit.tcp.connect/1"
START_PATIENCE = 10.0
FIRST_PORT, PORTS = 49_152, 16_384
LARGEST_FILE = 1 << 26
MOST_LINES, LONGEST_LINE = 12, 200


@click.command(
    "connect",
    cls=Command,
    examples=[
        ("netkit tcp connect 192.0.2.80 80", "a page from a small server, over the kernel's TCP"),
        ("netkit tcp connect 192.0.2.80 80 --rtt 40ms --loss 5%", "over a path that loses some"),
        ("netkit tcp connect 192.0.2.80 80 --mtu 1000", "over a path with a narrow link: who notices, and how"),
        ("netkit tcp connect 192.0.2.80 8000 -- python3 -m http.server 8000", "from a server of your own"),
        ("netkit tcp connect 10.0.0.1 80 --here", "a server that runs already, inside of unshare -rn"),
    ],
)
@click.argument("address", metavar="ADDRESS")
@click.argument("port", metavar="PORT", type=click.IntRange(1, 65535))
@click.argument("command", nargs=-1, metavar="[-- SERVER]", type=click.UNPROCESSED)
@click.option("--get", "path", metavar="PATH", help="Fetch this page by HTTP; / if nothing is said.")
@click.option(
    "--send",
    "file",
    type=click.Path(),
    metavar="FILE",
    help="Send this file as it is (- for standard input), then read.",
)
@click.option(
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Write what came there: the page alone, or with --send all bytes.",
)
@click.option("--bytes", "count", metavar="SIZE", help="How large the page of netkit's own server is.")
@live_options
@click.pass_context
@reports
def connect(ctx: click.Context, /, address: str, port: int, command: tuple[str, ...], **options: object) -> None:
    """Open a connection from netkit's own TCP to a server on the kernel's (Linux).

    Each segment is shown as it comes and goes, with the reason. A private network is made for it, in which the kernel has ADDRESS; a
    small server of netkit's listens there, or the program behind --. If this machine itself has ADDRESS, and rights allow, it happens
    here, with the server that listens already. The path options say what happens to packets on the way. It ends with 4 where the
    connection fails.
    """
    from netkit.address import parse_address  # noqa: PLC0415
    from netkit.cli.tcp_live_place import Place, checked_address, neighbours, refuse_rights  # noqa: PLC0415
    from netkit.internet.crossing import Side  # noqa: PLC0415
    from netkit.tcp.segmentation.ends import End  # noqa: PLC0415

    kernel = parse_address(address)
    wanted = options["here"] if isinstance(options["here"], bool) else None
    here = checked_address(kernel, here=wanted)
    if options["count"] and (command or here):
        raise UsageError(
            "--bytes is for the page of netkit's own server",
            why="another server has pages of its own",
            hint="leave --bytes out",
        )
    local, router = neighbours(kernel, private=not here)
    chosen = FIRST_PORT + (time.time_ns() // 1_000_000 % PORTS if here else 0)
    side = Side.SENDER if options["file"] else Side.RECEIVER
    plan = live_plan(End(local, chosen), End(kernel, port), router, side, options, connects=True)
    program, page = _program(options, kernel, port), b"" if command or here else page_of_size(options)
    try:
        place = Place(None if here else kernel, (local, router), private=not here)
    except AccessError as error:
        raise (refuse_rights(kernel, error) if here and wanted is None else error) from error
    with place:
        if not here or command:
            _serve(place, kernel, port, command, page)
        talk = converse(place, plan, program, options)
    body = _body(bytes(talk.program.received), raw=bool(options["file"]))
    if options["output"]:
        Path(str(options["output"])).write_bytes(body)
    intact = None if command or here or options["file"] else body == page
    told = _told(talk, options, body, intact)
    tell(
        SCHEMA,
        place,
        talk,
        options,
        told,
        [("netkit tcp listen", "the other way: the kernel's TCP fetches from netkit's")],
    )
    if intact is False:
        ctx.exit(ExitCode.WRONG)


def _program(options: Mapping[str, object], kernel: Address, port: int) -> Program:
    """What netkit's end sends."""
    from netkit.cli.content_file import bytes_of  # noqa: PLC0415
    from netkit.internet.host.programs import Asker, request  # noqa: PLC0415
    from netkit.tcp.segmentation.ends import End  # noqa: PLC0415

    if options["file"] and options["path"]:
        raise UsageError("--send and --get exclude each other", why="one of them is sent", hint="leave one of them out")
    if options["file"]:
        return Asker(bytes_of(str(options["file"]), LARGEST_FILE, "a file to be sent"), finish=True)
    return Asker(request(str(options["path"] or "/"), str(End(kernel, port))))


def _serve(place: Place, kernel: Address, port: int, command: tuple[str, ...], page: bytes) -> None:
    """Start the server, and wait until it listens; AccessError where it does not."""
    from netkit.internet.host.programs import answer  # noqa: PLC0415
    from netkit.live.child import Streams  # noqa: PLC0415
    from netkit.live.listening_ports import hears, wait_for_listener  # noqa: PLC0415
    from netkit.live.pages import serve  # noqa: PLC0415

    if command:
        if place.keeper == 0 and hears(kernel, port):
            raise AccessError(
                f"port {port} of {kernel} is taken",
                why="a program listens there already",
                hint="leave the command out to connect to it",
            )
        with Path(os.devnull).open("rb") as nothing:
            server = place.start(command, Streams(input=nothing.fileno(), output=2))
    else:
        server = place.run(lambda: serve(kernel, port, answer(page, "text/plain")))
    waiter = place.run(lambda: 0 if wait_for_listener(kernel, port, START_PATIENCE) else 1)
    while waiter.poll() is None:
        if server.poll() is not None and waiter.wait(0.2) is None:
            break
        time.sleep(0.005)
    if waiter.poll() != 0:
        raise _not_listening(server, command, kernel, port)


def _not_listening(server: Child, command: tuple[str, ...], kernel: Address, port: int) -> AccessError:
    name = command[0] if command else "netkit's own server"
    if server.poll() is not None:
        how = f"with code {server.code}" if (server.code or 0) >= 0 else f"by signal {-(server.code or 0)}"
        return AccessError(
            f"{name} ended {how} before it listened at {kernel} port {port}",
            why="what it said of that stands above, if it said anything",
            hint="a server must listen at this address, or at all (0.0.0.0 or ::); in a private network user 0 is all that there is",
        )
    return AccessError(
        f"{name} runs, and after {START_PATIENCE:g} s does not listen at {kernel} port {port}",
        why="netkit connects once the server listens",
        hint="have it listen at that port, and at this address or at all (0.0.0.0 or ::)",
    )


def _body(received: bytes, *, raw: bool) -> bytes:
    """What is behind the head of an HTTP answer."""
    head, blank, body = received.partition(b"\r\n\r\n")
    return body if blank and not raw and head.startswith(b"HTTP/") else received


def _told(talk: Conversation, options: Mapping[str, object], body: bytes, intact: bool | None) -> Told:  # noqa: FBT001
    """What came: the first line of the answer, how much, and the first lines of it."""
    received = bytes(talk.program.received)
    status = received.partition(b"\r\n")[0].decode("latin-1") if received.startswith(b"HTTP/") else ""
    rows = [Fact(label="answer", value=status)] if status else []
    same = {True: ", byte for byte those of the page", False: ", which are not those of the page", None: ""}[intact]
    rows.append(Fact(label="came", value=f"{len(body):,} bytes{same}"))
    if options["output"]:
        rows.append(Fact(label="written to", value=str(options["output"])))
    blocks: list[Block] = [Facts(rows=rows)] if received else []
    lines = body[: MOST_LINES * LONGEST_LINE].decode("utf-8", "replace").splitlines()
    if lines and not options["output"]:
        more = len(lines) > MOST_LINES or len(body) > MOST_LINES * LONGEST_LINE
        shown = [line[:LONGEST_LINE] for line in lines[:MOST_LINES]] + (
            ["… and so on; --output FILE keeps all of it"] if more else []
        )
        blocks.append(Paragraph(text="\n".join(shown), quiet=True))
    return blocks, {"status": status or None, "body_bytes": len(body), "intact": intact}
