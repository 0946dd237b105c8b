"""A fragment as it arrived: which packet it is a part of, where its bytes belong, and whether more follow (RFC 791 §3.2, RFC 8200 §4.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from netkit.packet.dissection import Dissection
from netkit.packet.layer import Layer
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.network.ipv6_fragment import Ipv6Fragment
from netkit.packet.place import byte_range

__all__ = ["Fragment", "Identity", "fragment_of"]

FRAGMENT_BITS = Ipv4.pattern(more_fragments=True, fragment_offset=0)[0]
"""The bits of an IPv4 header that are all zero unless it is a fragment's."""

FRAGMENT = 44
"""The number of IPv6's fragment header."""

NETWORKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "vlan": ("vlan.id",),
        "ieee8021ad": ("ieee8021ad.id", "ieee8021ad.svid", "ieee8021ad.cvid"),
        "vxlan": ("vxlan.vni",),
        "geneve": ("geneve.vni",),
        "gtp": ("gtp.teid",),
        "ieee8021ah": ("ieee8021ah.isid",),
    }
)
"""Layers that say which of several networks on one wire a packet is in, with the keys of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What all fragments of one packet have in common, and no others at that time.

    IPv4: both addresses, the protocol and the identification (RFC 791 §3.2); IPv6: all but the protocol (RFC 8200 §4.5), which is -1
    here. `networks` are the VLANs and tunnels that the packet lies in: in another VLAN the same numbers are another's.
    """

    version: int
    source: str
    destination: str
    identification: int
    protocol: int
    networks: tuple[int | str, ...]

    def differs_in(self, other: Identity) -> str:
        """In words, what makes another fragment one of another packet: `another identification (0x0002)`."""
        if self.version != other.version:
            return f"it is IPv{other.version}"
        if (self.source, self.destination) != (other.source, other.destination):
            return f"other addresses ({other.source} to {other.destination})"
        if self.identification != other.identification:
            return f"another identification ({other.identification_text})"
        if self.protocol != other.protocol:
            return f"another protocol ({other.protocol})"
        if self.networks != other.networks:
            return "another VLAN or tunnel"
        return ""

    @property
    def identification_text(self) -> str:
        """The identification as it stands in the header, in hexadecimal."""
        return f"0x{self.identification:0{4 if self.version == 4 else 8}x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """One fragment: its data belong into the packet from byte `start` on.

    `length` is how many bytes of data its header states, `data` those that are there. `header_start` and `data_start` are bytes of
    `packet`; `header` has the header of the whole packet as this fragment has it: for IPv6 all up to the fragment header, with
    `next_header` for what comes behind and `next_header_at` for where that is written. `broken` says what can't be, or is empty.
    """

    number: int
    packet: Dissection
    identity: Identity
    start: int
    length: int
    data: bytes
    more: bool
    header: bytes
    header_start: int
    data_start: int
    next_header: int
    next_header_at: int
    congestion: int
    broken: str

    @property
    def end(self) -> int:
        """The byte of the packet behind the last of this fragment."""
        return self.start + self.length

    @property
    def atomic(self) -> bool:
        """Whether it is the whole packet by itself: IPv6 allows a fragment header without need (RFC 6946)."""
        return not self.start and not self.more

    @property
    def place(self) -> str:
        """`bytes 0–1479`, of the data of the packet."""
        return byte_range(self.start, self.length) or f"byte {self.start}, no bytes"

    @property
    def cut(self) -> bool:
        """Whether the capture kept fewer bytes than the fragment has."""
        return len(self.data) < self.length


def fragment_of(packet: Dissection, number: int = 1, *, whole: bool = False) -> Fragment | None:
    """The packet as a fragment, or None if it is none; `number` counts the arrivals.

    Of packets in packets the outermost fragment counts; a packet that is quoted in an error did not arrive itself. With `whole`, the
    outermost IP packet is taken as the only fragment of itself, if it is none of another's.
    """
    end = len(packet.data)
    for index, layer in enumerate(packet.layers):
        if layer.quoted:
            return None
        header = layer.header
        if isinstance(header, Ipv4) and header.version == 4 and header.internet_header_length >= 5:
            if whole or header.number & FRAGMENT_BITS:
                return _fragment4(packet, number, index, header, end)
            if header.total_length:
                end = min(end, layer.start + header.total_length)
        elif isinstance(header, Ipv6) and header.version == 6:
            at = _fragment_header(packet.layers, index)
            if whole or at is not None:
                return _fragment6(packet, number, index, at, end)
            if header.payload_length:
                end = min(end, layer.start + header.byte_length + header.payload_length)
    return None


def _fragment4(packet: Dissection, number: int, index: int, ip: Ipv4, limit: int) -> Fragment:
    size = ip.internet_header_length * 4
    data_start = ip.start + size
    length = ip.total_length - size
    broken = ""
    if not ip.total_length:
        length = max(limit - data_start, 0)
    elif length < 0:
        broken = f"its total length of {ip.total_length} is shorter than its header of {size}"
    elif data_start > limit:
        broken = "its header breaks off"
    return Fragment(
        number=number,
        packet=packet,
        identity=Identity(
            version=4,
            source=ip.source,
            destination=ip.destination,
            identification=ip.identification,
            protocol=ip.protocol,
            networks=_networks(packet.layers[:index]),
        ),
        start=ip.fragment_offset * 8,
        length=max(length, 0),
        data=packet.data[data_start : min(data_start + max(length, 0), limit)],
        more=ip.more_fragments,
        header=packet.data[ip.start : min(data_start, limit)],
        header_start=ip.start,
        data_start=data_start,
        next_header=ip.protocol,
        next_header_at=0,
        congestion=ip.explicit_congestion_notification,
        broken=broken,
    )


def _fragment_header(layers: Sequence[Layer], index: int) -> int | None:
    """Which layer is the fragment header of the IPv6 packet in layer `index`, if it has one."""
    for at in range(index + 1, len(layers)):
        header = layers[at].header
        if isinstance(header, Ipv6Fragment):
            return at
        if isinstance(header, Ipv4 | Ipv6):
            break
    return None


def _fragment6(packet: Dissection, number: int, index: int, at: int | None, limit: int) -> Fragment:
    """The IPv6 packet in layer `index`, whose fragment header is layer `at`."""
    ip: Ipv6 = packet.layers[index].header
    fragment: Ipv6Fragment | None = None if at is None else packet.layers[at].header
    before = packet.layers[index if at is None else at - 1]
    header_end = data_start = ip.start + ip.byte_length
    next_header, blocks, identification, more = ip.next_header, 0, 0, False
    if fragment is not None:
        header_end, data_start = fragment.start, fragment.start + fragment.byte_length
        next_header, blocks = fragment.next_header, fragment.fragment_offset
        identification, more = fragment.identification, fragment.more_fragments
    stated = ip.start + ip.byte_length + ip.payload_length
    broken = ""
    if not ip.payload_length:
        broken = "its payload length is 0, as a jumbogram has it, and a jumbogram can't be a fragment (RFC 2675 §3)"
    elif fragment is None and next_header == FRAGMENT:
        broken = "its fragment header breaks off"
    return Fragment(
        number=number,
        packet=packet,
        identity=Identity(
            version=6,
            source=ip.source,
            destination=ip.destination,
            identification=identification,
            protocol=-1,
            networks=_networks(packet.layers[:index]),
        ),
        start=blocks * 8,
        length=max(stated - data_start, 0),
        data=packet.data[data_start : min(stated, limit)],
        more=more,
        header=packet.data[ip.start : header_end],
        header_start=ip.start,
        data_start=data_start,
        next_header=next_header,
        next_header_at=before.header.first_bit("next_header") // 8 - ip.start,
        congestion=ip.explicit_congestion_notification,
        broken=broken,
    )


def _networks(layers: Sequence[Layer]) -> tuple[int | str, ...]:
    """The numbers of the VLANs and tunnels around a packet, and the ends of the tunnels."""
    found: list[int | str] = []
    for layer in layers:
        for key in NETWORKS.get(layer.key, ()):
            found += [value for value in layer.values(key) if isinstance(value, int | str)]
        if isinstance(layer.header, Ipv4 | Ipv6):
            found += [layer.header.source, layer.header.destination]
    return tuple(found)
