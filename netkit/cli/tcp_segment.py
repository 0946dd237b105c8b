"""`netkit tcp segment`: a file cut into segments."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from netkit.cli.content_file import bytes_of
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, say, show
from netkit.errors import UsageError
from netkit.tcp.segmentation import End, Exchange, segment_size
from netkit.tcp.segmentation import segment as cut
from netkit.tcp.segmentation.cutting import LARGEST_PAYLOAD
from netkit.tcp.segmentation.ends import RECEIVER, SENDER, initial_sequence, parse_end
from netkit.tcp.segmentation.options import parse_options
from netkit.view import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.tcp.segmentation import Sent

__all__ = ["segment"]


@click.command(
    cls=Command,
    examples=[
        ("netkit tcp segment page.html --mss 1460", "for a receiver that takes 1460 bytes a segment"),
        ("netkit tcp segment page.html --mtu 576", "for a way that takes packets of 576 bytes"),
        ("netkit tcp segment page.html -6 --options timestamps", "IPv6, and options that take room"),
        ("netkit tcp segment page.html --isn 4294960000", "numbers that begin anew at 0 on the way"),
        ("netkit tcp segment page.html --handshake --write page.pcapng", "the whole connection, as a capture"),
    ],
)
@click.argument("file", type=click.Path())
@click.option(
    "--mss",
    type=int,
    metavar="BYTES",
    help="The maximum segment size that the receiver told; else what follows from the MTU.",
)
@click.option("--mtu", type=int, metavar="BYTES", help="The largest packet that the way takes (1500 without --mss).")
@click.option("-6", "--ipv6", is_flag=True, help="Over IPv6; else IPv4, unless the addresses say otherwise.")
@click.option(
    "--options",
    "options_text",
    default="",
    metavar="NAMES",
    help="Options of TCP, with commas: timestamps, sack, window-scale[=SHIFT].",
)
@click.option(
    "--ip-options",
    type=int,
    default=0,
    metavar="BYTES",
    help="So many bytes of options in the IP header, which only fill up.",
)
@click.option("--isn", type=int, metavar="NUMBER", help="The initial sequence number; else the seed decides.")
@click.option(
    "--seed",
    default="0",
    metavar="TEXT",
    help="What decides the initial sequence numbers: the same seed, the same packets.",
)
@click.option("--source", metavar="ADDRESS:PORT", help="Who sends.")
@click.option("--destination", metavar="ADDRESS:PORT", help="Who receives.")
@click.option("--handshake", is_flag=True, help="The whole connection: SYN, acknowledgments and FIN, too.")
@click.option("--write", "target", type=click.Path(), metavar="OUT", help="Write the packets to a new capture.")
@reports
def segment(
    file: str,
    mss: int | None,
    mtu: int | None,
    options_text: str,
    ip_options: int,
    isn: int | None,
    seed: str,
    source: str | None,
    destination: str | None,
    target: str | None,
    *,
    ipv6: bool,
    handshake: bool,
) -> None:
    """Cut a file into segments, and see which bytes each carries and why there are so many.

    FILE is what an application sends, or - for standard input. Its segments are shown with their numbers, and with --write stand in a
    capture as a receiver on a link of 100 Mbit/s would see them.
    """
    options = parse_options(options_text)
    ends = _ends(source, destination, ipv6=ipv6)
    size = segment_size(ends[0].address.version, mss=mss, mtu=mtu, tcp_options=options.with_data, ip_options=ip_options)
    payload = bytes_of(file, LARGEST_PAYLOAD, "a payload")
    number = initial_sequence(seed, *ends) if isn is None else isn
    segments = cut(payload, size, number)
    exchange = Exchange(
        segments,
        ends,
        options=options,
        receiver_number=initial_sequence(seed, *ends[::-1]),
        identification=number & 0xFFFF,
    )
    packets = list(exchange.connection() if handshake else exchange.data())
    if target is not None:
        _write(target, packets)
    from netkit.tcp.segmentation.view import segment_view  # noqa: PLC0415 - what goes wrong needs no picture

    title = "Standard input" if file == "-" else file.rpartition("/")[2]
    wanted = form() is Form.JSON
    show(segment_view(exchange, packets, title=title, for_programs=wanted, next_commands=_next(file, target)))


def _ends(source: str | None, destination: str | None, *, ipv6: bool) -> tuple[End, End]:
    """Who sends and who receives, both of one version of IP."""
    given = (
        None if source is None else parse_end(source, SENDER[4].port),
        None if destination is None else parse_end(destination, RECEIVER[4].port),
    )
    versions = {end.address.version for end in given if end is not None}
    if len(versions) > 1 or (ipv6 and 4 in versions):
        raise UsageError(
            "the two ends can't reach each other: one has an IPv4 address, the other an IPv6 address"
            if len(versions) > 1
            else f"{source or destination} has an IPv4 address, and IPv6 was asked for",
            why="a packet has addresses of one version of IP",
            hint="leave one of them out, and it gets an address that fits",
        )
    if ipv6:
        versions = {6}
    version = versions.pop() if versions else 4
    return given[0] or SENDER[version], given[1] or RECEIVER[version]


def _write(target: str, packets: Sequence[Sent]) -> None:
    from netkit import capture  # noqa: PLC0415 - only who writes needs it
    from netkit.capture import NewRecord  # noqa: PLC0415
    from netkit.capture.form import form_for  # noqa: PLC0415

    keeps = form_for(target).format == "pcapng"
    capture.write(
        target,
        (NewRecord(data=sent.data, time=sent.time, comments=(sent.comment,) if keeps else ()) for sent in packets),
    )
    say(Paragraph(text=f"{target} holds {len(packets):,} {'packet' if len(packets) == 1 else 'packets'}"))


def _next(file: str, target: str | None) -> list[tuple[str, str]]:
    if target is None:
        words = f"netkit tcp segment {shlex.quote(file)} …"
        return [(f"{words} --write FILE.pcapng", "into a capture"), (f"{words} --handshake", "the whole connection")]
    return [
        (f"netkit tcp reassemble {shlex.quote(target)}", "the way back"),
        (f"netkit capture tcp {shlex.quote(target)} 0", "the connection, segment by segment"),
    ]
