"""Packets made by hand, byte by byte, without netkit."""

__all__ = ["ipv4", "ipv6", "over_udp", "pseudo", "slow_sum"]


def slow_sum(data):
    """RFC 1071 §1, word by word: an odd last byte is a word's high byte, and a carry comes back in at the low end."""
    total = 0
    for at in range(0, len(data), 2):
        total += data[at] * 256 + (data[at + 1] if at + 1 < len(data) else 0)
        if total > 0xFFFF:
            total = total - 0x10000 + 1
    return total


def ipv4(protocol, payload, options=b"", checksum=None, total_length=None):
    """An IPv4 packet, with a right header checksum and total length unless others are given."""
    size = 20 + len(options)
    total = size + len(payload) if total_length is None else total_length
    head = bytes([0x40 | size // 4, 0]) + total.to_bytes(2, "big") + bytes([0, 1, 0, 0, 64, protocol])
    addresses = bytes([192, 0, 2, 1, 198, 51, 100, 2]) + options
    right = slow_sum(head + addresses) ^ 0xFFFF
    return head + (right if checksum is None else checksum).to_bytes(2, "big") + addresses + payload


def ipv6(protocol, payload, payload_length=None):
    """An IPv6 packet, with a right payload length unless another is given."""
    addresses = bytes.fromhex("20010db8000000000000000000000001 20010db8000000000000000000000002")
    length = len(payload) if payload_length is None else payload_length
    return bytes([0x60, 0, 0, 0]) + length.to_bytes(2, "big") + bytes([protocol, 64]) + addresses + payload


def pseudo(packet, protocol, length):
    """The pseudo-header of RFC 9293 §3.1 and RFC 8200 §8.1 for a segment of `length` bytes in this packet."""
    if packet[0] >> 4 == 4:
        return packet[12:20] + bytes([0, protocol]) + length.to_bytes(2, "big")
    return packet[8:40] + length.to_bytes(4, "big") + bytes([0, 0, 0, protocol])


def over_udp(message, port=53):
    """A message as the only content of an IPv4 packet, with no UDP checksum."""
    return ipv4(
        17, bytes([0xC0, 0xDE]) + port.to_bytes(2, "big") + (len(message) + 8).to_bytes(2, "big") + b"\0\0" + message
    )
