"""MAC addresses, and what is made of them: the last half of an IPv6 address, and the group that is asked for its owner.

Of an address that a maker gave its first half stays, and with it the maker; of one that is locally administered the first byte, and with
it whether it is a group's. Every part keeps its count of
hexadecimal digits, so that an address is as long in a text as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.capture.rewriting.keyed import Keyed

__all__ = ["Hardware", "same_digits", "stays"]

_24_BITS = (1 << 24) - 1
_EUI = 0xFFFE
_REMEMBERED = 1 << 14
_LOCAL = 0x02
_SOLICITED = 0x3333FF
_OF_PROTOCOLS = frozenset({0x00005E})
"""First halves of addresses that belong to a protocol, and to no interface: those of VRRP (RFC 9568 §7.3)."""


def same_digits(keyed: Keyed, name: str, value: int) -> int:
    """Another number with as many hexadecimal digits; 0 stays."""
    if not value:
        return 0
    digits = (value.bit_length() + 3) // 4
    low = 1 << 4 * (digits - 1)
    size: int = 15 * low
    return low + keyed.permuted(f"{name} {digits}", value - low, size)


def _digits(last: int) -> tuple[int, int]:
    """With how many hexadecimal digits the parts of a last half are written in an IPv6 address."""
    return (last.bit_length() - 13) // 4 if last >> 16 else 0, ((last & 0xFFFF).bit_length() + 3) // 4


def _numbers(digits: tuple[int, int]) -> int:
    """How many last halves are written with so many digits."""
    return prod(15 << 4 * (each - 1) for each in digits if each)


def stays(address: int) -> bool:
    """Whether a MAC address is a group's, nobody's or a protocol's; the groups that ask for one host follow its address (RFC 2464 §7)."""
    first = address >> 24
    return first != _SOLICITED and (bool(first >> 16 & 1) or not address or first in _OF_PROTOCOLS)


class Hardware:
    """The images of MAC addresses and of what is made of them, as numbers; each `attempt` gives others.

    Where `seen` are so many that few others have as many digits, their last halves become any.
    """

    def __init__(self, keyed: Keyed, attempt: int, seen: Collection[int] = ()) -> None:
        lasts = {mac & _24_BITS for mac in seen if not stays(mac)}
        count = Counter(map(_digits, lasts))
        self._crowded = {last for last in lasts if count[_digits(last)] ** 2 > _numbers(_digits(last))}
        self._keyed = keyed
        self._attempt = attempt
        self.mac = lru_cache(_REMEMBERED)(self._mac)
        self.last = lru_cache(_REMEMBERED)(self._last)
        self._maker = lru_cache(_REMEMBERED)(self._maker_of)

    def _mac(self, address: int) -> int:
        """The address that stands for another."""
        if stays(address):
            return address
        first, last = address >> 24, address & _24_BITS
        return (first if first == _SOLICITED else self._owner(first, last)) << 24 | self.last(last)

    def eui64(self, address: int) -> int:
        """The hardware address of 64 bits that stands for another."""
        first, last = address >> 24, address & _24_BITS
        return (self._owner(first >> 16, last) << 16 | first & 0xFFFF) << 24 | self.last(last)

    def interface(self, low: int) -> int:
        """The last 64 bits of an IPv6 address for others: of a MAC address's image where they were made of one (RFC 4291 appendix A)."""
        first, last = low >> 24, low & _24_BITS
        if first & 0xFFFF == _EUI:
            turned = _LOCAL << 16
            return ((self._owner(first >> 16 ^ turned, last) ^ turned) << 16 | _EUI) << 24 | self.last(last)
        one, two, high = first >> 24, first >> 8 & 0xFFFF, first & 0xFF
        one = same_digits(self._keyed, f"interface 1 {self._attempt}", one)
        two = same_digits(self._keyed, f"interface 2 {self._attempt}", two)
        while True:
            high = same_digits(self._keyed, f"interface 3 {self._attempt}", high)
            if (two & 0xFF) << 8 | high != _EUI:
                break
        return (one << 24 | two << 8 | high) << 24 | self.last(last)

    def _last(self, last: int) -> int:
        """The last three bytes: the same in a MAC address, in what is made of it, and in the group that asks for it."""
        if last in self._crowded:
            return self._keyed.permuted(f"last {self._attempt}", last, 1 << 24, (0,))
        high = same_digits(self._keyed, f"last 1 {self._attempt}", last >> 16)
        return high << 16 | same_digits(self._keyed, f"last 2 {self._attempt}", last & 0xFFFF)

    def _owner(self, first: int, last: int) -> int:
        """The first half of an address; that of a maker, who has many cards, stays."""
        return first if last and not first >> 16 & _LOCAL else self._maker(first)

    def _maker_of(self, first: int) -> int:
        kind, one, two = first.to_bytes(3, "big")
        one = same_digits(self._keyed, f"maker 1 {kind} {self._attempt}", one)
        return kind << 16 | one << 8 | same_digits(self._keyed, f"maker 2 {kind} {self._attempt}", two)
