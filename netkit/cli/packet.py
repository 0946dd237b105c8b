"""`netkit packet`: packets taken apart, byte by byte."""

from __future__ import annotations

import click

from netkit.cli.lazy import Entry, LazyGroup

__all__ = ["packet"]


@click.group(
    cls=LazyGroup,
    entries=(
        Entry("explain", "what each byte of a packet says", "netkit.cli.packet_explain:explain"),
        Entry("build", "a packet from one line, with all that can be filled in", "netkit.cli.packet_build:build"),
        Entry(
            "fragment",
            "cut a packet into fragments, as a router or a sender does",
            "netkit.cli.packet_fragment:fragment",
        ),
        Entry(
            "reassemble",
            "put fragments together, and see who keeps which byte",
            "netkit.cli.packet_reassemble:reassemble",
        ),
        Entry("diagram", "a header's picture, as the RFCs draw it", "netkit.cli.packet_diagram:diagram"),
        Entry("checksum", "a checksum worked by hand, word by word", "netkit.cli.packet_checksum:checksum"),
        Entry("diff", "which fields of two packets differ, and what that changes", "netkit.cli.packet_diff:diff"),
        Entry("send", "a packet onto a wire, where rights allow", "netkit.cli.packet_send:send"),
    ),
    examples=[
        ("netkit packet explain page-load-01.pcapng:10", "packet 10 of a capture"),
        ("netkit packet explain '45 00 00 1c …'", "a packet in hex"),
        ("netkit packet diagram tcp", "the header of TCP"),
    ],
)
def packet() -> None:
    """Take packets apart, byte by byte."""
