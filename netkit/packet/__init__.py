"""Packets: the header tables and their readers; fragments."""

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
    "dissect",
    "fragment",
    "reassemble",
]
