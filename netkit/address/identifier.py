"""Interface identifiers made from MAC addresses (modified EUI-64, RFC 4291 appendix A), and what the bits of one tell."""

from __future__ import annotations

from netkit.address.address import Address
from netkit.address.prefix import Prefix
from netkit.errors import AddressError

__all__ = [
    "LINK_LOCAL",
    "UNIVERSAL_LOCAL_BIT",
    "address_with_identifier",
    "identifier_of",
    "is_reserved_identifier",
    "link_local_from_mac",
    "mac_from_identifier",
    "modified_eui64",
    "reserved_identifier",
    "widened",
]

LINK_LOCAL = Prefix(6, 0xFE80 << 112, 64)
"""fe80::/64, where link-local addresses are (RFC 4291 §2.5.6)."""

UNIVERSAL_LOCAL_BIT = 0x02
"""The bit of a MAC address's first byte that says 0: given by the maker, 1: set by somebody. It is turned over in an identifier."""

_RESERVED = (
    (0x0, 0x0, "the subnet's routers (anycast)", "RFC 4291 §2.6.1"),
    (0x0200_5EFF_FE00_0000, 0x0200_5EFF_FE00_5212, "kept for Ethernet", "RFC 5453"),
    (0x0200_5EFF_FE00_5213, 0x0200_5EFF_FE00_5213, "Proxy Mobile IPv6", "RFC 6543"),
    (0x0200_5EFF_FE00_5214, 0x0200_5EFF_FEFF_FFFF, "kept for Ethernet", "RFC 5453"),
    (0xFDFF_FFFF_FFFF_FF80, 0xFDFF_FFFF_FFFF_FFFF, "subnet anycast", "RFC 2526"),
)


def modified_eui64(mac: int) -> int:
    """The 64-bit identifier of a MAC address: ff:fe put into its middle, and the bit worth 2 of its first byte turned over.

    `(b0 XOR 0x02) b1 b2 ff fe b3 b4 b5` (RFC 4291 appendix A, RFC 2464 §4).
    """
    return widened(mac) ^ UNIVERSAL_LOCAL_BIT << 56


def widened(mac: int) -> int:
    """A MAC address with ff:fe in its middle: the first step towards the modified EUI-64."""
    return mac >> 24 << 40 | 0xFFFE << 24 | mac & 0xFFFFFF


def mac_from_identifier(identifier: int) -> int | None:
    """The MAC address that an identifier was made from, if it has ff:fe in its middle; None otherwise.

    The bytes prove the form only: an identifier drawn at random has ff:fe there once in 65,536 times.
    """
    if identifier >> 24 & 0xFFFF != 0xFFFE:
        return None
    return (identifier >> 40 ^ UNIVERSAL_LOCAL_BIT << 16) << 24 | identifier & 0xFFFFFF


def link_local_from_mac(mac: int) -> Address:
    """The link-local address that a host makes from its MAC address: fe80:: and the modified EUI-64.

    Most systems today draw the identifier instead (RFC 7217, RFC 8981), so that it does not tell the MAC address.
    """
    return address_with_identifier(LINK_LOCAL, modified_eui64(mac))


def address_with_identifier(prefix: Prefix, identifier: int) -> Address:
    """The address in a /64 with this 64-bit identifier as its second half. AddressError for another prefix length (RFC 4291 §2.5.1)."""
    if prefix.version != 6 or prefix.length != 64:
        raise AddressError(
            f"{prefix} has no room for an interface identifier",
            why="an identifier has 64 bits, so the prefix before it has 64, too (RFC 4291 §2.5.1)",
        )
    return Address(6, prefix.number | identifier)


def identifier_of(address: Address) -> int:
    """The last 64 bits of an IPv6 address: the interface identifier, where the subnet is a /64."""
    return address.number & 0xFFFFFFFF_FFFFFFFF


def reserved_identifier(identifier: int) -> tuple[str, str] | None:
    """What an identifier is kept for, and the RFC, by IANA's registry of reserved interface identifiers (RFC 5453); None for a free one."""
    return next(((meaning, rfc) for first, last, meaning, rfc in _RESERVED if first <= identifier <= last), None)


def is_reserved_identifier(identifier: int) -> bool:
    """Whether no host may take this identifier for itself (RFC 5453)."""
    return reserved_identifier(identifier) is not None
