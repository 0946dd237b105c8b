"""Addresses: their text and their bytes."""

from netkit.address.ipv4_text import parse_ipv4
from netkit.address.ipv6_text import parse_ipv6
from netkit.address.mac_text import parse_mac
from netkit.address.text import format_ipv4, format_ipv6, format_mac

__all__ = ["format_ipv4", "format_ipv6", "format_mac", "parse_ipv4", "parse_ipv6", "parse_mac"]
