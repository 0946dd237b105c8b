"""Name Resolution Blocks of pcapng: which names somebody knew for the addresses in the packets (§4.5)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from netkit.address import format_ipv4, format_ipv6, format_mac
from netkit.capture.options import text_of

__all__ = ["read_names"]

_END, _IPV4, _IPV6, _MAC, _EUI64 = range(5)
_SIZES = {_IPV4: 4, _IPV6: 16, _MAC: 6, _EUI64: 8}


def read_names(content: bytes, order: str) -> Iterator[tuple[str, str]]:
    """Each address with a name for it, in canonical text; an address may have several, and come again.

    `order` is `<` or `>`. Kinds of record that netkit does not know are passed over, as the draft wants; a record that
    runs past the end of its block ends the reading.
    """
    header = struct.Struct(order + "HH")
    position = 0
    while position + header.size <= len(content):
        kind, length = header.unpack_from(content, position)
        start = position + header.size
        value = content[start : start + length]
        if kind == _END or len(value) < length:
            return
        size = _SIZES.get(kind)
        if size is not None and length > size:
            address = _text(kind, value[:size])
            for name in value[size:].split(b"\0"):
                if name:
                    yield address, text_of(name)
        position = start + length + (-length & 3)


def _text(kind: int, value: bytes) -> str:
    number = int.from_bytes(value, "big")
    if kind == _IPV4:
        return format_ipv4(number)
    if kind == _IPV6:
        return format_ipv6(number)
    return format_mac(number) if kind == _MAC else value.hex(":")
