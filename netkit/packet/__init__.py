"""Packets: the header tables and their readers; packets built, cut into fragments and put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection, dissect
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem

if TYPE_CHECKING:
    from netkit.packet.building.packet import Packet
    from netkit.packet.fragments import Incomplete, Reassembled, fragment, reassemble

__all__ = [
    "DissectedField",
    "Dissection",
    "Incomplete",
    "Layer",
    "Problem",
    "Reassembled",
    "build",
    "dissect",
    "fragment",
    "reassemble",
]


def build(text: str) -> Packet:
    """The packet that a build line describes, such as `ipv4 destination=198.51.100.7 ttl=3 / udp dport=53 / data "hello"`.

    BuildError says what is wrong with the line, where, and what was meant: a name, a value, or a rule that the packet would break.
    Nothing in the line is evaluated. `netkit.packet.building` builds the same from Python.
    """
    from netkit.packet.building.text.line import parse  # noqa: PLC0415 - most who take packets apart build none

    packet = parse(text)
    packet.encode()
    return packet


def __getattr__(name: str) -> object:
    """What has to do with fragments is loaded when it is asked for: a packet is explained a fifth sooner without it."""
    if name in ("Incomplete", "Reassembled", "fragment", "reassemble"):
        from netkit.packet import fragments  # noqa: PLC0415

        return getattr(fragments, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
