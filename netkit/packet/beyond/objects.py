"""Packets as objects of scapy's, and back: for those who go on in scapy, or come from it. scapy is loaded when this is called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netkit.errors import PacketError
from netkit.packet.beyond.bridge import quiet
from netkit.packet.building.packet import Packet
from netkit.packet.building.recovery.dissected import from_dissection
from netkit.packet.dissection import Dissection, dissect

__all__ = ["from_scapy", "to_scapy"]

_CLASSES: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        0: ("Loopback",),
        1: ("Ether", "Dot3"),
        9: ("PPP",),
        50: ("HDLC",),
        51: ("PPPoE",),
        101: ("IPv46", "IP", "IPv6"),
        108: ("LoopbackOpenBSD",),
        113: ("CookedLinux",),
        276: ("CookedLinuxV2",),
    }
)
"""scapy's classes of the first layer, by LINKTYPE number; the first of them makes a packet from bytes."""


def to_scapy(packet: Packet | Dissection) -> Any:
    """The packet as scapy has it, with the same bytes; PacketError where scapy has no class for its first layer, or is not there."""
    data, link_type = packet.encode(), packet.link_type
    number = 101 if link_type in (12, 14, 228, 229) else link_type
    if number not in _CLASSES:
        raise PacketError(
            f"scapy is not asked about packets of link type {link_type}",
            why=f"netkit knows the class of scapy's for {', '.join(map(str, _CLASSES))}",
            hint="give scapy the bytes: packet.encode()",
        )
    return _class(_CLASSES[number][0])(data)


def from_scapy(packet: Any) -> Packet:
    """The packet that scapy builds, as one that netkit builds to the same bytes; PacketError where it begins with no link layer or IP."""
    known = {name: link_type for link_type, names in _CLASSES.items() for name in names}
    for kind in type(packet).__mro__:
        if (link_type := known.get(kind.__name__)) is not None:
            with quiet():
                data = bytes(packet)
            return from_dissection(dissect(data, link_type))
    raise PacketError(
        f"a packet does not begin with scapy's {type(packet).__name__}",
        why="what travels on a link begins with the link's own header, or with IP",
        hint=f"give IP()/{type(packet).__name__}(…)",
    )


def _class(name: str) -> Any:
    """A class of scapy's; all of its usual layers are loaded, so that it knows what carries what."""
    try:
        with quiet():
            import scapy.layers.all as layers  # noqa: PLC0415 - it costs a second

            return getattr(layers, name)
    except ImportError as error:
        raise PacketError("scapy is not installed", hint="pip install scapy") from error
