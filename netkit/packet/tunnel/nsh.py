"""The Network Service Header (RFC 8300): which services a packet has yet to pass, and what they tell each other about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.depth import too_deep
from netkit.packet.field import as_found, bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL
from netkit.packet.reading import Next, Reading

__all__ = ["Nsh", "NshContext", "NshLeft", "NshMetadata", "NshPadding", "read_nsh"]

WORD = 4

FIXED, VARIABLE = 1, 2

CONTEXTS = 4

PROTOCOLS: Mapping[int, str] = MappingProxyType({1: "IPv4", 2: "IPv6", 3: "Ethernet", 4: "NSH", 5: "MPLS"})


class Nsh(Header):
    """Where on which path of services the packet is, and what follows."""

    key = "nsh"
    title = "NSH"
    rfc = "RFC 8300 §2.2"

    version: int = bits(2, "which version of the header this is: 0", key="nsh.version", default=0, minor=True)
    operations: bool = flag("the packet is about the path itself", key="nsh.Obit", minor=True)
    unassigned: bool = flag("once said that a service must know what is told", key="nsh.CBit", minor=True)
    time_to_live: int = bits(6, "how many more services may pass the packet on", key="nsh.ttl", default=63)
    words: int = bits(6, "how long this header is, in words of four bytes", key="nsh.length", label="Length", default=2)
    metadata_type: int = bits(
        8, "whether what services tell each other has a fixed length", key="nsh.mdtype",
        names=MappingProxyType({1: "four words", 2: "any number of values"}), default=VARIABLE,
    )  # fmt: skip
    next_protocol: int = bits(8, "which protocol follows", key="nsh.nextproto", names=PROTOCOLS, repeats=True)
    service_path: int = bits(24, "which path of services the packet takes", key="nsh.spi", rfc="RFC 8300 §2.3")
    service_index: int = bits(
        8, "where on the path it is: each service takes one off", key="nsh.si", rfc="RFC 8300 §2.3", default=255
    )


class NshContext(Header):
    """A word of what services tell each other."""

    key = "nsh"
    title = "NSH context"
    rfc = "RFC 8300 §2.4"

    context: bytes = bits(32, "what services tell each other about the packet", key="nsh.contextheader", kind=BYTES)


class NshMetadata(Header):
    """A value that services tell each other, with whose and which it is."""

    key = "nsh"
    title = "NSH metadata"
    rfc = "RFC 8300 §2.5.1"

    metadata_class: int = bits(
        16, "who gave the type its meaning", key="nsh.metadataclass", kind=HEXADECIMAL, label="Class"
    )
    type: int = bits(8, "what this value is", key="nsh.metadatatype")
    unassigned: bool = flag("must be zero", key="nsh.metadataunassignedbit", minor=True)
    size: int = bits(7, "bytes of the value", key="nsh.metadatalen", label="Length")
    metadata: bytes = variable("the value", key="nsh.metadata", size=lambda header: header.size)


class NshPadding(Header):
    """What fills a value up to a whole word."""

    key = "nsh"
    title = "NSH padding"
    rfc = "RFC 8300 §2.5.1"

    padding: bytes = as_found("fills the value up to a multiple of four bytes", key="nsh.metadata.padding", minor=True)


class NshLeft(Header):
    """Bytes of the header that netkit has no name for."""

    key = "nsh"
    title = "NSH, the rest"
    rfc = "RFC 8300 §2.5"

    left: bytes = as_found("bytes of the header in a form that netkit does not know", key="nsh.left", label="Rest")


def read_nsh(reading: Reading) -> Next:
    """Read the header with what services tell each other; its next protocol says what follows."""
    if too_deep(reading):
        return None
    start = reading.position
    nsh = reading.open(Nsh)
    end = start + nsh.words * WORD
    if nsh.metadata_type == FIXED:
        for number in range(1, CONTEXTS + 1):
            reading.read(NshContext, f"context {number}")
    elif nsh.metadata_type == VARIABLE:
        _read_metadata(reading, end)
    if reading.position < end:
        reading.take_exactly(NshLeft, end - reading.position)
    elif reading.position > end:
        text = f"the length is {nsh.words} words, but the header has {(reading.position - start) // WORD} at least"
        reading.report("nsh.length.short", nsh, "words", text)
    return "nsh.nextproto", (nsh.next_protocol,)


def _read_metadata(reading: Reading, end: int) -> None:
    """Read values as long as there is room for another."""
    number = 0
    while end - reading.position >= NshMetadata.fixed_bytes:
        size = reading.data[reading.position + 3] & 0x7F if reading.left >= WORD else 0
        if reading.position + WORD + size > end:
            return
        number += 1
        reading.read(NshMetadata, f"value {number}")
        reading.take_exactly(NshPadding, min(-size % WORD, end - reading.position), f"value {number}")
