"""Packets: the header tables and their readers."""

from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection, dissect
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem

__all__ = ["DissectedField", "Dissection", "Layer", "Problem", "dissect"]
