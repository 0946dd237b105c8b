"""The User Datagram Protocol (RFC 768): one message, from one port to another, with no promise that it arrives."""

from __future__ import annotations

from netkit.packet.data import UdpPayload
from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.numbers import port_name
from netkit.packet.reading import Next, Reading
from netkit.packet.transport_checksum import Sum, check_later

__all__ = ["Udp", "read_udp"]

SUM = Sum(protocol=17, pseudo=True, rule="udp.checksum.bad", rfc="RFC 768")
UDP_HEADER = 8


class Udp(Header):
    """The header of a UDP datagram."""

    key = "udp"
    title = "UDP"
    rfc = "RFC 768"

    source_port: int = bits(
        16, "the port of the sender, or 0 if no reply is expected", key="udp.srcport", repeats=True, note=port_name
    )
    destination_port: int = bits(
        16, "the port that the datagram is for", key="udp.dstport", repeats=True, note=port_name
    )
    length: int = bits(16, "bytes in this header and its data", key="udp.length", kind=LENGTH, default=8)
    checksum: int = bits(
        16,
        "guards header, data and both IP addresses; 0 means that there is none",
        key="udp.checksum",
        noted=True,
        kind=HEXADECIMAL,
        default=0,
    )


NUMBERS = Udp.taker("source_port", "destination_port", "length", "checksum")


def read_udp(reading: Reading) -> Next:
    """Read the header, and end the datagram where its length says."""
    udp = reading.open(Udp, rest=UdpPayload)
    source, destination, length, checksum = NUMBERS(reading.data, udp.start)
    if not length and reading.network and reading.network.version == 6:
        length = reading.end - udp.start  # a jumbogram's datagram has the length 0 (RFC 2675 §4)
        if reading.network.length:
            text = "the length is 0, which only a datagram in a jumbogram may say"
            reading.report("udp.length.short", udp, "length", text, rfc="RFC 2675 §4")
    end = udp.start + length
    if length < UDP_HEADER:
        reading.part = True
        text = f"the length is {udp.length}, but the header alone has 8 bytes"
        reading.report("udp.length.short", udp, "length", text)
        return None
    if end > reading.end and reading.complete:
        there = reading.end - udp.start
        reading.report(
            "udp.length.long", udp, "length", f"the length is {udp.length} bytes, but only {there} are there"
        )
    reading.limit(end, "udp.length")
    if checksum:
        check_later(reading, udp, SUM)
    elif reading.network and reading.network.version == 6 and not reading.quoted:
        text = "the checksum is 0, which says that there is none; over IPv6 there must be one, because IPv6 has none of its own"
        reading.report("udp.checksum.missing", udp, "checksum", text, rfc="RFC 8200 §8.1")
    reading.layer.content = (reading.position, reading.end)
    return "udp.port", (source, destination) if source < destination else (destination, source)
