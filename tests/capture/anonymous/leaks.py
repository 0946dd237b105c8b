"""What must not be left of a packet in its stand-in: found by its own means, and looked for in the bytes."""

import re

from netkit.address import format_ipv4, format_ipv6, format_mac
from netkit.capture.anonymous.vocabulary import VOCABULARY
from netkit.packet.application.dns.name import NAME
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC, TextKind

FORMATS = {4: format_ipv4, 6: format_mac, 16: format_ipv6}
WORD = re.compile(r"[A-Za-z0-9]{5,}")
"""Words that are long enough to be somebody's, and not to come about by chance."""

NOT_ADDRESSES = ("dhcp.cookie",)


def addresses(packet):
    """Every address in a packet, as its bytes, of all kinds but masks and DHCP's magic number."""
    for field in packet.fields:
        if field.field.kind in (ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC) and not field.key.endswith("mask"):
            if field.key not in NOT_ADDRESSES:
                yield int(field.raw_value).to_bytes(field.width_bits // 8, "big")


def words(packet):
    """Every long word in a name or a text of a packet, in small letters, that is not a protocol's."""
    for field in packet.fields:
        kind = field.field.kind
        if kind is NAME or (isinstance(kind, TextKind) and kind.json_type == "string"):
            for found in WORD.findall(str(field.value)):
                if found.lower() not in VOCABULARY and not found.isdigit():
                    yield found.lower()


def hidden(packet):
    """The bytes of a packet with those of plain numbers taken out: a number may look like any address."""
    data = bytearray(packet.data)
    for field in packet.fields:
        if field.field.kind.json_type in ("integer", "boolean"):
            start, end = field.start_bit // 8, -(-(field.start_bit + field.width_bits) // 8)
            data[start:end] = b"\xa7" * (end - start)
    return bytes(data)


def spelled(address):
    """An address as text."""
    return FORMATS[len(address)](int.from_bytes(address, "big")).encode()
