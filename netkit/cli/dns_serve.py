"""`netkit dns serve`: answer as a name server does, on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netkit.cli.dns_served_places import checked_address, read_zones, write_out
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, say, show, show_stream
from netkit.errors import UsageError
from netkit.view import Document, Next, Paragraph, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netkit.dns.zones import Authority, Zone
    from netkit.live.dns.serving import Asked, Respond
    from netkit.view import Block

__all__ = ["serve"]

SCHEMA = "netkit.dns.serve/1"
PORT = 5300

SIGNED = (
    "Its signatures are good at its own time, the beginning of 2026: a resolver that validates has to believe that it is then (Unbound: "
    'val-override-date: "20260101000100").'
)


@click.command(
    cls=Command,
    examples=[
        ("netkit dns serve example.test.zone", "a zone file, at 127.0.0.1 port 5300"),
        ("netkit dns serve example.test.zone --explain", "and why each question is answered as it is"),
        ("netkit dns serve", "the made-up internet: each of its servers at an address of its own"),
        ("netkit dns serve --hints root.hints", "and the file by which a resolver finds its root"),
        ("netkit dns serve --anchors root.key", "and the one by which it can trust it"),
    ],
)
@click.argument("files", nargs=-1, metavar="[ZONEFILE]...", type=click.Path())
@click.option("--address", metavar="ADDRESS", help="The address to answer at: 127.0.0.1 if nothing is said.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    metavar="NUMBER",
    help="The port, UDP and TCP; 0 is any that is free.",
)
@click.option("--for", "seconds", type=click.FloatRange(0), metavar="SECONDS", help="End after this time.")
@click.option("--explain", is_flag=True, help="Show each question, and why it was answered so.")
@click.option(
    "--hints", type=click.Path(), metavar="FILE", help="Write the addresses of the made-up root there (- for here)."
)
@click.option(
    "--anchors",
    type=click.Path(),
    metavar="FILE",
    help="Write the trust anchor of the made-up root there (- for here).",
)
@click.option("--one-address", is_flag=True, help="The whole made-up internet at one address (macOS, Windows).")
@click.option("--anywhere", is_flag=True, help="Allow an address that other machines can reach.")
@reports
def serve(
    files: tuple[str, ...],
    address: str | None,
    port: int,
    seconds: float | None,
    explain: bool,  # noqa: FBT001  click calls it so
    hints: str | None,
    anchors: str | None,
    one_address: bool,  # noqa: FBT001
    anywhere: bool,  # noqa: FBT001
) -> None:
    """Answer as a name server does, on this machine.

    The answers come from zone files, or else from the made-up internet, all servers of which it is. It answers on this machine alone,
    over UDP and TCP, until Ctrl-C, or for SECONDS. A zone file is what RFC 1035 section 5 describes. With --json, each question is a
    line of JSON on standard output.
    """
    if files and (hints or anchors or one_address):
        given = "--hints" if hints else "--anchors" if anchors else "--one-address"
        raise UsageError(
            f"{given} goes with the made-up internet alone",
            why="a zone file has no root of its own, and is served at one address anyway",
            hint="netkit dns serve, without a file",
        )
    if address and not files and not one_address:
        raise UsageError(
            f"the made-up internet can't be at {address[:60]}",
            why="each of its servers needs an address of its own",
            hint=f"--one-address --address {address[:60]}, or leave --address out",
        )
    here = checked_address(address or "127.0.0.1", anywhere=anywhere)
    if files:
        _from_zones(read_zones(files), here, port, seconds, explain=explain)
    elif one_address:
        _at_one_address(here, port, seconds, hints, anchors, explain=explain)
    else:
        _made_up(port, seconds, hints, anchors, explain=explain)


def _from_zones(zones: Mapping[str, Zone], here: str, port: int, seconds: float | None, *, explain: bool) -> None:
    from netkit.dns.name_text import name_text  # noqa: PLC0415
    from netkit.dns.zones import Authority  # noqa: PLC0415

    found = list(zones.values())
    told = [f"{_told_of(zone)}, from {path}" for path, zone in zones.items()]
    first = name_text(found[0].origin)
    tries = [(f"{first} SOA", "the zone's own record"), (f"nobody.{first}".rstrip("."), "a name that may not exist")]
    _run(_at_all(Authority(found)), [here], port, seconds, explain=explain, told=told, tries=tries)


def _told_of(zone: Zone) -> str:
    """The zone, how many names have records, and whether it is signed; hashes are no names of it (RFC 5155 section 7.2.8)."""
    from netkit.dns.name_text import name_text  # noqa: PLC0415

    count = sum(bool(node) and name not in zone.hashes for name, node in zone.nodes.items())
    return f"{name_text(zone.origin)}: {count:,} name{'' if count == 1 else 's'}{', signed' if zone.signed else ''}"


def _at_all(authority: Authority) -> Respond:
    from netkit.dns.zones.service import Served, serve_authority  # noqa: PLC0415

    def respond(wire: bytes, address: str, *, tcp: bool) -> Served:  # noqa: ARG001  it is the same at all
        return serve_authority(authority, wire, tcp=tcp)

    return respond


def _at_one_address(
    here: str, port: int, seconds: float | None, hints: str | None, anchors: str | None, *, explain: bool
) -> None:
    from netkit.dns.made_up import MadeUpInternet  # noqa: PLC0415
    from netkit.dns.made_up.loopback import LoopbackInternet, anchors_text, hints_text, moved_zone  # noqa: PLC0415
    from netkit.dns.zones import Authority  # noqa: PLC0415

    internet = MadeUpInternet()
    moved = dict.fromkeys(internet.servers, here)
    zones = [internet.unsigned_zone(name) for name in internet.zones]
    if ":" not in here:
        zones = [moved_zone(zone, moved) for zone in zones]
    zones = [internet.signer.signed(zone) for zone in zones]
    write_out(hints, hints_text([(name, here) for name, _ in LoopbackInternet(internet).hints]))
    write_out(anchors, anchors_text(internet.trust_anchors))
    told = [
        f"the made-up internet: {len(zones)} zones, all at one server",
        (
            "That server knows every zone, so nothing is delegated and nobody misbehaves. On Linux, without --one-address, each server "
            "has an address of its own, and there is a walk."
        ),
        SIGNED,
    ]
    _run(
        _at_all(Authority(zones)), [here], port, seconds, explain=explain, told=told, tries=[("www.example.test A", "")]
    )


def _made_up(port: int, seconds: float | None, hints: str | None, anchors: str | None, *, explain: bool) -> None:
    from netkit.dns.made_up import MadeUpInternet  # noqa: PLC0415
    from netkit.dns.made_up.loopback import LoopbackInternet, anchors_text, hints_text  # noqa: PLC0415

    internet = LoopbackInternet(MadeUpInternet())
    addresses = list(dict.fromkeys(internet.addresses.values()))
    write_out(hints, hints_text(internet.hints))
    write_out(anchors, anchors_text(internet.internet.trust_anchors))
    told = [
        f"the made-up internet: {len(internet.internet.zones)} zones at {len(addresses)} servers, {addresses[0]} to {addresses[-1]}",
        "Servers that are slow, silent or wrong there are so here, too. None is at an IPv6 address: loopback has only one.",
        SIGNED,
    ]
    _run(internet.serve, addresses, port, seconds, explain=explain, told=told, tries=[])


def _run(
    respond: Respond,
    addresses: Sequence[str],
    port: int,
    seconds: float | None,
    *,
    explain: bool,
    told: Sequence[str],
    tries: Sequence[tuple[str, str]],
) -> None:
    """Serve, and say on standard error what and how to ask."""
    import time  # noqa: PLC0415

    from netkit.live.dns.listening import listen  # noqa: PLC0415
    from netkit.live.dns.serving import NameServer  # noqa: PLC0415

    port, listeners = listen(addresses, port)
    clock = time.monotonic
    began = clock()
    tell = _teller(began) if explain or form() is Form.JSON else (lambda _: None)
    with NameServer(listeners, respond, clock=clock, tell=tell) as server:
        end = "Ctrl-C ends it" if seconds is None else f"it ends after {seconds:g} s"
        at = addresses[0] if len(addresses) == 1 else f"{len(addresses)} addresses"
        blocks: list[Block] = [Sentence(text=f"answering at {at}, port {port}, UDP and TCP · {end}")]
        blocks += [Paragraph(text=text) for text in told]
        say(*blocks, Next(commands=_commands(addresses[0], port, tries)))
        server.run(None if seconds is None else began + seconds)


def _commands(address: str, port: int, tries: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What to type to ask, or to walk."""
    end = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    commands = [(f"netkit dns ask {question} @{end}", about) for question, about in tries]
    if tries:
        return [*commands, (f"dig @{address} -p {port} {tries[0][0]}", "the same with BIND's tool")]
    walk = f"netkit dns trace www.example.test --live @{address} --port {port}"
    commands = [
        (walk, "the walk, over real sockets"),
        (f"dig @{address} -p {port} www.example.test", "the root's part"),
    ]
    if port == 53:
        commands.append((f"dig +trace @{address} www.example.test", "the same walk with BIND's tool"))
    return commands


def _teller(began: float) -> Callable[[Asked], object]:
    from netkit.cli.dns_served_events import event_blocks, event_data  # noqa: PLC0415

    def tell(asked: Asked) -> None:
        if form() is Form.JSON:
            show_stream(SCHEMA, [event_data(asked, began)])
        else:
            show(Document(schema=SCHEMA, data={}, blocks=event_blocks(asked)))

    return tell
