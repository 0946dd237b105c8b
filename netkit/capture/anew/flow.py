"""The numbers of a packet's headers, each changed with its connection, its sender or its program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netkit.tcp.sequence import MODULUS

if TYPE_CHECKING:
    from netkit.capture.anew.renaming import Renaming
    from netkit.capture.streams.numbers import Key
    from netkit.packet import DissectedField
    from netkit.packet.layer import Layer

__all__ = ["Flow"]

_SOURCES, _DESTINATIONS = ("ip.src", "ipv6.src"), ("ip.dst", "ipv6.dst")
_PORTS = frozenset({"tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport"})
_DRAWN = {
    "ipv6.flow": "flow",
    "icmp.ident": "echo",
    "icmpv6.echo.identifier": "echo",
    "dns.id": "dns",
    "dns.tsig.original_id": "dns",
    "dhcp.id": "dhcp",
    "dhcpv6.xid": "dhcpv6",
}
"""Numbers that a program drew, with the name of what draws their images."""


class Flow:
    """Follows the layers of one packet, and gives the images of their numbers; `key` is the direction of the last TCP or UDP header."""

    def __init__(self, renaming: Renaming) -> None:
        self._renaming = renaming
        self._source = self._destination = b""
        self.key: Key = (b"", b"", 0, 0)
        self.sequence = 0
        """Of the last TCP header, the number of its first byte of data."""

    def enter(self, layer: Layer) -> None:
        """Take in whose the next layer is."""
        if layer.key not in ("ip", "ipv6", "tcp", "udp"):
            return
        ports = [0, 0]
        self.sequence = 0
        for found in layer.fields:
            if found.key in _SOURCES:
                self._source = found.raw_value.to_bytes(found.width_bits // 8, "big")
            elif found.key in _DESTINATIONS:
                self._destination = found.raw_value.to_bytes(found.width_bits // 8, "big")
            elif found.key in _PORTS:
                ports[found.key.endswith("dstport")] = found.raw_value
            elif found.key == "tcp.seq_raw":
                self.sequence = found.raw_value
            elif found.key == "tcp.flags.syn" and found.raw_value:
                self.sequence = (self.sequence + 1) % MODULUS
        self.key = (self._source, self._destination, ports[0], ports[1])

    def numbers(self, layer: Layer) -> Iterator[tuple[DissectedField, int]]:
        """The fields of a layer whose numbers change, with the new ones."""
        acknowledges = layer.key == "tcp" and any(
            found.raw_value for found in layer.fields if found.key == "tcp.flags.ack"
        )
        for found in layer.fields:
            image = self._image(found, acknowledges=acknowledges)
            if image is not None and image != found.raw_value:
                yield found, image

    def _image(self, found: DissectedField, *, acknowledges: bool) -> int | None:
        key, value = found.key, found.raw_value
        if key in _PORTS:
            return self._renaming.ports(value)
        if key in _DRAWN:
            return self._renaming.numbers.drawn(_DRAWN[key], value, found.width_bits)
        if key in ("ip.id", "ipv6.fraghdr.ident"):
            numbers = self._renaming.numbers
            return numbers.counting(key.encode() + numbers.sender(self._source), value, found.width_bits)
        return self._tcp(key, value, acknowledges=acknowledges) if key.startswith("tcp.") else None

    def _tcp(self, key: str, value: int, *, acknowledges: bool) -> int | None:
        source, destination, source_port, destination_port = self.key
        back = (destination, source, destination_port, source_port)
        numbers = self._renaming.numbers
        if key == "tcp.seq_raw":
            return (value + numbers.shift(self.key)) % MODULUS
        if key == "tcp.options.timestamp.tsval":
            return (value + numbers.clock(self.key)) % MODULUS
        if not acknowledges:
            return None
        if key in ("tcp.ack_raw", "tcp.options.sack_le", "tcp.options.sack_re"):
            return (value + numbers.shift(back)) % MODULUS
        if key == "tcp.options.timestamp.tsecr" and value:
            return (value + numbers.clock(back)) % MODULUS
        return None
