"""A packet cut into fragments that fit a link (RFC 791 §3.2, RFC 8200 §4.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from netkit.errors import PacketError, UsageError
from netkit.packet.dissection import Dissection, dissect
from netkit.packet.field import Field
from netkit.packet.fragments.arrival import Fragment, fragment_of
from netkit.packet.fragments.cutting4 import cut_ipv4, refuse_if_forbidden
from netkit.packet.fragments.cutting6 import cut_ipv6
from netkit.packet.fragments.rules import BLOCK
from netkit.packet.link.ethernet import Ieee8023
from netkit.packet.link.pppoe import PppoeSession
from netkit.packet.link.vlan import VlanLength

__all__ = ["ETHERNET_MTU", "SMALLEST_MTU", "fragment"]

ETHERNET_MTU = 1500
"""Bytes of the largest packet on an Ethernet (RFC 894)."""

SMALLEST_MTU: Mapping[int, int] = MappingProxyType({4: 68, 6: 1280})
"""What every link carries: RFC 791 §3.2 for IPv4, RFC 8200 §5 for IPv6."""

MTU_RULES = MappingProxyType(
    {
        4: "every link that carries IPv4 takes packets of 68 bytes: a header may have 60, and the least fragment has 8 (RFC 791 §3.2)",
        6: "every link that carries IPv6 takes packets of 1280 bytes (RFC 8200 §5)",
    }
)

LENGTHS: Mapping[type, str] = MappingProxyType(
    {Ieee8023: "data_length", VlanLength: "data_length", PppoeSession: "data_length"}
)
"""Headers of links that say how long the frame is, with the field that does."""


def fragment(
    packet: Dissection,
    mtu: int | None = None,
    *,
    size: int | None = None,
    identification: int | None = None,
    anyway: bool = False,
) -> list[Dissection]:
    """The fragments of a packet, in their order, each with the link's header as the packet had it; the packet alone if it fits.

    No fragment's IP packet is longer than `mtu` (1500 if nothing is said), and none but the last has other than `size` bytes of data,
    which must be whole blocks of 8; without a `size` each takes as many as fit. IPv4 packets keep their identification unless another is
    given; IPv6 packets get it with the fragment header, by default 1. What the Don't Fragment bit forbids is done `anyway` if asked for.

    PacketError for a packet that can't be cut; UsageError for one that must not be, and for sizes that no fragment can have. Each says the
    rule, and what would be right.
    """
    whole = fragment_of(packet, whole=True)
    if whole is None:
        raise PacketError(
            "only an IP packet can be cut into fragments",
            why="there is no IPv4 or IPv6 header in it that arrived itself",
        )
    if whole.broken or whole.cut:
        raise PacketError("the packet is not whole, so it can't be cut into fragments", why=whole.broken or _cut(whole))
    version = whole.identity.version
    _check_sizes(mtu, size, version)
    _check_identification(identification, version)
    limit = (ETHERNET_MTU if size is None else 65535) if mtu is None else mtu
    cut: Callable[..., Iterator[bytes]] = cut_ipv4 if version == 4 else cut_ipv6
    if version == 4 and not anyway:
        refuse_if_forbidden(whole, limit, size)
    pieces = list(cut(whole, limit, size, identification))
    return [dissect(_framed(whole, piece), packet.link_type) for piece in pieces] if pieces else [packet]


def _cut(whole: Fragment) -> str:
    return f"its header speaks of {whole.length:,} bytes of data, and {len(whole.data):,} are there"


def _check_sizes(mtu: int | None, size: int | None, version: int) -> None:
    """UsageError for an MTU that no link has, and for a size that is no whole number of blocks."""
    if mtu is not None and mtu < SMALLEST_MTU[version]:
        raise UsageError(
            f"an MTU of {mtu} is too small for IPv{version}",
            why=MTU_RULES[version],
            hint=f"at least {SMALLEST_MTU[version]} would be right"
            + ("; to see smaller fragments, say how many bytes of data each has (size)" if size is None else ""),
        )
    if size is None:
        return
    if size < BLOCK or size % BLOCK:
        down = size // BLOCK * BLOCK
        right = f"{down} or {down + BLOCK}" if down >= BLOCK else str(BLOCK)
        raise UsageError(
            f"a fragment can't have {size} bytes of data, which is no multiple of 8",
            why="the fragment offset counts blocks of 8 bytes, so every fragment but the last is whole blocks "
            + ("(RFC 791 §3.2)" if version == 4 else "(RFC 8200 §4.5)"),
            hint=f"{right} would be right",
        )


def _check_identification(identification: int | None, version: int) -> None:
    bits = 16 if version == 4 else 32
    if identification is not None and not 0 <= identification < 1 << bits:
        raise UsageError(
            f"{identification} is no identification", why=f"the field has {bits} bits, so 0 to {(1 << bits) - 1:,}"
        )


def _framed(whole: Fragment, piece: bytes) -> bytes:
    """A fragment behind the link's header, in which a length is made to fit."""
    packet = whole.packet
    frame = packet.data[: whole.header_start]
    for layer in packet.layers:
        name = next((name for table, name in LENGTHS.items() if type(layer.header) is table), None)
        if name is not None and layer.start < whole.header_start:
            field, start_bit, width = layer.header.locate(name)
            behind = whole.header_start - layer.header.start - layer.header.byte_length
            frame = _with(frame, field, start_bit, width, behind + len(piece))
    return frame + piece


def _with(frame: bytes, field: Field, start_bit: int, width: int, value: int) -> bytes:
    """A frame in which a field of whole bytes has another value."""
    start, size = start_bit // 8, width // 8
    raw: int = field.kind.parse(value, width)
    return frame[:start] + raw.to_bytes(size, "big") + frame[start + size :]
