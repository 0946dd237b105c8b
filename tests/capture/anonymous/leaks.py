"""What must not be left of a packet in its stand-in: found by its own means, and looked for in the bytes."""

import ipaddress
import re

from netkit.address import format_ipv4, format_ipv6, format_mac
from netkit.capture.rewriting.vocabulary import VOCABULARY
from netkit.packet.application.dns.name import NAME
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC, TextKind

FORMATS = {4: format_ipv4, 6: format_mac, 16: format_ipv6}
WORD = re.compile(r"[A-Za-z0-9]{5,}")
"""Words that are long enough to be somebody's, and not to come about by chance."""

OF_PROTOCOLS = {part for word in VOCABULARY for part in (word, *re.split("[-_]", word))}
THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")
NOT_ADDRESSES = ("dhcp.cookie",)


def addresses(packet):
    """Every address in a packet, as its bytes, of all kinds but masks and DHCP's magic number."""
    for field in packet.fields:
        counts = not field.key.endswith("mask") and field.key not in NOT_ADDRESSES
        if counts and field.field.kind in (ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC):
            address = int(field.raw_value).to_bytes(field.width_bits // 8, "big")
            if len(address) == 4 or sum(byte not in (0, 0xFF) for byte in address) > 1:
                yield address  # one byte between zeros is nobody's address, and is found everywhere


def words(packet):
    """Every long word in a name or a text of a packet, in small letters, that is not a protocol's."""
    for field in packet.fields:
        kind = field.field.kind
        if kind is NAME or (isinstance(kind, TextKind) and kind.json_type == "string"):
            for found in WORD.findall(str(field.value)):
                if found.lower() not in OF_PROTOCOLS and not found.isdigit():
                    yield found.lower()


def special(field):
    """Whether an address is nobody's: everybody's, a group's, this very machine's, or none at all."""
    kind, number = field.field.kind, field.raw_value
    if kind is ADDRESS_MAC:
        return number == 0 or bool(number >> 40 & 1)
    if kind not in (ADDRESS_IPV4, ADDRESS_IPV6):
        return False
    address = ipaddress.IPv4Address(number) if kind is ADDRESS_IPV4 else ipaddress.IPv6Address(number)
    return address.is_multicast or address.is_reserved or address.is_loopback or address in THIS_NETWORK


def hidden(packet):
    """The bytes of a packet with plain numbers and special addresses taken out: these stay, and may look like any address."""
    data = bytearray(packet.data)
    for field in packet.fields:
        if field.field.kind.json_type in ("integer", "boolean") or special(field):
            start, end = field.start_bit // 8, -(-(field.start_bit + field.width_bits) // 8)
            data[start:end] = b"\xa7" * (end - start)
    return bytes(data)


def spelled(address):
    """An address as text."""
    return FORMATS[len(address)](int.from_bytes(address, "big")).encode()
