"""One packet in a capture."""

from __future__ import annotations

from dataclasses import dataclass, field

from netkit.capture.interface import Interface
from netkit.capture.options import Option, comments_of, number_of
from netkit.capture.pcapng_format import FLAG_CHECKSUM_NOT_READY, PACKET_FLAGS

__all__ = ["NewRecord", "Record"]


@dataclass(slots=True)
class Record:
    """One captured packet. Treat it as immutable: it is not frozen only because that would halve the speed of reading.

    `number` counts from 1 over the whole file. `time` is in nanoseconds since 1970-01-01 UTC, rounded down where the
    file is finer, and None where the file gives none (a pcapng Simple Packet Block). `data` are the bytes kept,
    `original_length` the bytes there were on the wire. `options` are the pcapng options of the packet's block,
    undecoded (`details` decodes them); `ticks` is the time stamp as it stands in a pcapng block, in the interface's own
    unit.
    """

    number: int
    time: int | None
    data: bytes
    original_length: int
    interface: Interface
    options: tuple[Option, ...] = field(default=(), repr=False)
    ticks: int | None = field(default=None, repr=False)

    @property
    def link_type(self) -> int:
        """The LINKTYPE number, which says what the first byte of `data` means (1 is Ethernet)."""
        return self.interface.link_type

    @property
    def unfilled(self) -> bool:
        """Whether it was seen before its transport checksum was filled in (epb_flags, bit 9), as whoever recorded it says."""
        if not self.options:
            return False
        return bool(
            (number_of(self.options, PACKET_FLAGS, 4, self.interface.byte_order) or 0) & FLAG_CHECKSUM_NOT_READY
        )

    @property
    def comments(self) -> tuple[str, ...]:
        """The comments that somebody wrote on this packet; bytes that are not UTF-8 become U+FFFD."""
        return comments_of(self.options) if self.options else ()


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
