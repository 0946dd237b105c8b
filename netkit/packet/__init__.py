"""Packets: the header tables and their readers; packets cut into fragments and put together."""

from typing import TYPE_CHECKING

from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection, dissect
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem

if TYPE_CHECKING:
    from netkit.packet.fragments import Incomplete, Reassembled, fragment, reassemble

__all__ = [
    "DissectedField",
    "Dissection",
    "Incomplete",
    "Layer",
    "Problem",
    "Reassembled",
    "dissect",
    "fragment",
    "reassemble",
]


def __getattr__(name: str) -> object:
    """What has to do with fragments is loaded when it is asked for: a packet is explained a fifth sooner without it."""
    if name in ("Incomplete", "Reassembled", "fragment", "reassemble"):
        from netkit.packet import fragments  # noqa: PLC0415

        return getattr(fragments, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
