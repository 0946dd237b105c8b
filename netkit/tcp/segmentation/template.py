"""Packets of one connection that differ in a few numbers: built once, then stamped out.

The first is built as any packet is, and where its fields lie is read from its dissection. Each further packet is that one number with
others added in their places. Its checksums come from the first one's, as a router's do (RFC 1624): 65,536 leaves the remainder 1 by 65,535,
so what is added to a field adds as much to the sum, times the place in its word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.packet.checksum import number_checksum, word_sum

if TYPE_CHECKING:
    from netkit.packet.building import Packet
    from netkit.packet.dissected import DissectedField

__all__ = ["Template"]

WORD = 16
ONES = 0xFFFF

NOWHERE = 0


class Template:
    """A packet without data, in which sequence number, acknowledgment, PSH, identification and clocks are 0: they are filled in."""

    def __init__(self, packet: Packet) -> None:
        built = packet.dissect()
        fields = {field.key: field for field in built.fields}
        self._size = len(built.data)
        version = 6 if "ipv6.plen" in fields else 4
        self._length = self._shift(fields["ipv6.plen" if version == 6 else "ip.len"])
        self._sequence = self._shift(fields["tcp.seq_raw"])
        self._acknowledgment = self._shift(fields["tcp.ack_raw"])
        self._push = self._shift(fields["tcp.flags.push"])
        self._push_sum = 1 << self._push % WORD
        self._tcp_checksum = self._shift(fields["tcp.checksum"])
        self._tcp_sum, number = self._without(fields["tcp.checksum"], int.from_bytes(built.data, "big"))
        self._identification = self._ip_checksum = self._ip_sum = NOWHERE
        if version == 4:
            self._identification = self._shift(fields["ip.id"])
            self._ip_checksum = self._shift(fields["ip.checksum"])
            self._ip_sum, number = self._without(fields["ip.checksum"], number)
        self._clock = self._echo = NOWHERE
        self._timed = "tcp.options.timestamp.tsval" in fields
        if self._timed:
            self._clock = self._shift(fields["tcp.options.timestamp.tsval"])
            self._echo = self._shift(fields["tcp.options.timestamp.tsecr"])
        self._number = number

    def _shift(self, field: DissectedField) -> int:
        """How far a field lies from the end of the packet, in bits."""
        return self._size * 8 - field.start_bit - field.width_bits

    def _without(self, field: DissectedField, number: int) -> tuple[int, int]:
        """What a checksum was made over, as a sum of words, and the packet with 0 in its place."""
        value = int(field.raw_value)
        return ONES ^ value, number - (value << self._shift(field))

    def packet(
        self,
        data: bytes = b"",
        *,
        sequence: int,
        acknowledgment: int = 0,
        push: bool = False,
        identification: int = 0,
        clock: int = 0,
        echo: int = 0,
    ) -> bytes:
        """The packet with these numbers and this data, which together are no longer than a packet can be."""
        size = len(data)
        number = self._number + (size << self._length) + (sequence << self._sequence)
        total = self._tcp_sum + size + sequence + acknowledgment + word_sum(data)
        number += acknowledgment << self._acknowledgment
        if push:
            number += 1 << self._push
            total += self._push_sum
        if self._timed:
            number += (clock << self._clock) + (echo << self._echo)
            total += clock + echo
        if self._ip_checksum:
            number += identification << self._identification
            number += number_checksum(self._ip_sum + size + identification) << self._ip_checksum
        number += number_checksum(total) << self._tcp_checksum
        return number.to_bytes(self._size, "big") + data
