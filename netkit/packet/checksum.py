"""The Internet checksum (RFC 1071): the one's complement sum of 16-bit words, and what TCP, UDP and ICMPv6 put before it."""

from __future__ import annotations

from netkit.packet.reading import Network

__all__ = ["checksum", "number_checksum", "pseudo_header", "word_sum"]


def word_sum(data: bytes) -> int:
    """The one's complement sum of the 16-bit words, carries added in again; an odd last byte is a word's high byte (RFC 1071 §1).

    A number in base 65,536 leaves the same remainder by 65,535 as the sum of its digits, so that one division does all the adding.
    The remainder 0 stands for 0xffff unless every byte is zero.
    """
    if len(data) % 2:
        data += b"\0"
    total = int.from_bytes(data, "big") % 0xFFFF
    return total or (0xFFFF if any(data) else 0)


def checksum(data: bytes) -> int:
    """The value of the checksum field for these bytes, in which the field itself counts as 0."""
    return 0xFFFF ^ word_sum(data)


def number_checksum(number: int) -> int:
    """The checksum of words whose sum, carries and all, is this number, or that are this number when they stand one behind the other.

    65,536 leaves the remainder 1 by 65,535, so it does not matter in which place a word stands.
    """
    return 0xFFFF ^ (number % 0xFFFF or (0xFFFF if number else 0))


def pseudo_header(network: Network, protocol: int, length: int) -> bytes:
    """What stands before a TCP segment, UDP datagram or ICMPv6 message of `length` bytes while its checksum is computed.

    RFC 9293 §3.1 and RFC 768 for IPv4, RFC 8200 §8.1 for IPv6: both addresses, the protocol's number and the length.
    """
    addresses = network.source + network.destination
    if network.version == 4:
        return addresses + bytes((0, protocol)) + length.to_bytes(2, "big")
    return addresses + length.to_bytes(4, "big") + bytes((0, 0, 0, protocol))
