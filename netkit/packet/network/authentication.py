"""The authentication header of IPsec: proves who sent a packet, and that nobody changed it (RFC 4302)."""

from __future__ import annotations

from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL
from netkit.packet.numbers import IP_PROTOCOLS
from netkit.packet.reading import Next, Reading

__all__ = ["AuthenticationHeader", "read_authentication"]


class AuthenticationHeader(Header):
    """A code over the packet that only the holders of a key can make."""

    key = "ah"
    title = "Authentication header"
    rfc = "RFC 4302 §2"
    rule = "ah"

    next_header: int = bits(8, "which header comes next", key="ah.next_header", names=IP_PROTOCOLS)
    payload_length: int = bits(
        8, "words of 4 bytes, less 2", key="ah.length", note=lambda raw: f"{(raw + 2) * 4} bytes in all", label="Length"
    )
    reserved: bytes = bits(16, "must be zero", key="ah.reserved", kind=BYTES, default=b"\0\0", minor=True)
    security_parameters_index: int = bits(
        32, "which agreement between the two ends holds", key="ah.spi", kind=HEXADECIMAL, label="SPI"
    )
    sequence_number: int = bits(32, "counts the packets, so that none can be played back", key="ah.sequence")
    integrity_check_value: bytes = variable(
        "the code that proves the packet", key="ah.icv", size=lambda header: header.payload_length * 4 - 4
    )


def read_authentication(reading: Reading) -> Next:
    """Read the header; what it proves follows in the clear."""
    header = reading.open(AuthenticationHeader)
    if header.payload_length < 1:
        text = "a length of 0 makes 8 bytes, but the fixed part alone has 12"
        reading.report("ah.length.short", header, "payload_length", text)
        return None
    version = reading.network.version if reading.network else 4
    return "ipv6.nxt" if version == 6 else "ip.proto", (header.next_header,)
