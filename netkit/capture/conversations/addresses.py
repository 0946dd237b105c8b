"""Ends of conversations as numbers: a MAC address is one; an address of IP and a port lie side by side in one."""

from __future__ import annotations

import numpy as np

from netkit.address import format_ipv4, format_ipv6, format_mac
from netkit.capture.columnar.column import Array
from netkit.capture.streams.end import IPV4_BYTES

__all__ = ["LAST_PORT", "PORT_BITS", "AddressBook", "mac_text"]

PORT_BITS = 16
LAST_PORT = (1 << PORT_BITS) - 1
BEYOND_IPV4 = 1 << 32
"""From this number on come the addresses that are no IPv4 addresses, in the order in which they were first seen."""


class AddressBook:
    """Numbers for addresses of both versions: that of an IPv4 address is its own. At most `limit` others get one, and -1 all beyond."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._numbers: dict[bytes, int] = {}
        self._packed: list[bytes] = []

    def number(self, packed: bytes) -> int:
        """The number of an address as it is on the wire; of none at all (`b""`), too."""
        if len(packed) == IPV4_BYTES:
            return int.from_bytes(packed, "big")
        number = self._numbers.get(packed)
        if number is None:
            if len(self._packed) >= self.limit:
                return -1
            number = self._numbers[packed] = BEYOND_IPV4 + len(self._packed)
            self._packed.append(packed)
        return number

    def numbers(self, values: Array) -> Array:
        """The numbers of many IPv6 addresses, which are given as columns hold them."""
        if not len(values):
            return np.zeros(0, np.int64)
        high, low = values["high"], values["low"]
        order = np.lexsort((low, high))
        begins = np.ones(len(order), bool)
        begins[1:] = (high[order][1:] != high[order][:-1]) | (low[order][1:] != low[order][:-1])
        starts = order[np.flatnonzero(begins)]
        wide = np.empty((len(starts), 2), ">u8")
        wide[:, 0], wide[:, 1] = high[starts], low[starts]
        own = np.array([self.number(each) for each in wide.view("V16")[:, 0].tolist()], np.int64)
        found = np.empty(len(order), np.int64)
        found[order] = own[np.cumsum(begins) - 1]
        return found

    def text(self, number: int) -> str:
        """The address of this number as text; empty for none at all."""
        if number < BEYOND_IPV4:
            return format_ipv4(number)
        packed = self._packed[number - BEYOND_IPV4]
        return format_ipv6(int.from_bytes(packed, "big")) if packed else ""


def mac_text(number: int) -> str:
    """A MAC address as text."""
    return format_mac(number)
