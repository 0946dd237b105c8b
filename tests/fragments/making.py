"""Fragments made by hand, byte by byte, without netkit."""

from tests.packet.making import slow_sum

__all__ = ["SOURCE4", "ether", "ipv4", "ipv6", "pieces_of"]

SOURCE4, DESTINATION4 = bytes([192, 0, 2, 1]), bytes([198, 51, 100, 2])
ADDRESSES6 = bytes.fromhex("20010db8000000000000000000000001 20010db8000000000000000000000002")


def ipv4(data, start=0, more=False, *, number=0x1234, protocol=17, options=b"", ttl=64, tos=0, flags=0, source=SOURCE4, checksum=None,
         total_length=None):  # fmt: skip
    """A fragment of an IPv4 packet: `data` belong at byte `start` of it; `flags` are the upper two of the three."""
    size = 20 + len(options)
    total = size + len(data) if total_length is None else total_length
    place = flags << 14 | more << 13 | start // 8
    head = (
        bytes([0x40 | size // 4, tos]) + total.to_bytes(2, "big") + number.to_bytes(2, "big") + place.to_bytes(2, "big")
    )
    head += bytes([ttl, protocol])
    behind = source + DESTINATION4 + options
    right = slow_sum(head + behind) ^ 0xFFFF
    return head + (right if checksum is None else checksum).to_bytes(2, "big") + behind + data


def ipv6(data, start=0, more=False, *, number=0x12345678, protocol=17, before=b"", before_kind=44, hop_limit=64, traffic_class=0,
         payload_length=None):  # fmt: skip
    """A fragment of an IPv6 packet; `before` are headers before the fragment header, of which the first is a `before_kind`."""
    fragment = bytes([protocol, 0]) + (start // 8 << 3 | more).to_bytes(2, "big") + number.to_bytes(4, "big")
    behind = before + fragment + data
    length = len(behind) if payload_length is None else payload_length
    first = (6 << 28 | traffic_class << 20).to_bytes(4, "big")
    return first + length.to_bytes(2, "big") + bytes([before_kind, hop_limit]) + ADDRESSES6 + behind


def ether(packet, *vlans):
    """A frame with this packet, in these VLANs."""
    tags = b"".join(b"\x81\x00" + vlan.to_bytes(2, "big") for vlan in vlans)
    kind = b"\x08\x00" if packet[0] >> 4 == 4 else b"\x86\xdd"
    return bytes.fromhex("020000000002 020000000001") + tags + kind + packet


def pieces_of(content, size):
    """Where a fragmented content is cut: (start, data, whether more follow)."""
    return [(at, content[at : at + size], at + size < len(content)) for at in range(0, len(content), size)]
