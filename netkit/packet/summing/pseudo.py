"""The pseudo-header word by word: what TCP, UDP and ICMPv6 add from the IP header, so that a packet at the wrong address is noticed."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.packet.dissected import DissectedField
from netkit.packet.layer import Layer
from netkit.packet.summing.word import Part, Word

__all__ = ["pseudo_words"]

_HOME = "ipv6.opt.mipv6.home_address"
_VISITED = frozenset({"ipv6.routing.src.addr", "ipv6.routing.mipv6.home_address", "ipv6.routing.srh.addr"})
"""Keys of the nodes that a routing header names."""


def pseudo_words(
    network: Sequence[Layer], data: bytes, protocol: int, length: int, stated: DissectedField | None = None
) -> list[Word]:
    """The words of the pseudo-header for a message of `length` bytes: RFC 9293 §3.1 and RFC 768 for IPv4, RFC 8200 §8.1 for IPv6.

    `network` are the layer of IP and the extension headers behind it. `stated` is the field that says the length (UDP's own); where
    there is none, the length is worked out and stands nowhere.
    """
    found = [word for field in _ends(network) for word in _address(field, data)]
    carried = next(field for field in reversed(_fields(network)) if field.field.name in ("protocol", "next_header"))
    number = _word(protocol, "protocol, behind a zero byte", carried, carried.start_bit, 8)
    if stated is not None and length <= 0xFFFF:
        size = _word(length, "length of header and data", stated, stated.start_bit, 16)
    else:
        size = _word(length & 0xFFFF, _worked_out(network, length))
    if network[0].key == "ip":
        return [*found, number, size]
    high = _word(length >> 16, "the length has 32 bits here: the upper 16")
    zeros = _word(0, "zeros")
    return [
        *found,
        high,
        size,
        zeros,
        _word(protocol, "next header, behind a zero byte", carried, carried.start_bit, 8),
    ]


def _fields(layers: Sequence[Layer]) -> list[DissectedField]:
    return [field for layer in layers for field in layer.fields]


def _ends(network: Sequence[Layer]) -> tuple[DissectedField, DissectedField]:
    """The fields with the addresses that count: of IPv6, the last node of a route, and where a mobile sender is at home."""
    fields = _fields(network)
    source = next(field for field in fields if field.key in ("ip.src", "ipv6.src"))
    destination = next(field for field in fields if field.key in ("ip.dst", "ipv6.dst"))
    for layer in network[1:]:
        if homes := [field for field in layer.fields if field.key == _HOME]:
            source = homes[0]
        nodes = [field for field in layer.fields if field.key in _VISITED]
        if nodes and layer.header.segments_left:
            # The list of segment routing (type 4) stands in reverse order (RFC 8754 §2).
            destination = nodes[0 if layer.header.routing_type == 4 else -1]
    return source, destination


def _address(field: DissectedField, data: bytes) -> list[Word]:
    """An address in words of 16 bits."""
    found = []
    for bit in range(field.start_bit, field.start_bit + field.width_bits, 16):
        at = bit // 8
        found.append(_word(int.from_bytes(data[at : at + 2]), field.name.lower(), field, bit, 16))
    return found


def _worked_out(network: Sequence[Layer], length: int) -> str:
    """How the length of what IP carries comes from the lengths that do stand in the packet."""
    before = sum(layer.length for layer in network)
    if network[0].key == "ip":
        return f"length of header and data: {before + length} − {before} = {length}"
    extensions = before - network[0].length
    return (
        f"length of header and data: {extensions + length} − {extensions} = {length}"
        if extensions
        else f"length, {length}"
    )


def _word(
    value: int, what: str, field: DissectedField | None = None, start_bit: int | None = None, width_bits: int = 0
) -> Word:
    return Word(
        value=value,
        part=Part.PSEUDO_HEADER,
        what=what,
        start_bit=start_bit,
        width_bits=width_bits,
        keys=(field.key,) if field else (),
    )
