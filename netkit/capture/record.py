"""One packet in a capture, and the interface that it was captured on."""

from __future__ import annotations

from dataclasses import dataclass, field

from netkit.capture.pcapng_format import OPTION_COMMENT

__all__ = ["Interface", "NewRecord", "Option", "Record", "text"]

Option = tuple[int, bytes]
"""A pcapng option: its code and its value as it stands in the file."""


@dataclass(frozen=True, slots=True)
class Interface:
    """Where packets were captured: a pcap file has one, a pcapng file one for each Interface Description Block.

    `number` counts from 0 within `section`, and sections from 1, both as Wireshark's `frame.interface_id` and
    `frame.section_number`; `link_type` is a LINKTYPE number; `snap_length` is the most bytes kept of a packet, 0 for
    no limit; `resolution` is in ticks a second (1,000,000 for microseconds) and `time_offset` in seconds, added to
    each time stamp. `name` and `description` are None where the file gives none. draft-ietf-opsawg-pcapng §4.2.
    """

    number: int
    link_type: int
    snap_length: int = 0
    name: str | None = None
    description: str | None = None
    resolution: int = 1_000_000
    time_offset: int = 0
    section: int = 1


@dataclass(slots=True)
class Record:
    """One captured packet. Treat it as immutable: it is not frozen only because that would halve the speed of reading.

    `number` counts from 1 over the whole file. `time` is in nanoseconds since 1970-01-01 UTC, rounded down where the
    file is finer, and None where the file gives none (a pcapng Simple Packet Block). `data` are the bytes kept,
    `original_length` the bytes there were on the wire. `options` are the pcapng options of the packet's block,
    undecoded.
    """

    number: int
    time: int | None
    data: bytes
    original_length: int
    interface: Interface
    options: tuple[Option, ...] = field(default=(), repr=False)

    @property
    def link_type(self) -> int:
        """The LINKTYPE number, which says what the first byte of `data` means (1 is Ethernet)."""
        return self.interface.link_type

    @property
    def comments(self) -> tuple[str, ...]:
        """The comments that somebody wrote on this packet; bytes that are not UTF-8 become U+FFFD."""
        return tuple(text(value) for code, value in self.options if code == OPTION_COMMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """A packet to be written.

    `time` is in nanoseconds since 1970-01-01 UTC (or since the start of a simulation). `original_length` is the bytes
    that there were on the wire, as many as `data` has unless it is given. `interface` is the name of where the packet
    was seen, empty for none, or an `Interface`, whose link type then counts (its number and section do not: they are
    given anew). ValueError where more bytes are kept than there were.
    """

    data: bytes
    time: int = 0
    link_type: int = 1
    original_length: int | None = None
    interface: str | Interface = ""
    comments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.original_length is not None and self.original_length < len(self.data):
            raise ValueError(f"{len(self.data)} bytes are kept of a packet that had {self.original_length}")


def text(value: bytes) -> str:
    """An option's text.

    UTF-8 which should not end in a zero byte but sometimes does (draft-ietf-opsawg-pcapng §3.5).
    """
    return value.rstrip(b"\0").decode("utf-8", "replace")
