"""How a pcapng file is laid out: the numbers that its readers and its writer share (draft-ietf-opsawg-pcapng)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.capture.pcap_format import MAXIMUM_CAPTURED

# Kinds of block (§4, §11.1 of the draft).
SECTION_HEADER = 0x0A0D0D0A
"""Reads the same in either byte order, and breaks when a file is sent as text and its line ends are changed (§4.1)."""
INTERFACE_DESCRIPTION = 1
OBSOLETE_PACKET = 2
SIMPLE_PACKET = 3
NAME_RESOLUTION = 4
INTERFACE_STATISTICS = 5
ENHANCED_PACKET = 6
SYSTEMD_JOURNAL = 9
DECRYPTION_SECRETS = 10
CUSTOM = 0x00000BAD
CUSTOM_NOT_TO_COPY = 0x40000BAD

BLOCK_FRAME = 12
"""The bytes of a block around its content: kind and length before it, length again after it (§3.1)."""

MAXIMUM_BLOCK = MAXIMUM_CAPTURED + (1 << 20)
"""A block that claims more bytes than this is damaged.

It is room for the largest packet, and a mebibyte for its options.
"""

BYTE_ORDER_MAGIC = 0x1A2B3C4D
VERSION = (1, 0)

# What stands before the options or the data of a block, as for `struct`.
SECTION_NUMBERS = "IHHq"
"""Byte-order magic, version (major, minor), length of the section or -1."""
INTERFACE_NUMBERS = "HxxI"
"""Link type, snap length."""
ENHANCED_NUMBERS = "IIIII"
"""Interface, time stamp (upper and lower half), bytes kept, bytes on the wire."""
OBSOLETE_NUMBERS = "HHIIII"
"""Interface, drops, time stamp (upper and lower half), bytes kept, bytes on the wire."""
OBSOLETE_DROPS_UNKNOWN = 0xFFFF
SIMPLE_NUMBERS = "I"
"""Bytes on the wire."""
STATISTICS_NUMBERS = "III"
"""Interface, time stamp (upper and lower half)."""
SECRETS_NUMBERS = "II"
"""Kind of secrets, their length."""

# Options (§3.5, §4).
OPTION_END = 0
OPTION_COMMENT = 1
SECTION_HARDWARE = 2
SECTION_SYSTEM = 3
SECTION_APPLICATION = 4
INTERFACE_NAME = 2
INTERFACE_DESCRIPTION_TEXT = 3
INTERFACE_IPV4 = 4
INTERFACE_IPV6 = 5
INTERFACE_MAC = 6
INTERFACE_EUI64 = 7
INTERFACE_SPEED = 8
INTERFACE_RESOLUTION = 9
INTERFACE_TIME_ZONE = 10
INTERFACE_FILTER = 11
INTERFACE_SYSTEM = 12
INTERFACE_FCS_LENGTH = 13
INTERFACE_TIME_OFFSET = 14
INTERFACE_HARDWARE = 15
INTERFACE_SEND_SPEED = 16
INTERFACE_RECEIVE_SPEED = 17
INTERFACE_ZONE_NAME = 18
PACKET_FLAGS = 2
PACKET_HASH = 3
PACKET_DROPS = 4
PACKET_ID = 5
PACKET_QUEUE = 6
PACKET_VERDICT = 7
PACKET_PROCESS_AND_THREAD = 8
STATISTICS_START = 2
STATISTICS_END = 3
STATISTICS_RECEIVED = 4
STATISTICS_DROPPED = 5
STATISTICS_ACCEPTED = 6
STATISTICS_DROPPED_BY_SYSTEM = 7
STATISTICS_DELIVERED = 8

# Bits of a packet's flags (§4.3.1).
FLAGS_INBOUND, FLAGS_OUTBOUND = 1, 2
FLAG_CHECKSUM_NOT_READY = 1 << 9
FLAG_CHECKSUM_VALID = 1 << 10
FLAG_SEGMENTATION_LEFT = 1 << 11
"""Left to the network card: it cuts the packet into segments."""

LONGEST_OPTION = 0xFFFF
"""The length of an option is a number of 16 bits."""

CUSTOM_OPTIONS = frozenset({2988, 2989, 19372, 19373})
"""Options of other makers, which begin with the maker's Private Enterprise Number (§3.5.1)."""
CUSTOM_OPTIONS_NOT_TO_COPY = frozenset({19372, 19373})

INTERFACE_OPTION_NUMBERS = MappingProxyType(
    {
        INTERFACE_SPEED: 8,
        INTERFACE_TIME_ZONE: 4,
        INTERFACE_TIME_OFFSET: 8,
        INTERFACE_SEND_SPEED: 8,
        INTERFACE_RECEIVE_SPEED: 8,
    }
)
"""Of each option that holds numbers, how many bytes a number has; those of the other blocks likewise."""
PACKET_NUMBERS = MappingProxyType(
    {PACKET_FLAGS: 4, PACKET_DROPS: 8, PACKET_ID: 8, PACKET_QUEUE: 4, PACKET_PROCESS_AND_THREAD: 4}
)
