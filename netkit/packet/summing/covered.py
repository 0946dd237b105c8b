"""The checksums of a packet: what each covers, word by word, or why it can't be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection
from netkit.packet.layer import Layer
from netkit.packet.summing.pseudo import pseudo_words
from netkit.packet.summing.word import Part, Word

__all__ = ["CHECKSUMS", "Covered", "Guard", "covered"]


@dataclass(frozen=True, slots=True)
class Guard:
    """A kind of checksum: its field's key, its name, what it covers, its RFC, and the protocol's number where it has a pseudo-header."""

    key: str
    name: str
    covers: str
    rfc: str
    pseudo: int | None = None


CHECKSUMS: Mapping[str, Guard] = MappingProxyType(
    {
        "ip": Guard("ip.checksum", "IPv4 header checksum", "the header alone", "RFC 791 §3.1"),
        "icmp": Guard("icmp.checksum", "ICMP checksum", "the whole message", "RFC 792"),
        "icmpv6": Guard("icmpv6.checksum", "ICMPv6 checksum", "a pseudo-header and the message", "RFC 4443 §2.3", 58),
        "udp": Guard("udp.checksum", "UDP checksum", "a pseudo-header, the header and the data", "RFC 768", 17),
        "tcp": Guard("tcp.checksum", "TCP checksum", "a pseudo-header, the header and the data", "RFC 9293 §3.1", 6),
        "gre": Guard("gre.checksum", "GRE checksum", "the header and all that the tunnel carries", "RFC 2784 §2.5"),
    }
)
"""By the key of the layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One checksum of a packet with the words that it is the sum of; without words, `reason` says why it can't be checked."""

    guard: Guard
    layer: str
    field: DissectedField
    words: Sequence[Word] = ()
    reason: str = ""
    ip_version: int = 4

    @property
    def stored(self) -> int:
        """What the field holds."""
        return int(self.field.raw_value)


def covered(packet: Dissection) -> list[Covered]:
    """The checksums of a packet in the order of the bytes; those of a packet that an ICMP message quotes are not its own."""
    found = []
    for index, layer in enumerate(packet.layers):
        guard = CHECKSUMS.get(layer.key)
        if guard is None or layer.quoted:
            continue
        checksum = next((each for each in layer.fields if each.key == guard.key), None)
        if checksum is not None:
            found.append(_covered(packet, index, guard, checksum))
    return found


def _covered(packet: Dissection, index: int, guard: Guard, checksum: DissectedField) -> Covered:
    layer = packet.layers[index]
    network = _network(packet.layers[:index])
    version = 6 if network and network[0].key == "ipv6" else 4
    if not checksum.note:
        return Covered(
            guard=guard,
            layer=layer.key,
            field=checksum,
            reason=_reason(packet, layer, checksum, network),
            ip_version=version,
        )
    end = _end(packet, index, network)
    before: list[Word] = []
    if guard.pseudo is not None:
        stated = next((each for each in layer.fields if each.key == "udp.length" and each.raw_value), None)
        before = pseudo_words(network, packet.data, guard.pseudo, end - layer.start, stated)
    words = (*before, *_message(packet, layer, end, checksum))
    return Covered(guard=guard, layer=layer.key, field=checksum, words=words, ip_version=version)


def _network(layers: Sequence[Layer]) -> list[Layer]:
    """The innermost layer of IP, with the extension headers behind it; empty where there is none."""
    last = max((at for at, layer in enumerate(layers) if layer.key in ("ip", "ipv6")), default=None)
    return [] if last is None else list(layers[last:])


def _end(packet: Dissection, index: int, network: Sequence[Layer]) -> int:
    """The byte behind the last that a checksum covers."""
    layer = packet.layers[index]
    if layer.key == "ip":
        # what the header says, though its options may not have been read: the total length can end before them
        return min(len(packet.data), layer.start + int(layer.header.internet_header_length) * 4)
    if layer.content is not None:
        return layer.content[1]
    if not network:
        return len(packet.data)
    ip = network[0]
    if ip.key == "ip":
        return min(len(packet.data), ip.start + int(ip.header.total_length))
    jumbo = next((int(value) for each in network for value in each.values("ipv6.opt.jumbo")), 0)
    return min(len(packet.data), ip.start + 40 + (int(ip.header.payload_length) or jumbo))


def _message(packet: Dissection, layer: Layer, end: int, checksum: DissectedField) -> Iterator[Word]:
    """The words from the layer's first byte to `end`, each with the fields that lie in it."""
    data = packet.data
    header_end = end if layer.key == "ip" else layer.start + layer.length
    fields = [each for each in packet.fields if each.start_bit + each.width_bits > layer.start * 8]
    first = 0
    for at in range(layer.start, end, 2):
        size = min(2, end - at)
        while first < len(fields) and fields[first].start_bit + fields[first].width_bits <= at * 8:
            first += 1
        inside = []
        for each in fields[first : first + 17]:
            if each.start_bit >= (at + size) * 8:
                break
            inside.append(each)
        own = checksum.start_bit == at * 8
        number = 0 if own else int.from_bytes(data[at : at + size]) << (8 if size == 1 else 0)
        yield Word(
            value=number,
            part=Part.HEADER if at < header_end else Part.DATA,
            what=", ".join(dict.fromkeys(each.name for each in inside)),
            start_bit=at * 8,
            width_bits=size * 8,
            keys=tuple(dict.fromkeys(each.key for each in inside)),
            own=own,
            padded=size == 1,
        )


def _reason(packet: Dissection, layer: Layer, checksum: DissectedField, network: Sequence[Layer]) -> str:
    """Why a checksum is not judged."""
    if layer.key == "udp" and not checksum.raw_value:
        return "it is 0, which says that the sender made none"
    fragment = any(
        each.value
        for part in network
        for each in part.fields
        if each.key in ("ip.flags.mf", "ip.frag_offset", "ipv6.fraghdr.more")
    )
    if fragment:
        return "it covers the whole message, and this packet is a fragment of it"
    if packet.original_length > len(packet.data):
        return "the capture kept a part of the packet only, and the sum needs every byte"
    return "not all of the bytes that it covers are here"
