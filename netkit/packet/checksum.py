"""The Internet checksum (RFC 1071): the one's complement sum of 16-bit words, and what TCP, UDP and ICMPv6 put before it."""

from __future__ import annotations

from netkit.packet.reading import Network

__all__ = ["checksum", "fold", "number_checksum", "pseudo_header", "updated", "word_sum", "words"]

SHORT = 192
"""Bytes up to which a number is divided at once; a longer one is quicker to fold first."""

LONG = 1536
"""Bytes up to which it is folded three times: a packet of Ethernet. Of more, two halves are read and added."""

_CUTS = (LONG * 4, LONG * 2, LONG)
"""Where a long number is cut, in bits from its end, each time at about half of it."""
_AT_HALF, _AT_QUARTER, _AT_EIGHTH = _CUTS
_HALF, _QUARTER, _EIGHTH = ((1 << bits) - 1 for bits in _CUTS)
"""What lies below each cut."""

_number = int.from_bytes


def word_sum(data: bytes) -> int:
    """The one's complement sum of the 16-bit words, carries added in again; an odd last byte is a word's high byte (RFC 1071 §1).

    A number in base 65,536 leaves the same remainder by 65,535 as the sum of its digits, so that one division does all the adding.
    The remainder 0 stands for 0xffff unless every byte is zero. Division is slow, so that a number is folded first, as carries are: what
    lies above a cut between two words is added to what lies below. Numbers are read high byte first, as `int` does by itself.
    """
    size = len(data)
    if size & 1:
        data += b"\0"
    number = _number(data) if size <= LONG else _number(data[: size >> 2 << 1]) + _number(data[size >> 2 << 1 :])
    if SHORT < size <= LONG:
        if high := number >> _AT_HALF:
            number = (number & _HALF) + high
        if high := number >> _AT_QUARTER:
            number = (number & _QUARTER) + high
        if high := number >> _AT_EIGHTH:
            number = (number & _EIGHTH) + high
    return number % 0xFFFF or (0xFFFF if number else 0)


def checksum(data: bytes) -> int:
    """The value of the checksum field for these bytes, in which the field itself counts as 0."""
    return 0xFFFF ^ word_sum(data)


def words(data: bytes) -> list[int]:
    """The 16-bit words that are added; an odd last byte is a word's high byte (RFC 1071 §1)."""
    padded = data + b"\0" * (len(data) & 1)
    return [padded[at] << 8 | padded[at + 1] for at in range(0, len(padded), 2)]


def fold(total: int) -> int:
    """A sum of words with its carries, which lie above 16 bits, added in again until none is left (RFC 1071 §1)."""
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def updated(old_checksum: int, old: int, new: int) -> int:
    """The checksum once a word changes from `old` to `new`: HC' = ~(~HC + ~m + m') (RFC 1624 §3, equation 3).

    For a word that does change: else a checksum of 0 would turn into 0xffff.
    """
    return 0xFFFF ^ fold((0xFFFF ^ old_checksum) + (0xFFFF ^ old) + new)


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
