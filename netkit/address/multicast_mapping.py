"""The MAC addresses that multicast is sent to, and the solicited-node group that neighbour discovery asks."""

from __future__ import annotations

from netkit.address.address import Address
from netkit.address.special.lookup import is_multicast
from netkit.errors import AddressError

__all__ = ["multicast_mac", "solicited_node", "solicited_node_mac"]

_SOLICITED = 0xFF02 << 112 | 0x1_FF00_0000
_IPV4_PREFIX = 0x01_00_5E << 24
_IPV6_PREFIX = 0x33_33 << 32


def solicited_node(address: Address) -> Address:
    """The group ff02::1:ff00:0/104 with the last 24 bits of a unicast address: who has it listens there (RFC 4291 §2.7.1)."""
    if address.version != 6 or is_multicast(address):
        raise AddressError(
            f"{address} has no solicited-node group",
            why="only IPv6 unicast and anycast addresses have one (RFC 4291 §2.7.1)",
        )
    return Address(6, _SOLICITED | address.number & 0xFFFFFF)


def solicited_node_mac(address: Address) -> int:
    """The MAC address that a neighbour solicitation for `address` is sent to: 33:33:ff and the address's last three bytes (RFC 2464 §7)."""
    return multicast_mac(solicited_node(address))


def multicast_mac(group: Address) -> int:
    """The MAC address that packets to a multicast group are sent to on Ethernet.

    IPv4: 01:00:5e, a zero bit, and the last 23 bits, so that 32 groups share one (RFC 1112 §6.4). IPv6: 33:33 and the last 32 bits
    (RFC 2464 §7). AddressError for an address that is no group's.
    """
    if not is_multicast(group):
        raise AddressError(
            f"{group} is no multicast group",
            why="groups are 224.0.0.0/4 and ff00::/8; other addresses are asked for by ARP or neighbour discovery",
        )
    if group.version == 4:
        return _IPV4_PREFIX | group.number & 0x7FFFFF
    return _IPV6_PREFIX | group.number & 0xFFFFFFFF
