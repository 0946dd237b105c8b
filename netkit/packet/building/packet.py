"""A packet to be, as Python code has it: layers on one another with `/`, and what can be asked of them."""

from __future__ import annotations

from netkit.packet.building.draft import Draft, Group, Layers
from netkit.packet.building.encoding import encoded, link_type_of
from netkit.packet.building.recipe import recipe_of
from netkit.packet.building.text.writing import build_line, python_expression
from netkit.packet.data import Data
from netkit.packet.dissection import Dissection, dissect

__all__ = ["Packet", "cut", "quoted", "whole"]


class Packet:
    """Layers, the outermost first, each carrying those to its right; one header alone is a packet, too.

    A value: a changed one is another. What was not given is filled in when it is encoded.
    """

    __slots__ = ("layers", "line")

    def __init__(self, layers: Layers, line: str = "") -> None:
        self.layers = layers
        self.line = line
        """The build line that the packet was made from, if it was."""

    def __truediv__(self, other: object) -> Packet:
        """This, carrying `other`: a packet, or plain bytes or text."""
        return Packet((*self.layers, *(other.layers if type(other) is Packet else _layers_of(other))))

    def __rtruediv__(self, other: object) -> Packet:
        """Plain bytes or text, and this behind it."""
        return Packet((*_layers_of(other), *self.layers))

    def encode(self) -> bytes:
        """The packet's bytes; BuildError where a value contradicts the packet, or a rule, and was not said to be wrong on purpose."""
        return encoded(self.layers, self.line)

    def __bytes__(self) -> bytes:
        """The packet's bytes."""
        return self.encode()

    @property
    def link_type(self) -> int:
        """The LINKTYPE number that the first layer belongs to; BuildError where a packet can't begin with it."""
        return link_type_of(self.layers)

    def dissect(self) -> Dissection:
        """The packet, built and taken apart again; BuildError as `encode` and `link_type` have it."""
        return dissect(self.encode(), self.link_type)

    def to_text(self) -> str:
        """The build line that describes it, in netkit's own names."""
        return build_line(self.layers)

    def to_python(self) -> str:
        """The Python expression that describes it, with the names of `netkit.packet.building`."""
        return python_expression(self.layers)

    def __repr__(self) -> str:
        return f"<{self.to_text()}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packet) and self.layers == other.layers

    def __hash__(self) -> int:
        return hash(self.layers)


def _layers_of(thing: object) -> Layers:
    """The layers that somebody means by a packet, or by plain bytes or text; TypeError for anything else."""
    if isinstance(thing, Packet):
        return thing.layers
    if isinstance(thing, str):
        thing = thing.encode()
    if isinstance(thing, bytes | bytearray | memoryview):
        return (Draft(recipe_of(Data), 0, 1, (bytes(thing),)),)
    raise TypeError(f"a packet is made of packets, bytes and text, not of a {type(thing).__name__}")


def whole(inside: object) -> Packet:
    """Layers that are complete in themselves: what comes after them lies behind them, as a link's padding does."""
    return Packet((Group("whole", _layers_of(inside)),))


def quoted(inside: object) -> Packet:
    """The beginning of another packet, as an ICMP error has it: its lengths and sums may speak of the whole of it."""
    return Packet((Group("quoted", _layers_of(inside)),))


def cut(inside: object) -> Packet:
    """The beginning of a packet of which a capture kept no more."""
    return Packet((Group("cut", _layers_of(inside)),))
