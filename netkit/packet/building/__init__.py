"""Building packets, from Python: `ipv4(destination="198.51.100.7", ttl=3) / udp(dport=53) / dns(question="www.example.test")`.

Every header and part that netkit has a table for is a name here: `from netkit.packet.building import ipv4, udp, dns`. Fields are given by
the RFC's name, Wireshark's or scapy's; what is not given is filled in. `wrong(value)` is wrong on purpose.
"""

from __future__ import annotations

from netkit.packet.beyond.objects import from_scapy, to_scapy
from netkit.packet.building.maker import Maker
from netkit.packet.building.naming.names import layer_names, near, table_named
from netkit.packet.building.packet import Packet, cut, quoted, whole
from netkit.packet.building.recovery.dissected import from_dissection
from netkit.packet.building.text.line import parse
from netkit.packet.building.values import Wrong
from netkit.packet.building.values import Wrong as wrong  # noqa: N813 - it reads as a value does

__all__ = ["Packet", "Wrong", "cut", "from_dissection", "from_scapy", "parse", "quoted", "to_scapy", "whole", "wrong"]


def __getattr__(name: str) -> Maker:
    """What makes the header or part of this name; AttributeError names those that it may have been meant to be."""
    table = table_named(name) or layer_names().get(name)
    if table is None:
        meant = near(name, layer_names())
        raise AttributeError(f"there is no header {name}" + (f"; did you mean {' or '.join(meant)}?" if meant else ""))
    return Maker(table)
