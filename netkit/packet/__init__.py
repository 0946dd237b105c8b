"""Packets: the header tables and their readers; packets built, cut into fragments and put together."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.packet.building.packet import Packet
    from netkit.packet.dissected import DissectedField
    from netkit.packet.dissection import Dissection, dissect
    from netkit.packet.fragments import Incomplete, Reassembled, fragment, reassemble
    from netkit.packet.layer import Layer
    from netkit.packet.problem import Problem

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


_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "DissectedField": "dissected",
        "Dissection": "dissection",
        "Incomplete": "fragments",
        "Layer": "layer",
        "Problem": "problem",
        "Reassembled": "fragments",
        "dissect": "dissection",
        "fragment": "fragments",
        "reassemble": "fragments",
    }
)
"""In which module each name lies."""


def __getattr__(name: str) -> object:
    """Each name is loaded when it is first asked for: a header's table alone does not need what takes messages apart."""
    if name in _PLACES:
        return getattr(import_module(f"netkit.packet.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
