"""What a capture file is made of beside packets and interfaces: the parts that are told of, and carried over."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from netkit.capture.interface import Interface
from netkit.capture.options import Option, comments_of, option_text
from netkit.capture.pcapng_format import (
    CUSTOM,
    CUSTOM_NOT_TO_COPY,
    DECRYPTION_SECRETS,
    INTERFACE_STATISTICS,
    NAME_RESOLUTION,
    SECTION_APPLICATION,
    SECTION_HARDWARE,
    SECTION_SYSTEM,
    SYSTEMD_JOURNAL,
)
from netkit.capture.record import Record

__all__ = ["OtherBlock", "Part", "SectionHeader", "block_name"]

_NAMES = MappingProxyType(
    {
        NAME_RESOLUTION: "names",
        INTERFACE_STATISTICS: "statistics",
        SYSTEMD_JOURNAL: "systemd journal",
        DECRYPTION_SECRETS: "secrets",
        CUSTOM: "custom",
        CUSTOM_NOT_TO_COPY: "custom, not to be copied",
    }
)


@dataclass(frozen=True, slots=True)
class SectionHeader:
    """The beginning of a section of pcapng (§4.1): `number` counts from 1; `options` are undecoded, with numbers in `byte_order`."""

    number: int
    byte_order: str
    options: tuple[Option, ...] = field(default=(), repr=False)

    @property
    def hardware(self) -> str | None:
        """The machine that made the section."""
        return option_text(self.options, SECTION_HARDWARE)

    @property
    def operating_system(self) -> str | None:
        """The operating system that it was made on."""
        return option_text(self.options, SECTION_SYSTEM)

    @property
    def application(self) -> str | None:
        """The program that made it."""
        return option_text(self.options, SECTION_APPLICATION)

    @property
    def comments(self) -> tuple[str, ...]:
        """The comments on the section: mostly on the whole file."""
        return comments_of(self.options)


@dataclass(frozen=True, slots=True)
class OtherBlock:
    """A block of pcapng that is neither a section's beginning, nor an interface, nor a packet.

    `content` is what stands between its two lengths, as it stands in the file; numbers in it are in `byte_order`.
    """

    kind: int
    content: bytes = field(repr=False)
    byte_order: str
    section: int

    @property
    def name(self) -> str:
        """What kind of block it is, for a person."""
        return block_name(self.kind)


def block_name(kind: int) -> str:
    """What a kind of block is called; one that netkit does not know is `unknown` with its number."""
    return _NAMES.get(kind) or f"unknown (0x{kind:08x})"


Part = SectionHeader | Interface | Record | OtherBlock
"""Everything that a file may hold, in the order of the file."""
