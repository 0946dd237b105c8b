"""How a classic pcap file is laid out: the numbers that its reader and its writer share (draft-ietf-opsawg-pcap)."""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "FCS_LENGTH_SHIFT",
    "FCS_PRESENT",
    "FILE_HEADER",
    "FILE_NUMBERS",
    "LINK_TYPE",
    "MAXIMUM_CAPTURED",
    "PCAP_MAGICS",
    "RECORD_NUMBERS",
    "USUAL_SNAP_LENGTH",
    "PcapForm",
]

MAXIMUM_CAPTURED = 128 << 20
"""A record that claims more bytes than this is damaged.

libpcap and Wireshark take 262,144 for most link types and this for D-Bus and USB; netkit takes it for all, since
nothing is allocated before the bytes are there.
"""

USUAL_SNAP_LENGTH = 262_144
"""What a file says where no limit was set: libpcap cuts packets that are longer than the file's snap length."""


class PcapForm(NamedTuple):
    """What a magic number says of the rest of the file.

    `resolution` is in ticks a second, `header` the bytes before each record's data.
    """

    byte_order: str
    resolution: int
    header: int


PCAP_MAGICS = {
    b"\xd4\xc3\xb2\xa1": PcapForm("little", 10**6, 16),
    b"\xa1\xb2\xc3\xd4": PcapForm("big", 10**6, 16),
    b"\x4d\x3c\xb2\xa1": PcapForm("little", 10**9, 16),
    b"\xa1\xb2\x3c\x4d": PcapForm("big", 10**9, 16),
    b"\x34\xcd\xb2\xa1": PcapForm("little", 10**6, 24),
    b"\xa1\xb2\xcd\x34": PcapForm("big", 10**6, 24),
}
"""The first four bytes of every kind of pcap file (§4).

The last two are Kuznetzov's modified one, of some Linux systems before 2000. Its record header ends with 8 more bytes
(interface index, protocol, packet type), which are passed over.
"""

FILE_HEADER = 24
FILE_NUMBERS = "HHiIII"
"""After the magic number: version (major, minor), time zone, accuracy, snap length, network (§4)."""

RECORD_NUMBERS = "IIII"
"""Before each packet: seconds, fraction of a second, bytes kept, bytes on the wire (§5)."""

LINK_TYPE = 0xFFFF
"""The bits of the network field that are the link type; those above tell of the frame check sequence (§4)."""

FCS_PRESENT = 1 << 26
"""Whether the network field's highest 4 bits say how many 16-bit words of frame check sequence end each packet."""
FCS_LENGTH_SHIFT = 28
