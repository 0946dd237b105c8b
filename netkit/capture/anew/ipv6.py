"""IPv6 addresses for IPv6 addresses: hosts of one network of 64 bits (or 48, or 32) share one afterwards, and special addresses stay so.

Each group of four hexadecimal digits becomes another with as many digits, as the groups before it decide, so that an address is as long
in a text as it was. Networks that are neither private nor for documentation become some for documentation (RFC 3849).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from netkit.capture.anew.hardware import Hardware, same_digits

if TYPE_CHECKING:
    from netkit.capture.anew.ipv4 import Ipv4
    from netkit.capture.rewriting.keyed import Keyed

__all__ = ["Ipv6", "embedded"]

_LOW = (1 << 64) - 1
_32_BITS = (1 << 32) - 1
_DOCUMENTATION = 0x20010DB8
_TEREDO = 0x20010000
_NAT64 = 0x0064_FF9B << 32
_ISATAP = (0x00005EFE, 0x02005EFE)


def embedded(address: int) -> list[int]:
    """The IPv4 addresses that an IPv6 address is made of (RFC 4291 §2.5.5, RFC 6052, RFC 3056, RFC 5214, RFC 4380)."""
    high, low = address >> 64, address & _LOW
    if (not high and low >> 32 in (0, 0xFFFF) and low >= 1 << 16) or (high == _NAT64 and not low >> 32):
        return [low & _32_BITS]
    found = [high >> 16 & _32_BITS] if high >> 48 == 0x2002 else []
    if high >> 32 == _TEREDO:
        return [high & _32_BITS, low & _32_BITS ^ _32_BITS]
    if low >> 32 in _ISATAP:
        found.append(low & _32_BITS)
    return found


class Ipv6:
    """The images of addresses, as numbers of 128 bits; `seen` are all that there are."""

    def __init__(self, keyed: Keyed, seen: Collection[int], ipv4: Ipv4, hardware: Hardware, attempt: int) -> None:
        self._keyed = keyed
        self._attempt = attempt
        self._ipv4 = ipv4
        self._hardware = hardware
        self._public = self._chosen({address >> 64 for address in seen})

    def __call__(self, address: int) -> int:
        """The address that stands for another."""
        high, low = address >> 64, address & _LOW
        if high == 0:
            if low < 2:
                return address
            return low >> 32 << 32 | self._ipv4(low & _32_BITS) if low >> 32 in (0, 0xFFFF) else address
        if high >> 56 == 0xFF:
            solicited = low >> 24 == 0x01FF and high >> 48 == 0xFF02
            return high << 64 | low >> 24 << 24 | self._hardware.last(low & 0xFFFFFF) if solicited else address
        if high == _NAT64:
            return high << 64 | (low if low >> 32 else self._ipv4(low))
        if high >> 32 == _TEREDO:
            client = self._ipv4(low & _32_BITS ^ _32_BITS) ^ _32_BITS
            return (_TEREDO << 32 | self._ipv4(high & _32_BITS)) << 64 | low >> 32 << 32 | client
        return self.network(high) << 64 | self._interface(low)

    def _interface(self, low: int) -> int:
        if low >> 32 in _ISATAP:
            return low >> 32 << 32 | self._ipv4(low & _32_BITS)
        return self._hardware.interface(low)

    def network(self, high: int) -> int:
        """The first 64 bits that stand for others."""
        if high >> 54 == 0xFE80 >> 6 or high >> 48 == 0:
            return high
        if high >> 48 == 0x2002:
            subnet = same_digits(self._keyed, f"subnet {self._attempt}", high & 0xFFFF)
            return 0x2002 << 48 | self._ipv4(high >> 16 & _32_BITS) << 16 | subnet
        kept = _kept_bits(high)
        if not kept:
            if (image := self._public.get(high >> 16)) is None:
                return high
            subnet = same_digits(self._keyed, f"subnet {self._attempt} {high >> 16:x}", high & 0xFFFF)
            return image << 16 | subnet
        image = 0
        for shift in (48, 32, 16, 0):
            group, before = high >> shift & 0xFFFF, high >> shift + 16
            width = 16 - min(max(kept - 48 + shift, 0), 16)
            rest = group & (1 << width) - 1
            name = f"group {self._attempt} {shift} {before:x}"
            image |= (group - rest + (same_digits(self._keyed, name, rest) if width else 0)) << shift
        return image

    def _chosen(self, highs: Collection[int]) -> dict[int, int]:
        """A network of 48 bits for documentation for each public one."""
        public = sorted(
            {high >> 16 for high in highs if not _kept_bits(high) and high >> 61 == 1 and high >> 48 != 0x2002}
        )
        taken = {self.network(high) >> 16 for high in highs if high >> 32 == _DOCUMENTATION}
        taken |= {high >> 16 for high in highs}
        found: dict[int, int] = {}
        place = 0
        for group in public:
            while place < 0x10000:
                image = _DOCUMENTATION << 16 | self._keyed.permuted(f"public {self._attempt}", place, 0x10000)
                place += 1
                if image not in taken and image & 0xF000:
                    found[group] = image
                    break
        return found


def _kept_bits(high: int) -> int:
    """How many bits at the beginning stay: of documentation (RFC 3849, RFC 9637) and unique local addresses; 0 for public ones."""
    if high >> 32 == _DOCUMENTATION:
        return 32
    if high >> 44 == 0x3FFF0:
        return 20
    return 8 if high >> 57 == 0xFC >> 1 else 0
