"""Packets: the header tables and their readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection, dissect
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem

if TYPE_CHECKING:
    from netkit.packet.building.packet import Packet

__all__ = ["DissectedField", "Dissection", "Layer", "Problem", "build", "dissect"]


def build(text: str) -> Packet:
    """The packet that a build line describes, such as `ipv4 destination=198.51.100.7 ttl=3 / udp dport=53 / data "hello"`.

    BuildError says what is wrong with the line, where, and what was meant: a name, a value, or a rule that the packet would break.
    Nothing in the line is evaluated. `netkit.packet.building` builds the same from Python.
    """
    from netkit.packet.building.text.line import parse  # noqa: PLC0415 - most who take packets apart build none

    packet = parse(text)
    packet.encode()
    return packet
