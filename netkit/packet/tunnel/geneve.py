"""GENEVE (RFC 8926): Ethernet frames, or other packets, through UDP, with options that the ends of the tunnel agree on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netkit.packet.depth import too_deep
from netkit.packet.field import as_found, bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import FLAG, HEXADECIMAL, WORDS_OF_4, Kind
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = ["Geneve", "GeneveOption", "GeneveOptionsLeft", "read_geneve"]

WORD = 4

CLASSES: Mapping[int, str] = MappingProxyType(
    {0x0100: "Linux", 0x0101: "Open vSwitch", 0x0102: "Open Virtual Networking", 0x0103: "in-band telemetry", 0x0104: "VMware"}
)  # fmt: skip


class _OptionWords(Kind):
    """Words of four bytes behind the option's own header, which Wireshark counts with it."""

    plain = False

    def value(self, raw: Any, width: int) -> int | bool | str:  # noqa: ARG002
        return int(raw) * WORD + WORD

    def attribute(self, raw: Any, width: int) -> object:  # noqa: ARG002
        return raw

    def digits(self, raw: Any, width: int) -> str:
        return f"{self.value(raw, width)} bytes with its header ({raw} words of {WORD} behind it)"


class Geneve(Header):
    """Which network the packet belongs to, what it is, and how many options follow."""

    key = "geneve"
    title = "GENEVE"
    rfc = "RFC 8926 §3.4"

    version: int = bits(2, "which version of GENEVE this is: 0", key="geneve.version", default=0, minor=True)
    option_words: int = bits(
        6, "how long all options are together", key="geneve.option.length", kind=WORDS_OF_4, label="Options length", default=0
    )  # fmt: skip
    operations: bool = flag("the packet is about the tunnel itself", key="geneve.flags.oam", minor=True)
    critical: bool = flag(
        "an option says what its receiver must know: who does not drops the packet", key="geneve.flags.critical"
    )
    reserved: int = bits(6, "must be zero", key="geneve.flags.reserved", kind=FLAG, default=0, minor=True)
    protocol_type: int = bits(
        16, "which protocol the tunnel carries", key="geneve.proto_type", kind=HEXADECIMAL, names=ETHERTYPES, repeats=True
    )  # fmt: skip
    network_identifier: int = bits(
        24, "which of the networks that share these tunnels the packet belongs to", key="geneve.vni", kind=HEXADECIMAL,
        label="Virtual network identifier",
    )  # fmt: skip
    reserved_2: int = bits(
        8, "must be zero", key="geneve.reserved", kind=HEXADECIMAL, label="Reserved", default=0, minor=True
    )


class GeneveOption(Header):
    """What the ends of the tunnel tell each other besides."""

    key = "geneve"
    title = "GENEVE option"
    rfc = "RFC 8926 §3.5"

    option_class: int = bits(
        16, "who gave the type its meaning", key="geneve.option.class", kind=HEXADECIMAL, names=CLASSES, label="Class"
    )
    type: int = bits(
        8, "what this option is; from 0x80 on its receiver must know it", key="geneve.option.type", kind=HEXADECIMAL
    )
    reserved: int = bits(3, "must be zero", key="geneve.option.flags.reserved", kind=FLAG, default=0, minor=True)
    words: int = bits(5, "how long the option is", key="geneve.option.length", kind=_OptionWords(), label="Length")
    option_data: bytes = variable(
        "what the option says", key="geneve.option.unknown.data", size=lambda header: header.words * WORD, label="Data"
    )


class GeneveOptionsLeft(Header):
    """Bytes of the options that make no option."""

    key = "geneve"
    title = "GENEVE options"
    rfc = "RFC 8926 §3.5"

    options: bytes = as_found("bytes among the options that are too few for one", key="geneve.options")


def read_geneve(reading: Reading) -> Next:
    """Read the header and the options; the type says what follows."""
    if too_deep(reading):
        return None
    geneve = reading.open(Geneve)
    _read_options(reading, geneve)
    return "eth.type", (geneve.protocol_type,)


def _read_options(reading: Reading, geneve: Geneve) -> None:
    """Read as many options as the header says that there are bytes of."""
    end, number = reading.position + geneve.option_words * WORD, 0
    while reading.position < end:
        start = reading.position
        words = reading.data[start + 3] & 31 if start + WORD <= reading.end else 0
        number += 1
        if start + WORD + words * WORD > end:
            text = f"option {number} says that it has {WORD + words * WORD} bytes, but only {end - start} of the options are left"
            reading.report_bytes(
                "geneve.option.long", start, WORD, text, key="geneve.option.length", rfc="RFC 8926 §3.5"
            )
            reading.take_exactly(GeneveOptionsLeft, end - start)
            return
        reading.read(GeneveOption, f"option {number}")
