"""The fields of GTP-U that are there only where its flags say so, and its extension headers (3GPP TS 29.281 §5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL
from netkit.packet.reading import Reading

__all__ = [
    "GtpExtension",
    "GtpNextExtension",
    "GtpNoSequence",
    "GtpPduNumber",
    "GtpSequence",
    "GtpUnused",
    "read_extensions",
    "read_numbers",
]

RFC = "3GPP TS 29.281 §5.1"

EXTENSION, SEQUENCE, PDU_NUMBER = 4, 2, 1
"""The bits of the flags."""

WORD = 4

_UNUSED = "does not count: it is there because of another field"

TYPES: Mapping[int, str] = MappingProxyType(
    {
        0x00: "no more", 0x03: "long PDCP number", 0x20: "service class", 0x40: "UDP port", 0x81: "RAN container", 0x82: "long PDCP number",
        0x83: "Xw RAN container", 0x84: "NR RAN container", 0x85: "PDU session", 0xC0: "PDCP number",
    }
)  # fmt: skip


class GtpSequence(Header):
    """The number of the packet in its tunnel."""

    key = "gtp"
    title = "GTP sequence number"
    rfc = RFC

    sequence_number: int = bits(16, "counts the packets of the tunnel", key="gtp.seq_number")


class GtpPduNumber(Header):
    """The number of the packet for the radio."""

    key = "gtp"
    title = "GTP N-PDU number"
    rfc = RFC

    pdu_number: int = bits(8, "the packet's number for the radio", key="gtp.npdu_number", kind=HEXADECIMAL)


class GtpNextExtension(Header):
    """Which extension header follows."""

    key = "gtp"
    title = "GTP next extension"
    rfc = "3GPP TS 29.281 §5.2.1"

    next_extension: int = bits(
        8, "which extension header follows", key="gtp.ext_hdr.next", kind=HEXADECIMAL, names=TYPES, default=0
    )


class GtpNoSequence(Header):
    """Where the sequence number would be."""

    key = "gtp"
    title = "GTP, no sequence number"
    rfc = RFC

    unused: bytes = bits(16, _UNUSED, key="gtp.seq_number.unused", kind=BYTES, default=b"\0\0", minor=True)


class GtpUnused(Header):
    """Where the number for the radio, or the next extension, would be."""

    key = "gtp"
    title = "GTP, unused"
    rfc = RFC

    unused: bytes = bits(8, _UNUSED, key="gtp.unused", kind=BYTES, default=b"\0", minor=True)


class GtpExtension(Header):
    """What the operator's machines tell each other about the packet."""

    key = "gtp"
    title = "GTP extension"
    rfc = "3GPP TS 29.281 §5.2.1"

    words: int = bits(8, "how long this extension is, in words of four bytes", key="gtp.ext_hdr.length", label="Length")
    content: bytes = variable(
        "what the extension says", key="gtp.ext_hdr.content", size=lambda header: header.words * WORD - 2
    )


def read_numbers(reading: Reading, flags: int) -> int:
    """Read the four bytes that are there if any of the three flags is set; gives which extension follows, 0 for none."""
    if not flags:
        return 0
    reading.read(GtpSequence if flags & SEQUENCE else GtpNoSequence)
    reading.read(GtpPduNumber if flags & PDU_NUMBER else GtpUnused)
    if flags & EXTENSION:
        return reading.read(GtpNextExtension).next_extension
    reading.read(GtpUnused)
    return 0


def read_extensions(reading: Reading, following: int) -> bool:
    """Read the extension headers, each of which says whether another follows; False if one can't be as long as it says."""
    number = 0
    while following:
        number += 1
        extension = reading.read(GtpExtension, f"extension {number}")
        if not extension.words:
            text = "the length is 0, but an extension has one word at least"
            reading.report("gtp.extension.length.zero", extension, "words", text)
            return False
        following = reading.read(GtpNextExtension, f"extension {number}").next_extension
    return True
