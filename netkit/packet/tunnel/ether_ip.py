"""EtherIP (RFC 3378): a whole Ethernet frame inside of an IP packet."""

from __future__ import annotations

from netkit.packet.depth import too_deep
from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL
from netkit.packet.reading import Next, Reading

__all__ = ["EtherIp", "read_ether_ip"]

ETHERNET = 0x6558


class EtherIp(Header):
    """Two bytes before the frame."""

    key = "etherip"
    title = "EtherIP"
    rfc = "RFC 3378 §2"

    version: int = bits(4, "which version of EtherIP this is: 3", key="etherip.ver", default=3)
    reserved: int = bits(12, "must be zero", key="etherip.reserved", kind=HEXADECIMAL, default=0, minor=True)


def read_ether_ip(reading: Reading) -> Next:
    """Read the header; a whole Ethernet frame follows."""
    if too_deep(reading):
        return None
    reading.open(EtherIp)
    return "eth.type", (ETHERNET,)
