"""The name under which DNS keeps an address's name: in-addr.arpa (RFC 1035 §3.5) and ip6.arpa (RFC 3596 §2.5)."""

from __future__ import annotations

from netkit.address.address import Address
from netkit.address.prefix import Prefix

__all__ = ["reverse_name", "reverse_zones"]


def reverse_name(address: Address) -> str:
    """The name whose PTR record says what an address is called, without the last dot: bytes (IPv4) or hex digits (IPv6), the last first."""
    return _name(address.version, address.number, address.width)


def reverse_zones(prefix: Prefix) -> list[str]:
    """The zones that hold the reverse names of a prefix, cut where names can be: at bytes for IPv4, at hex digits for IPv6.

    At most 256 for IPv4 and 16 for IPv6. A prefix longer than /24 has no zone of its own (RFC 2317 says how one is lent): the list then has
    the one zone that it lies in.
    """
    step = 8 if prefix.version == 4 else 4
    if prefix.version == 4 and prefix.length > 24:
        return [_name(4, prefix.number, 24)]
    length = -(-prefix.length // step) * step
    return [
        _name(prefix.version, prefix.subnet(length, index).number, length) for index in range(prefix.subnets(length))
    ]


def _name(version: int, number: int, bits: int) -> str:
    if version == 4:
        parts = [str(number >> 24 - 8 * index & 255) for index in range(bits // 8)]
        return ".".join([*reversed(parts), "in-addr", "arpa"])
    digits = [f"{number >> 124 - 4 * index & 15:x}" for index in range(bits // 4)]
    return ".".join([*reversed(digits), "ip6", "arpa"])
