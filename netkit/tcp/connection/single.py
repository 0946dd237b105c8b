"""Which addresses may be an end of a connection: those of one host (RFC 9293 sections 3.9.1.1 and 3.9.2.3)."""

from __future__ import annotations

from netkit.address import is_multicast, parse_address

__all__ = ["single_host"]

NOBODY, EVERYBODY = 0, 0xFFFFFFFF
"""The unspecified address of either version, and the limited broadcast of IPv4."""


def single_host(address: str) -> bool:
    """Whether an address can be that of one host: no group, not everybody, not nobody. What is no address in figures is left to others."""
    try:
        found = parse_address(address)
    except ValueError:
        return True
    return not is_multicast(found) and found.number != NOBODY and (found.version, found.number) != (4, EVERYBODY)
