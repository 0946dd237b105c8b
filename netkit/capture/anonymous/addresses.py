"""Addresses for addresses, each for exactly one: two that share a prefix share one of the same length afterwards.

What an address is stays what it is: private, link-local, multicast, loopback, broadcast; these prefixes are kept, and no other
address comes to lie in one of them. The bits behind them are changed one by one, each by a decision that the bits before it and
the key make (the construction of Crypto-PAn), so that networks and their parts remain networks and parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from netkit.address import parse_ipv4, parse_ipv6
from netkit.capture.rewriting.keyed import Keyed

__all__ = ["Addresses"]

_REMEMBERED = 1 << 16
"""Addresses of each kind whose stand-ins are kept at hand."""

Block = tuple[int, int]
"""The first bits of an address, as a number, and how many they are."""


def _blocks(texts: str, width: int) -> tuple[Block, ...]:
    found = []
    for text in texts.split():
        address, _, length = text.partition("/")
        number = parse_ipv4(address) if width == 32 else parse_ipv6(address) >> 64
        found.append((number >> width - int(length), int(length)))
    return tuple(found)


_IPV4_WHOLE = _blocks("0.0.0.0/8 127.0.0.0/8 224.0.0.0/4 240.0.0.0/4", 32)
_IPV4_PREFIXES = _blocks("10.0.0.0/8 100.64.0.0/10 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16", 32)
_IPV6_WHOLE = _blocks("::/16 fe80::/10 ff00::/8 64:ff9b::/64", 64)
_IPV6_PREFIXES = _blocks("2001:db8::/32 2002::/16 fc00::/8 fd00::/8", 64)

_LOW = (1 << 64) - 1
_24_BITS = (1 << 24) - 1
_EUI = 0xFFFE
_EVERYBODY = (1 << 48) - 1
_MAKERS_KEPT = frozenset({0x00005E, 0x01005E, 0x0180C2, 0x01000C, 0x011B19, 0x010CCD})
"""First halves of MAC addresses that nobody has: of VRRP, of groups of IPv4, IEEE 802.1, Cisco, PTP and IEC 61850."""
_NUMBERS_KEPT = tuple(
    frozenset(
        first >> 18 << 16 | first & 0xFFFF
        for first in (*_MAKERS_KEPT, *(0x333300 | last for last in range(256) if kinds == 3))
        if first >> 16 & 3 == kinds
    )
    for kinds in range(4)
)
"""The same without the two bits that say group and local, for each pair of them; of local groups, those of IPv6."""

_OTHER_SIDE = 1 << 41
"""The bit of a MAC address that says local, which is turned where an IPv6 address is made of it (RFC 4291 appendix A)."""


class Addresses:
    """The stand-ins of addresses under one key; addresses are numbers of 32, 128, 48 and 64 bits."""

    def __init__(self, keyed: Keyed) -> None:
        self._keyed = keyed
        self.ipv4 = lru_cache(_REMEMBERED)(self._ipv4)
        self.ipv6 = lru_cache(_REMEMBERED)(self._ipv6)
        self.mac = lru_cache(_REMEMBERED)(self._mac)
        self._network = lru_cache(_REMEMBERED)(self._network_of)

    def _ipv4(self, address: int) -> int:
        return self._tree(address, 32, _IPV4_WHOLE, _IPV4_PREFIXES)

    def _tree(self, bits: int, width: int, whole: Sequence[Block], prefixes: Sequence[Block]) -> int:
        """Turn each bit or not, as the bits before it decide."""
        changed = 0
        for length in range(width):
            prefix = bits >> width - length
            bit = bits >> width - 1 - length & 1
            if not _stays(prefix, length, whole, prefixes):
                bit ^= self._keyed.number(b"%d/%d/%x" % (width, length, prefix), 1)
            changed = changed << 1 | bit
        return changed

    def _ipv6(self, address: int) -> int:
        high, low = address >> 64, address & _LOW
        if high == 0:
            return self._mapped(low)
        if high >> 56 == 0xFF:
            return high << 64 | self._group(low)
        if high == 0x0064_FF9B << 32:
            return high << 64 | (low if low >> 32 else self.ipv4(low))
        if high >> 48 == 0x2002:  # 6to4: an IPv4 address stands behind the prefix (RFC 3056)
            return (0x2002 << 48 | self.ipv4(high >> 16 & 0xFFFFFFFF) << 16 | high & 0xFFFF) << 64 | self.interface(low)
        return self._network(high) << 64 | self.interface(low)

    def _network_of(self, high: int) -> int:
        return self._tree(high, 64, _IPV6_WHOLE, _IPV6_PREFIXES)

    def _mapped(self, low: int) -> int:
        """Of ::, ::1 and addresses with an IPv4 address in their last bits (RFC 4291 §2.5.5)."""
        if low >> 32 in (0, 0xFFFF):
            return low if low < 1 << 16 else low >> 32 << 32 | self.ipv4(low & 0xFFFFFFFF)
        return self.interface(low)

    def _group(self, low: int) -> int:
        """Of a multicast address: all stay but the solicited-node ones, which end as the address that is asked for (RFC 4291 §2.7.1)."""
        return low >> 24 << 24 | self._last(low & _24_BITS) if low >> 24 == 0x01FF else low

    def interface(self, low: int) -> int:
        """Of the last 64 bits of an IPv6 address: one that was made of a MAC address is made of its stand-in."""
        first, last = low >> 24, low & _24_BITS
        if first & 0xFFFF == _EUI:
            maker = self._maker((first >> 16 ^ _OTHER_SIDE >> 24) & _24_BITS)
            return ((maker ^ _OTHER_SIDE >> 24) << 16 | _EUI) << 24 | self._last(last)
        if first:  # 40 bits that are neither 0 nor end as those that were made of a MAC address
            while True:
                first = self._keyed.permuted("interface", first, 1 << 40, (0,))
                if first & 0xFFFF != _EUI:
                    break
        return first << 24 | self._last(last)

    def _mac(self, address: int) -> int:
        first, last = address >> 24, address & _24_BITS
        if first >> 8 == 0x3333 and address >> 24 & 0xFF == 0xFF:  # of a solicited-node address (RFC 2464 §7)
            return first << 24 | self._last(last)
        if first in _MAKERS_KEPT or first >> 8 == 0x3333 or not address or address == _EVERYBODY:
            return address
        return self._maker(first) << 24 | self._last(last)

    def eui64(self, address: int) -> int:
        """Of a hardware address of 64 bits."""
        return self._maker(address >> 40) << 40 | self._keyed.permuted("eui64", address & (1 << 40) - 1, 1 << 40)

    def _maker(self, first: int) -> int:
        """Of a MAC address's first three bytes; the two bits that say group and local stay as they are."""
        kinds = first >> 16 & 3
        number = first >> 18 << 16 | first & 0xFFFF
        found = self._keyed.permuted(f"maker {kinds}", number, 1 << 22, _NUMBERS_KEPT[kinds])
        return found >> 16 << 18 | kinds << 16 | found & 0xFFFF

    def _last(self, last: int) -> int:
        """Of the last three bytes: the same in a MAC address, in what is made of it, and in the group that asks for it."""
        return self._keyed.permuted("last", last, 1 << 24, (0,))


def _stays(prefix: int, length: int, whole: Sequence[Block], prefixes: Sequence[Block]) -> bool:
    """Whether the bit behind a prefix may not be turned: on the way to a block that is kept, or inside one that is kept whole."""
    for block, size in (*whole, *prefixes):
        if length < size and block >> size - length == prefix:
            return True
    return any(length >= size and prefix >> length - size == block for block, size in whole)
