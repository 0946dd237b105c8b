"""`netkit capture sniff`: what passes an interface of this machine, as it passes."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from netkit.cli import quantities
from netkit.cli.capture_sniff_told import Asked, began, ended, open_sink
from netkit.cli.choosing import filter_option
from netkit.cli.field_key import fields_option
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import UsageError
from netkit.view import Document, Next, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.live.sniffing.interfaces import LinkInterface
    from netkit.live.sniffing.tap import Tap

__all__ = ["sniff"]

ROOM = 64 << 20
"""Bytes that the kernel has for packets that were not read yet: half a second of a gigabit a second."""


@click.command(
    cls=Command,
    examples=[
        ("netkit capture sniff --list", "which interfaces there are"),
        ("netkit capture sniff -i eth0", "a line for each packet, as it passes"),
        ("netkit capture sniff -i lo -Y 'tcp.flags.syn == 1' -c 2", "the first two that a filter selects"),
        ("netkit capture sniff -i eth0 -w mine.pcapng --for 10s", "ten seconds into a file"),
        ("netkit capture sniff -i eth0 -w - | wireshark -k -i -", "into Wireshark's window"),
    ],
)
@click.option(
    "-i",
    "--interface",
    "names",
    multiple=True,
    metavar="IFACE",
    help="Where to listen (repeatable for several); may be left out where only one is up.",
)
@click.option("-w", "--write", type=click.Path(), metavar="FILE", help="Record into a new pcapng file (- for a pipe).")
@filter_option("Only what this display filter selects")
@fields_option("Show")
@click.option("-c", "--count", "most", type=click.IntRange(1), metavar="N", help="End after N packets.")
@click.option("--for", "time", metavar="TIME", help="End after this time: 10s, 2min.")
@click.option("--promiscuous", is_flag=True, help="Have the card take frames, too, that are for other machines.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--list", "lists", is_flag=True, help="List the interfaces, and end.")
@reports
def sniff(
    *,
    names: tuple[str, ...],
    write: str | None,
    text: str | None,
    keys: tuple[str, ...],
    most: int | None,
    time: str | None,
    promiscuous: bool,
    force: bool,
    lists: bool,
) -> None:
    """What passes an interface of this machine, as it passes.

    Each packet is a line, or goes into a file that others may read while it grows. Ctrl-C ends it, and so does -c or --for. Listening
    needs rights (docs/sniffing.md): those of root, or a network of your own, which netkit lab shell gives you. Record only what is yours.
    """
    from netkit.live.sniffing.interfaces import link_interfaces  # noqa: PLC0415
    from netkit.live.sniffing.refusals import require_packet_sockets  # noqa: PLC0415
    from netkit.live.sniffing.tap import open_tap  # noqa: PLC0415

    require_packet_sockets()
    if lists:
        _list(link_interfaces())
        return
    _check_form(write)
    if write is not None and keys:
        raise UsageError(
            "-w writes whole packets, and -e shows single fields",
            why="a capture file holds packets",
            hint="record first, then: netkit capture show FILE -e KEY",
        )
    asked = Asked(
        interfaces=_chosen(names),
        write=write,
        filter=text,
        keys=keys,
        most=most,
        seconds=None if time is None else quantities.seconds(time, "--for"),
        force=force,
    )
    with ExitStack() as stack:
        taps = [stack.enter_context(open_tap(name, room=ROOM, promiscuous=promiscuous)) for name in asked.interfaces]
        if write is not None and text is None:
            _record(taps, asked)
        else:
            from netkit.cli.capture_sniff_shown import watch  # noqa: PLC0415

            watch(taps, asked)


def _check_form(write: str | None) -> None:
    """UsageError for a file whose name promises another form than the one that is written."""
    from netkit.capture.form import form_for  # noqa: PLC0415

    if write is None or write == "-":
        return
    form = form_for(write)
    if form.format != "pcapng" or form.packed:
        raise UsageError(
            f"{write} would be {form.packed or form.format} by its name",
            why="a recording is pcapng, not packed: others may read it while it grows, and it has room for marks and losses",
            hint=f"-w mine.pcapng, and then: netkit capture convert mine.pcapng {write}",
        )


def _chosen(names: Sequence[str]) -> list[str]:
    """The interfaces to listen at: those that are named, or the only one there can be meant."""
    from netkit.live.sniffing.interfaces import link_interfaces  # noqa: PLC0415

    if names:
        return list(dict.fromkeys(names))
    up = [each.name for each in link_interfaces() if each.is_up and each.link_type is not None]
    others = [each for each in up if each != "lo"]
    if len(others or up) == 1:
        return others or up
    raise UsageError(
        "at which interface?",
        where=f"{', '.join(up)} are up" if up else "no interface is up",
        why="each interface has its own traffic; lo is what this machine says to itself",
        hint=f"-i {others[0]}" if others else "netkit capture sniff --list",
    )


def _list(interfaces: Sequence[LinkInterface]) -> None:
    rows = [[each.name, "up" if each.is_up else "down", _kind(each), each.mac or ""] for each in interfaces]
    data = [
        {
            "name": each.name,
            "up": each.is_up,
            "loopback": each.is_loopback,
            "link_type": each.link_type,
            "mac": each.mac,
        }
        for each in interfaces
    ]
    first = next((each.name for each in interfaces if each.is_up and not each.is_loopback), "lo")
    show(
        Document(
            schema="netkit.capture.interfaces/1",
            data={"interfaces": data},
            blocks=[
                Table(columns=["interface", "", "kind", "MAC address"], rows=rows),
                Next(commands=[(f"netkit capture sniff -i {first}", "what passes it")]),
            ],
        )
    )


def _kind(interface: LinkInterface) -> str:
    if interface.is_loopback:
        return "loopback: what this machine says to itself"
    kinds = {None: "a link that netkit does not know", 1: "Ethernet", 101: "IP packets without a link header"}
    return kinds[interface.link_type]


def _record(taps: Sequence[Tap], asked: Asked) -> None:
    """Everything into a file, in this process."""
    from netkit.live.sniffing.recorder import Recorder  # noqa: PLC0415
    from netkit.live.stopping import Stop  # noqa: PLC0415

    with ExitStack() as stack:
        sink = open_sink(stack, asked)
        stop = stack.enter_context(Stop())
        began(asked)
        recorded = Recorder(taps, sink, most=asked.most, seconds=asked.seconds).run([stop.descriptor])
    ended(asked, recorded)
