"""`netkit packet build`: a packet from one line."""

from __future__ import annotations

import sys
import time

import click
from click.shell_completion import CompletionItem

from netkit import capture
from netkit.capture import NewRecord
from netkit.cli.capture_file import place_of
from netkit.cli.help import Command
from netkit.cli.output import reports, say, show
from netkit.cli.packet_source import read_packet
from netkit.errors import UsageError
from netkit.packet import build as build_packet
from netkit.packet.building.naming.names import layer_names
from netkit.packet.building.packet import Packet
from netkit.packet.building.recovery.dissected import from_dissection
from netkit.packet.building.view import built
from netkit.view import Paragraph

__all__ = ["LINE_EXAMPLE", "LineWord", "build", "packet_of"]

LINE_EXAMPLE = "'ipv4 destination=198.51.100.7 ttl=3 / udp dport=53 / dns question=www.example.test'"

LONGEST_LINE = 1 << 20
"""Bytes that are read of a line from standard input."""


class LineWord(click.ParamType[str]):
    """A word of a build line; completes to the protocols."""

    name = "line"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The protocols whose names begin so."""
        before, _, begun = incomplete.rpartition(" ")
        lead = f"{before} " if before else ""
        return [CompletionItem(lead + name) for name in layer_names() if name.startswith(begun)]


@click.command(
    cls=Command,
    examples=[
        (f"netkit packet build {LINE_EXAMPLE}", "a question to a name server"),
        ("netkit packet build 'ip dst=198.51.100.7 / tcp dport=80 syn mss=1460' --hex", "the bytes alone"),
        ("netkit packet build 'ipv4 / udp checksum=wrong(0x1234) / data \"hello\"'", "wrong on purpose"),
        ("netkit packet build --from page-load-01.pcapng:10 --text", "the line that a packet is built from"),
        ("netkit packet build 'ethernet / arp' --write arp.pcapng", "into a capture"),
    ],
    epilog="""\
LINE is layers with / between them, the outermost first, each with its fields: name=value. A flag is set by its name alone. A field is
called by the RFC's name (time_to_live), Wireshark's (ip.ttl, ttl) or scapy's (ttl, dport, chksum); layers likewise (ipv4, ip, IP).
Values are numbers, names, addresses, text in quotes, or hex:00ff. What you don't say is filled in. docs/building.md tells all.
""",
)
@click.argument("line", nargs=-1, type=LineWord())
@click.option(
    "--from",
    "source",
    metavar="PACKET",
    help="Begin from this packet (hex, a file, or capture.pcapng:7) instead of a line.",
)
@click.option("--all", "everything", is_flag=True, help="Show every field, what it is for and where it is defined.")
@click.option("--hex", "form", flag_value="hex", default=None, help="Print the bytes alone, in hex.")
@click.option("--text", "form", flag_value="text", help="Print the build line, in netkit's own names.")
@click.option("--python", "form", flag_value="python", help="Print the Python expression that builds the same.")
@click.option("--write", "target", type=click.Path(), metavar="FILE", help="Write the packet to a new capture.")
@reports
def build(line: tuple[str, ...], source: str | None, form: str | None, target: str | None, *, everything: bool) -> None:
    """A packet from one line: lengths, checksums and the numbers of protocols are filled in.

    LINE is a build line, or - for one on standard input.
    """
    packet = packet_of(line, source)
    data = packet.encode()
    if target is not None:
        record = NewRecord(data=data, time=time.time_ns(), link_type=packet.link_type)
        capture.write(target, [record])
        say(Paragraph(text=f"{target} holds the packet: {len(data):,} bytes"))
    if form is not None:
        click.echo({"hex": data.hex, "text": packet.to_text, "python": packet.to_python}[form]())
    elif target is None:
        show(built(packet, everything=everything, next_commands=[] if everything else _next()))


def packet_of(words: tuple[str, ...], source: str | None) -> Packet:
    """The packet that a line, or another packet, means; NetkitError says what is wrong with it."""
    if source is not None:
        if words:
            raise UsageError(
                "a line and --from are two packets", why="one packet is built", hint="leave one of them out"
            )
        return from_dissection(read_packet((source,), None).packet)
    text = " ".join(words)
    if text == "-":
        stream = place_of(text)
        text = "" if isinstance(stream, str) else stream.read(LONGEST_LINE + 1).decode("utf-8", "replace").strip()
    if not text.strip():
        raise UsageError(
            "which packet?", why="there is no line behind the command", hint=f"netkit packet build {LINE_EXAMPLE}"
        )
    return build_packet(text)


def _next() -> list[tuple[str, str]]:
    same = "netkit packet build …" if sys.argv[1:] else ""
    return [
        (f"{same} --hex", "the bytes alone"),
        (f"{same} --write FILE.pcapng", "into a capture"),
        (f"{same} --all", "every field, and what it is for"),
    ]
