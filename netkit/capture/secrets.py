"""Decryption Secrets Blocks of pcapng: keys that somebody put beside the packets that they open (§4.7).

netkit says that they are there, and carries them over; it never shows them.
"""

from __future__ import annotations

import struct
from types import MappingProxyType

from netkit.capture.pcapng_format import SECRETS_NUMBERS

__all__ = ["read_secrets"]

_KINDS = MappingProxyType(
    {
        0x5353484B: "SSH key log",
        0x544C534B: "TLS key log",
        0x55414B4C: "OPC UA key log",
        0x57474B4C: "WireGuard key log",
        0x5A4E574B: "ZigBee network key",
        0x5A415053: "ZigBee link key",
        0x45535053: "ESP keys",
    }
)
_FIXED_PART = 8


def read_secrets(content: bytes, order: str) -> tuple[str, int] | None:
    """What kind of secrets a block holds, and how many bytes of them; None where its fixed part is cut."""
    if len(content) < _FIXED_PART:
        return None
    kind, length = struct.unpack_from(order + SECRETS_NUMBERS, content)
    return _KINDS.get(kind, f"unknown (0x{kind:08x})"), min(length, len(content) - _FIXED_PART)
