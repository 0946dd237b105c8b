"""Where packets were captured, and what a file says about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from netkit.address import format_ipv4, format_ipv6, format_mac
from netkit.capture.options import Option, comments_of, number_of, option_text, text_of
from netkit.capture.pcapng_format import (
    INTERFACE_EUI64,
    INTERFACE_FILTER,
    INTERFACE_HARDWARE,
    INTERFACE_IPV4,
    INTERFACE_IPV6,
    INTERFACE_MAC,
    INTERFACE_RECEIVE_SPEED,
    INTERFACE_SEND_SPEED,
    INTERFACE_SPEED,
    INTERFACE_SYSTEM,
    INTERFACE_ZONE_NAME,
)

__all__ = ["Interface"]

_FILTER_AS_TEXT = 0
"""The first byte of if_filter where a filter in libpcap's language follows."""


@dataclass(frozen=True, slots=True)
class Interface:
    """Where packets were captured: a pcap file has one, a pcapng file one for each Interface Description Block.

    `number` counts from 0 within `section`, and sections from 1, both as Wireshark's `frame.interface_id` and
    `frame.section_number`; `link_type` is a LINKTYPE number; `snap_length` is the most bytes kept of a packet, 0 for
    no limit; `resolution` is in ticks a second (1,000,000 for microseconds) and `time_offset` in seconds, added to
    each time stamp. `name` and `description` are None where the file gives none. `fcs_length` is how long the frame
    check sequence behind each packet is: in bytes in pcap, and as the file states it in pcapng, of which bits were
    meant and bytes are in use. `options` are all the options of the block, undecoded, with numbers in `byte_order`.
    draft-ietf-opsawg-pcapng §4.2.
    """

    number: int
    link_type: int
    snap_length: int = 0
    name: str | None = None
    description: str | None = None
    resolution: int = 1_000_000
    time_offset: int = 0
    section: int = 1
    fcs_length: int | None = None
    byte_order: str = "little"
    options: tuple[Option, ...] = field(default=(), repr=False)

    @property
    def filter(self) -> str | None:
        """The capture filter that was set, in libpcap's language; None where none is given, or one in another form."""
        value = next((value for code, value in self.options if code == INTERFACE_FILTER), b"\xff")
        return text_of(value[1:]) if value[:1] == bytes((_FILTER_AS_TEXT,)) else None

    @property
    def operating_system(self) -> str | None:
        """The operating system of the machine that the interface is in."""
        return option_text(self.options, INTERFACE_SYSTEM)

    @property
    def hardware(self) -> str | None:
        """What kind of device it is."""
        return option_text(self.options, INTERFACE_HARDWARE)

    @property
    def zone(self) -> str | None:
        """The name of its time zone (if_iana_tzname); every time in the file is UTC all the same."""
        return option_text(self.options, INTERFACE_ZONE_NAME)

    @property
    def speed(self) -> tuple[int | None, int | None]:
        """Bits a second that it sends and receives; None where the file does not say."""
        both, send, receive = (
            number_of(self.options, code, 8, self.byte_order)
            for code in (INTERFACE_SPEED, INTERFACE_SEND_SPEED, INTERFACE_RECEIVE_SPEED)
        )
        return (both, both) if both is not None else (send, receive)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Its addresses in canonical text, those of IP with their prefix length."""
        return tuple(text for code, value in self.options if (text := _address(code, value)))

    @property
    def comments(self) -> tuple[str, ...]:
        """The comments on the interface."""
        return comments_of(self.options)


def _address(code: int, value: bytes) -> str | None:
    """The text of an option that is an address of the right length."""
    number = int.from_bytes(value, "big")
    kind = (code, len(value))
    if kind == (INTERFACE_IPV4, 8):
        return f"{format_ipv4(number >> 32)}/{(number & 0xFFFFFFFF).bit_count()}"
    if kind == (INTERFACE_IPV6, 17):
        return f"{format_ipv6(number >> 8)}/{number & 0xFF}"
    if kind == (INTERFACE_MAC, 6):
        return format_mac(number)
    return value.hex(":") if kind == (INTERFACE_EUI64, 8) else None
