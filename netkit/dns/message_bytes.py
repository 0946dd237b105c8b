"""The bytes of a DNS message: those that came, else as it would be written, the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.exception

if TYPE_CHECKING:
    import dns.message

__all__ = ["wire_of"]

LARGEST = 65535


def wire_of(message: dns.message.Message) -> bytes | None:
    """The message's bytes, where it was read from bytes these; None for a message that cannot be written."""
    if message.wire:
        return bytes(message.wire)
    try:
        return message.to_wire(max_size=LARGEST, want_shuffle=False)
    except (dns.exception.DNSException, ValueError):
        return None
