"""What a MAC address says by itself: one station or a group, given by the maker or set by somebody, and the groups that have a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netkit.address.address import Address
from netkit.address.text import format_mac

__all__ = ["BROADCAST", "Mac", "NamedMac", "named_mac"]

BROADCAST = (1 << 48) - 1
"""ff:ff:ff:ff:ff:ff: everyone on this link."""


@dataclass(frozen=True, slots=True, order=True)
class Mac:
    """A 48-bit MAC address (EUI-48), by its number."""

    number: int

    @property
    def group(self) -> bool:
        """The bit worth 1 of the first byte, the first on the wire: a group of stations, and not one (IEEE 802, RFC 9542 §2.1)."""
        return bool(self.number >> 40 & 1)

    @property
    def local(self) -> bool:
        """The bit worth 2 of the first byte: set by an administrator or drawn by a program, and not given by the maker."""
        return bool(self.number >> 40 & 2)

    @property
    def organization(self) -> int:
        """The first three bytes, by which the IEEE knows the maker (OUI), where it is not a local address."""
        return self.number >> 24

    def __str__(self) -> str:
        return format_mac(self.number)


@dataclass(frozen=True, slots=True)
class NamedMac:
    """MAC addresses from `first` to `last` that have a meaning of their own; `forwarded` False: no bridge passes them on."""

    first: int
    last: int
    name: str
    meaning: str
    source: str


_NAMED: Sequence[tuple[str, str, str, str, str]] = (
    ("ffffffffffff", "ffffffffffff", "broadcast", "everyone on this link", "IEEE 802"),
    ("0180c2000000", "0180c2000000", "nearest customer bridge group", "bridges that keep a tree without loops (STP), LLDP", "IEEE 802.1Q"),
    ("0180c2000001", "0180c2000001", "MAC control (pause)", "a station that can't keep up asks its neighbour to wait", "IEEE 802.3"),
    ("0180c2000002", "0180c2000002", "slow protocols", "links that are bundled to one (LACP)", "IEEE 802.3"),
    ("0180c2000003", "0180c2000003", "nearest non-TPMR bridge group", "who may use this port (802.1X), LLDP", "IEEE 802.1X"),
    ("0180c200000e", "0180c200000e", "nearest bridge group", "neighbours that tell who they are (LLDP), precise clocks", "IEEE 802.1AB"),
    ("0180c2000000", "0180c200000f", "reserved for bridges", "for the next bridge: never passed on by it", "IEEE 802.1Q"),
    ("01000ccccccc", "01000ccccccc", "Cisco's protocols", "neighbours that tell who they are (CDP), trunks (VTP, DTP)", "Cisco"),
    ("01000ccccccd", "01000ccccccd", "Cisco's spanning tree", "a tree without loops for each VLAN (PVST+)", "Cisco"),
    ("011b19000000", "011b19000000", "precise clocks", "time to the microsecond (PTP)", "IEEE 1588"),
    ("01005e901000", "01005e9010ff", "documentation, groups", "for examples in texts", "RFC 9542"),
    ("01005e000000", "01005e7fffff", "IPv4 multicast", "an IPv4 group; 32 groups share each", "RFC 1112 §6.4"),
    ("333300000000", "3333ffffffff", "IPv6 multicast", "an IPv6 group, by its last four bytes", "RFC 2464 §7"),
    ("00005e000100", "00005e0001ff", "VRRP for IPv4", "a router that several routers stand for; the last byte numbers it", "RFC 9568"),
    ("00005e000200", "00005e0002ff", "VRRP for IPv6", "a router that several routers stand for; the last byte numbers it", "RFC 9568"),
    ("00005e005300", "00005e0053ff", "documentation", "for examples in texts", "RFC 9542"),
    ("00000c07ac00", "00000c07acff", "HSRP", "a router that several of Cisco's routers stand for; the last byte numbers it", "Cisco"),
    ("000000000000", "000000000000", "no address", "where an address is not known yet, as in an ARP request", ""),
)  # fmt: skip


def named_mac(number: int) -> NamedMac | None:
    """The narrowest group of MAC addresses with a meaning of its own that this one is of; None for an ordinary one."""
    found = [row for row in _NAMED if int(row[0], 16) <= number <= int(row[1], 16)]
    if not found:
        return None
    first, last, name, meaning, source = min(found, key=lambda row: int(row[1], 16) - int(row[0], 16))
    return NamedMac(int(first, 16), int(last, 16), name, meaning, source)


def ipv4_groups(number: int) -> list[Address]:
    """The 32 IPv4 groups that share a MAC address of 01:00:5e:00:00:00 to 01:00:5e:7f:ff:ff, lowest first; none for another."""
    if number >> 23 != 0x01_00_5E << 1:
        return []
    return [Address(4, 0xE << 28 | high << 23 | number & 0x7FFFFF) for high in range(32)]
