"""`netkit packet explain`: what each byte of a packet says."""

from __future__ import annotations

import shlex
from dataclasses import replace

import click

from netkit.cli.choosing import link_type_option
from netkit.cli.field_key import Key
from netkit.cli.help import Command
from netkit.cli.output import reports, say, show
from netkit.cli.packet_source import PacketWord, Source, read_packet
from netkit.errors import UsageError
from netkit.packet import dissect
from netkit.packet.view import explain as explain_view
from netkit.view import Paragraph

__all__ = ["explain"]


@click.command(
    cls=Command,
    examples=[
        ("netkit packet explain page-load-01.pcapng:10", "packet 10 of a capture"),
        ("netkit packet explain page-load-01.pcapng:10 --all", "every field, what it is for, and its RFC"),
        ("netkit packet explain page-load-01.pcapng:10 --why", "what each value makes the network do"),
        ("netkit packet explain page-load-01.pcapng:10 --mark ip.ttl", "point at one field in the bytes"),
        ("netkit packet explain 45 00 00 1c 00 01 …", "hex from anywhere, or a dump of xxd or Wireshark"),
        ("xxd packet.bin | netkit packet explain -", "standard input: hex or the bytes themselves"),
    ],
)
@click.argument("packet", nargs=-1, type=PacketWord())
@click.option("--all", "everything", is_flag=True, help="Show every field, what it is for and where it is defined.")
@click.option("--why", is_flag=True, help="Say in sentences what each value makes the network do.")
@click.option("--bytes", "bytes_only", is_flag=True, help="Show the bytes alone, and read them yourself.")
@click.option(
    "--mark", "marks", multiple=True, type=Key(), metavar="KEY", help="Point at this field in the bytes (repeatable)."
)
@link_type_option()
@reports
def explain(
    packet: tuple[str, ...],
    marks: tuple[str, ...],
    link_type: int | None,
    *,
    everything: bool,
    why: bool,
    bytes_only: bool,
) -> None:
    """What each byte of a packet says.

    PACKET is hex, a file, - for standard input, or capture.pcapng:7 for packet 7 of a capture.
    """
    if why and bytes_only:
        raise UsageError(
            "--why and --bytes exclude each other", hint="--bytes leaves the reading to you; --why tells it"
        )
    source = _with_beyond(read_packet(packet, link_type))
    _check_marks(source, marks)
    if source.record is not None and source.record.comments:
        say(*(Paragraph(text=f"comment in the capture: {comment}") for comment in source.record.comments))
    document = explain_view(
        source.packet,
        title=source.title,
        everything=everything,
        bytes_only=bytes_only,
        marks=marks,
        next_commands=() if everything or not source.path else _next(source),
    )
    if why:
        from netkit.packet.why.view import with_why  # noqa: PLC0415  only those who ask for it need the sentences

        document = with_why(document, source.packet)
    if source.record is not None:
        time = source.record.time
        seconds = None if time is None else f"{time // 10**9}.{time % 10**9:09}"
        document.data.update(file=source.path, number=source.record.number, time=seconds)  # type: ignore[attr-defined]
    show(document)


def _with_beyond(source: Source) -> Source:
    """The same packet, with what scapy says of those parts that netkit has no table for."""
    plain = source.packet
    packet = dissect(
        plain.data,
        plain.link_type,
        original_length=plain.original_length,
        beyond=True,
        unfilled=source.record is not None and source.record.unfilled,
    )
    return replace(source, packet=packet)


def _check_marks(source: Source, marks: tuple[str, ...]) -> None:
    """UsageError for a key that no field of this packet has."""
    keys = {field.key for field in source.packet.fields}
    for mark in marks:
        if mark not in keys:
            raise UsageError(
                f"this packet has no field {mark}",
                why="other packets have it: this one carries other protocols",
                hint="netkit packet explain … --all shows the fields it has",
            )


def _next(source: Source) -> list[tuple[str, str]]:
    number = source.record.number if source.record else 1
    path = shlex.quote(source.path)
    return [
        (f"netkit packet explain {path}:{number} --all", "every field, and what it is for"),
        (f"netkit packet explain {path}:{number} --why", "what each value makes the network do"),
        (f"netkit packet diagram {path}:{number}", "its headers, drawn"),
        (f"netkit packet explain {path}:{number + 1}", "the packet after it"),
    ]
