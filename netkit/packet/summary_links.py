"""What ARP, a frame and a tunnel say, in a few words; and the packet inside of a tunnel, which a sentence is about."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from types import MappingProxyType

from netkit.packet.dissection import Dissection
from netkit.packet.layer import Layer
from netkit.packet.link.llc import SERVICES
from netkit.packet.link.pppoe import CODES

__all__ = ["arp_brief", "arp_said", "frame_said", "inside", "is_filling", "wireguard_said"]

_REQUEST, _REVERSE_REQUEST, _REVERSE_REPLY = 1, 3, 4

_HARDWARE = ("hw_mac", "hw_ax25", "atm_num_nsap", "atm_num_e164", "hw")

_TUNNELS: Mapping[str, str] = MappingProxyType(
    {
        "gre": "GRE",
        "vxlan": "VXLAN",
        "etherip": "EtherIP",
        "geneve": "GENEVE",
        "mpls": "MPLS",
        "nsh": "NSH",
        "erspan": "ERSPAN",
        "gtp": "GTP",
        "gtpprime": "GTP'",
        "l2tp": "L2TP",
    }
)

_ADDRESSED = ("ip", "ipv6")

_SAYING = frozenset({"ip", "ipv6", "arp", "eth"})
"""Layers that say by themselves from whom to whom they travel."""


def is_filling(layer: Layer) -> bool:
    """Whether a layer only fills a frame up, or stands behind what it carries."""
    return layer.protocol.__name__.endswith(("Padding", "Trailer"))


def inside(packet: Dissection) -> tuple[Dissection, str]:
    """The packet in the innermost tunnel, and the tunnels' names (`GRE in VXLAN`); the packet itself where there is none."""
    start, names = _innermost([layer for layer in packet.layers if not layer.quoted])
    if not start:
        return packet, ""
    inner = copy(packet)
    inner.layers = packet.layers[start:]
    return inner, " in ".join(reversed(names))


def _innermost(layers: list[Layer]) -> tuple[int, list[str]]:
    """Where the packet in the innermost tunnel begins, and the names of the tunnels around it."""
    start, addressed = 0, False
    names: list[str] = []
    found = (0, names)
    for number, layer in enumerate(layers):
        if layer.key in _TUNNELS:
            start, addressed = number + 1, False
            names = [*names, _TUNNELS[layer.key]]
        elif layer.key in _SAYING and not is_filling(layer):
            if addressed and layer.key in _ADDRESSED and layer.header.start == layer.start and _is_ip(layer):
                start, names = number, [*names, "IP"]
            addressed = addressed or layer.key in _ADDRESSED
            if start:
                found = (start, names)
    return found


def _is_ip(layer: Layer) -> bool:
    """Whether a layer is an IP header, and not one of IPv6's extensions."""
    return any(field.name == "version" for field in layer.protocol.fields)


def _hardware(packet: Dissection, side: str) -> str:
    """The address of an interface in an ARP packet, of whatever kind of link it is."""
    found = (packet.value(f"arp.{side}.{kind}") for kind in _HARDWARE)
    return next((str(value) for value in found if value is not None), "an interface without an address")


def arp_said(packet: Dissection) -> str:
    """What an ARP packet asks or answers, as a sentence."""
    sender, target = packet.value("arp.src.proto_ipv4"), packet.value("arp.dst.proto_ipv4")
    operation = packet.value("arp.opcode")
    if sender is None:
        return "an address on this link is looked for or told"
    everyone = " everyone on the link" if packet.value("eth.dst") == "ff:ff:ff:ff:ff:ff" else ""
    if operation == _REQUEST:
        return f"{sender} asks{everyone}: who has {target}?"
    if operation == _REVERSE_REQUEST:
        return f"{_hardware(packet, 'src')} asks{everyone}: which address has {_hardware(packet, 'dst')}?"
    if operation == _REVERSE_REPLY:
        return f"{sender} tells {_hardware(packet, 'dst')}: you have {target}"
    return f"{sender} tells {target}: I am at {_hardware(packet, 'src')}"


def arp_brief(packet: Dissection) -> str:
    """An ARP packet in a list."""
    operation = packet.value("arp.opcode")
    if operation == _REQUEST:
        return f"ARP who has {packet.value('arp.dst.proto_ipv4')}?"
    if operation == _REVERSE_REQUEST:
        return f"ARP which address has {_hardware(packet, 'dst')}?"
    if operation == _REVERSE_REPLY:
        return f"ARP you have {packet.value('arp.dst.proto_ipv4')}"
    return f"ARP I am at {_hardware(packet, 'src')}"


def frame_said(packet: Dissection) -> str:
    """What a frame is about of which netkit reads no more than its headers; mostly nothing."""
    said = []
    step, service = packet.value("pppoe.code"), packet.value("llc.dsap")
    if step is not None:
        said.append(f"PPPoE {CODES.get(step, f'code {step}').partition(' (')[0]}")
    if service and service in SERVICES and packet.value("llc.oui") is None:
        said.append(f"for {SERVICES[service]}")
    network = packet.value("vlan.id")
    if network:
        said.append(f"in VLAN {network}")
    return ", ".join(said)


_MESSAGES: Mapping[int, str] = MappingProxyType(
    {
        1: "a session is asked for (WireGuard initiation)",
        2: "the session is accepted (WireGuard response)",
        3: "the handshake has to be repeated with a cookie (WireGuard cookie reply)",
    }
)


def wireguard_said(packet: Dissection) -> str:
    """What a message of WireGuard is for."""
    sealed = packet.value("wg.encrypted_packet")
    if isinstance(sealed, str) and len(sealed) == 32:
        return "nothing is sent but a sign of life (WireGuard keepalive)"
    return _MESSAGES.get(packet.value("wg.type") or 0, "an encrypted packet travels (WireGuard data)")
