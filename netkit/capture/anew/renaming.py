"""Who becomes who: every image of one student, drawn from one seed.

Each image hangs on the seed and on what it stands for, and never on a stream of chance, so that one packet more changes no other's. No
image is an address or a name that was there before, as far as there are others; of several draws the first such is taken.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from netkit.address import format_ipv4
from netkit.capture.anew.hardware import Hardware, stays
from netkit.capture.anew.ipv4 import DOCUMENTATION, Ipv4
from netkit.capture.anew.ipv6 import Ipv6
from netkit.capture.anew.moments import Moments
from netkit.capture.anew.names import Names
from netkit.capture.anew.numbers import Numbers
from netkit.capture.anew.ports import Ports
from netkit.capture.rewriting.keyed import Keyed

if TYPE_CHECKING:
    from netkit.capture.anew.seen import Seen

__all__ = ["Renaming"]

_ATTEMPTS = 24
_REMEMBERED = 1 << 14


class Renaming:
    """The images of everything in a capture of which `seen` was seen, under a `seed` of any bytes.

    `into` are the networks of 24 bits for addresses that are not private. With `wrap`, one variant in four has sequence numbers that
    pass 2^32 within each direction that carries data.

    `ipv4`, `ipv6` and `mac` give the images of addresses, which are numbers.
    """

    def __init__(self, seed: bytes, seen: Seen, *, wrap: bool = False, into: Sequence[str] = DOCUMENTATION) -> None:
        keyed = Keyed(hmac.digest(seed, b"a capture made anew", "sha256"))
        self._ipv4 = Ipv4(keyed, seen.ipv4, broadcasts=seen.broadcasts, spelled=seen.spelled, into=into)
        self._hardware, self._ipv6 = _unlike(keyed, seen, self._ipv4)
        self.ipv4 = lru_cache(_REMEMBERED)(self._ipv4)
        self.ipv6 = lru_cache(_REMEMBERED)(self._ipv6)
        self.mac = self._hardware.mac
        self.ports = Ports(keyed, seen.clients, seen.fixed_ports)
        self.names = Names(keyed, seen.names, self._ipv4_start, self._ipv6_start)
        self.moments = Moments(keyed, seen.first_time or 0)
        self.wraps = wrap and not keyed.number(b"wrap", 2)
        self.numbers = Numbers(keyed, seen.courses, wrap=self.wraps, same=seen.same)

    @property
    def unspelled(self) -> list[int]:
        """IPv4 addresses in texts and names whose images are written with another number of digits."""
        return self._ipv4.unspelled()

    def ipv4_text(self, address: int) -> bytes:
        """The image of an IPv4 address, as text."""
        return format_ipv4(self._ipv4(address)).encode()

    def eui64(self, address: int) -> int:
        """The image of a hardware address of 64 bits."""
        return self._hardware.eui64(address)

    def _ipv4_start(self, address: int, bits: int) -> int:
        """The image of the first bits of an address."""
        return self._ipv4(address) >> 32 - bits << 32 - bits if bits > 24 else self._ipv4.network(address >> 8) << 8

    def _ipv6_start(self, address: int, bits: int) -> int:
        return self._ipv6(address) if bits == 128 else self._ipv6.network(address >> 64) << 64


def _unlike(keyed: Keyed, seen: Seen, ipv4: Ipv4) -> tuple[Hardware, Ipv6]:
    """Images of MAC and IPv6 addresses, of several draws those that leave least of the old ones."""
    drawn: list[tuple[int, Hardware, Ipv6]] = []
    macs = {mac for mac in seen.macs if not stays(mac)}
    for attempt in range(_ATTEMPTS):
        hardware = Hardware(keyed, attempt, seen.macs)
        ipv6 = Ipv6(keyed, seen.ipv6, ipv4, hardware, attempt)
        images = {hardware.mac(mac) for mac in macs}
        cost = (
            len(macs)
            - len(images)
            + len(images & macs)
            + sum(ipv6(address) in seen.ipv6 for address in seen.ipv6 if _is_somebodys(address))
        )
        drawn.append((cost, hardware, ipv6))
        if not cost:
            break
    _, hardware, ipv6 = min(drawn, key=lambda each: each[0])
    return hardware, ipv6


def _is_somebodys(address: int) -> bool:
    """Whether an IPv6 address is a host's or a host's group, and not a protocol's."""
    if address >> 120 == 0xFF:
        return address >> 24 & 0x1FF == 0x1FF
    return bool(address >> 32) and bool(address & (1 << 64) - 1)
