"""`netkit packet fragment`: a packet cut into the fragments that fit a link."""

from __future__ import annotations

import click

from netkit.cli.choosing import link_type_option
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.cli.packet_source import PacketWord, read_packet
from netkit.packet import fragment as cut
from netkit.packet.fragments.cut_view import cut_view
from netkit.packet.fragments.cutting import ETHERNET_MTU

__all__ = ["fragment"]


@click.command(
    cls=Command,
    examples=[
        ("netkit packet fragment fragments.pcapng:3 --mtu 576", "for a link that takes packets of 576 bytes"),
        ("netkit packet fragment ping.pcapng:3 --size 24 --anyway", "24 bytes of data in each fragment"),
        ("netkit packet fragment 45 00 00 1c … --size 8", "a packet in hex"),
    ],
)
@click.argument("packet", nargs=-1, type=PacketWord())
@click.option(
    "--mtu",
    type=int,
    metavar="BYTES",
    help=f"The largest packet that the link takes ({ETHERNET_MTU} if nothing is said).",
)
@click.option("--size", type=int, metavar="BYTES", help="Bytes of data in each fragment but the last: a multiple of 8.")
@click.option(
    "--identification", type=int, metavar="NUMBER", help="What marks the fragments; an IPv4 packet has one already."
)
@click.option("--anyway", is_flag=True, help="Cut it even if its Don't Fragment bit forbids that.")
@link_type_option("What the first byte of hex begins.")
@reports
def fragment(
    packet: tuple[str, ...],
    mtu: int | None,
    size: int | None,
    identification: int | None,
    link_type: int | None,
    *,
    anyway: bool,
) -> None:
    """Cut a packet into fragments, as a router or a sender does.

    PACKET is hex, a file, - for standard input, or capture.pcapng:7 for packet 7 of a capture. What is cut is the IP packet in it; each
    fragment gets the link's header as the packet had it.
    """
    source = read_packet(packet, link_type)
    fragments = cut(source.packet, mtu, size=size, identification=identification, anyway=anyway)
    if mtu is None and size is None:
        mtu = ETHERNET_MTU
    show(cut_view(source.packet, fragments, title=source.title, mtu=mtu, size=size))
