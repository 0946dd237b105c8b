"""`netkit packet send`: a packet onto a wire."""

from __future__ import annotations

import re

import click

from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.cli.packet_build import LineWord, packet_of
from netkit.cli.packet_source import read_packet
from netkit.live.sending import send as send_packet
from netkit.packet import Dissection
from netkit.packet.building.naming.names import layer_named
from netkit.packet.summary import protocol_of, summary
from netkit.view import Document, Json, Sentence

__all__ = ["send"]

SCHEMA = "netkit.packet.send/1"


@click.command(
    cls=Command,
    examples=[
        ("netkit packet send 'ipv4 dst=192.0.2.2 / icmp / data \"hello\"'", "a ping that says hello"),
        ("netkit packet send 'ethernet dst=ff:ff:ff:ff:ff:ff / arp' --interface eth0", "a frame, by this interface"),
        ("netkit packet send page-load-01.pcapng:5 --interface veth0", "a packet of a capture, once more"),
    ],
)
@click.argument("packet", nargs=-1, type=LineWord())
@click.option(
    "--interface", metavar="NAME", help="The interface to send by; an IP packet goes where the routes lead without it."
)
@reports
def send(packet: tuple[str, ...], interface: str | None) -> None:
    """Send a packet, byte for byte as it is.

    PACKET is a build line (netkit packet build --help), hex, a file, or capture.pcapng:7. Sending needs rights: sudo, or a network
    namespace of your own. Send only where you may.
    """
    dissection = _dissected(packet)
    by = send_packet(dissection.data, dissection.link_type, interface=interface)
    size = len(dissection.data)
    told = (
        f"sent by {by}: {protocol_of(dissection)} · {summary(dissection)} ({size:,} {'byte' if size == 1 else 'bytes'})"
    )
    data: dict[str, Json] = {
        "interface": by,
        "length": size,
        "hex": dissection.data.hex(),
        "link_type": dissection.link_type,
        "summary": summary(dissection),
    }
    show(Document(schema=SCHEMA, data=data, blocks=[Sentence(text=told)]))


def _dissected(words: tuple[str, ...]) -> Dissection:
    """The packet that the words mean: a build line if they begin with a protocol's name, else what `packet explain` takes."""
    first = re.match(r"[\w-]+", " ".join(words).strip())
    if not words or (first and layer_named(first[0]) is not None):
        return packet_of(words, None).dissect()
    return read_packet(words, None).packet
