"""Addresses: their text and their bytes."""

from netkit.address.text import (
    format_ipv4,
    format_ipv6,
    format_mac,
    parse_ipv4,
    parse_ipv6,
    parse_mac,
)

__all__ = ["format_ipv4", "format_ipv6", "format_mac", "parse_ipv4", "parse_ipv6", "parse_mac"]
