"""docs/protocols/README.md: every protocol in the order of a packet's layers, with a line each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docs.generate.markdown import Page, code, sentence
from docs.generate.protocols import Protocol

__all__ = ["protocol_index"]

NOTE = "Written by `python -m docs.generate`: change the docstrings in netkit/packet/."

INTRODUCTION = """\
netkit takes these apart, byte by byte. A packet has one layer inside the other: a frame of the link carries a packet of the network,
that carries a segment or datagram of the transport, and that an application's message. The pages stand in this order."""

READING = """\
- **The picture** is drawn as the RFCs draw it: 32 bits a row, in the order in which they travel; bit 0 is the first. Edges of `:` mark a
  field whose length is not fixed, or one that is too long to be drawn in full.
- **bits** say where a field lies, counted from the beginning of the picture. “from 160” is a field of variable length that begins at bit
  160; what comes behind it has no fixed place.
- **Wireshark** is the field's name in Wireshark's filters, and in netkit: `netkit capture show page-load-01.pcapng -e ip.ttl`.
- **What it is for** names the values that have a name, or the first of them."""


def protocol_index(protocols: Sequence[Protocol]) -> str:
    """The whole page."""
    page = Page("The protocols that netkit reads", NOTE)
    page.paragraph(INTRODUCTION)
    for layer, found in groupby(protocols, key=lambda protocol: protocol.layer):
        page.heading(2, "Tunnels" if layer == "tunnel" else f"{layer.capitalize()} layer" if layer else "The rest")
        page.table(
            ("protocol", "what it is", "in Wireshark"),
            [
                (
                    f"[{protocol.title}]({protocol.name}.md)",
                    sentence(protocol.what),
                    ", ".join(code(key) for key in protocol.keys[:4]) + (", …" if len(protocol.keys) > 4 else ""),
                )
                for protocol in found
            ],
        )
    page.heading(2, "How to read a page")
    page.paragraph(READING)
    page.paragraph(
        "`netkit packet diagram` lists every picture, and `netkit packet diagram tcp` draws one in your terminal."
    )
    return page.text()
