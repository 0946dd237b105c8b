"""What the link types are called: the numbers that say how a packet begins (LINKTYPE, draft-ietf-opsawg-pcaplinktype)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["LINK_TYPES", "link_type_text"]

LINK_TYPES: Mapping[int, str] = MappingProxyType(
    {
        0: "BSD loopback",
        1: "Ethernet",
        6: "Token Ring",
        8: "SLIP",
        9: "PPP",
        10: "FDDI",
        12: "raw IP",
        14: "raw IP",
        50: "PPP in HDLC framing",
        51: "PPPoE",
        101: "raw IP",
        104: "Cisco HDLC",
        105: "802.11",
        107: "Frame Relay",
        108: "OpenBSD loopback",
        113: "Linux cooked",
        117: "OpenBSD pflog",
        119: "802.11 Prism",
        127: "802.11 radiotap",
        163: "802.11 AVS",
        187: "Bluetooth HCI",
        189: "Linux USB",
        195: "802.15.4",
        201: "Bluetooth HCI with direction",
        220: "Linux USB",
        227: "CAN",
        228: "raw IPv4",
        229: "raw IPv6",
        239: "Linux nflog",
        249: "USBPcap",
        251: "Bluetooth LE",
        253: "Linux netlink",
        276: "Linux cooked, version 2",
    }
)


def link_type_text(link_type: int) -> str:
    """A link type for a person: its name, where it is one of the common ones, and its number."""
    name = LINK_TYPES.get(link_type)
    return f"{name} (link type {link_type})" if name else f"link type {link_type}"
