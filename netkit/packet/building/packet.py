"""A packet to be built: layers, each carrying those to its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.errors import BuildError
from netkit.packet.building.assembly import Assembly
from netkit.packet.building.draft import Draft, Group, Layers, Stackable
from netkit.packet.building.judgement import judge
from netkit.packet.building.plainness import is_plain
from netkit.packet.building.pointing import place_in
from netkit.packet.building.recipe import recipe_of
from netkit.packet.building.stacking import check_stack
from netkit.packet.data import Data
from netkit.packet.dissection import Dissection, dissect

if TYPE_CHECKING:
    pass

__all__ = ["Packet", "cut", "layers_of", "quoted", "stack", "whole"]


class Packet(Stackable):
    """Layers one in the other; `encode()` fills in what was not given, and gives the bytes."""

    __slots__ = ("layers", "line")

    def __init__(self, layers: Layers, line: str = "") -> None:
        self.layers = layers
        self.line = line
        """The build line that the packet was made from, if it was."""

    def encode(self) -> bytes:
        """The packet's bytes; BuildError where a value contradicts the packet, or a rule, and was not said to be wrong on purpose."""
        assembly = self.assembled()
        data = bytes(assembly.data)
        if (link_type := self.first.recipe.link_type) is not None and not all(map(is_plain, self.layers)):
            try:
                judge(assembly, dissect(data, link_type))
            except BuildError as error:
                raise place_in(self.line, error) from None
        return data

    def assembled(self, *, check: bool = True) -> Assembly:
        """The bytes with the place of each header in them."""
        assembly = Assembly(check=check)
        try:
            if check:
                check_stack(self.layers)
            assembly.write(self.layers)
        except BuildError as error:
            raise place_in(self.line, error) from None
        return assembly

    @property
    def link_type(self) -> int:
        """The LINKTYPE number that the first layer belongs to; BuildError where a packet can't begin with it."""
        first = self.first
        if first.recipe.link_type is None:
            raise BuildError(
                f"a packet does not begin with {first.name}",
                why="what travels on a link begins with the link's own header, or with IP",
                hint=f"put the layers below before it, such as ipv4 / {first.name}",
                draft=first,
            )
        return first.recipe.link_type

    @property
    def first(self) -> Draft:
        """The outermost header."""
        first = self.layers[0]
        return first.first if isinstance(first, Group) else first

    def dissect(self) -> Dissection:
        """The packet taken apart again."""
        return dissect(self.encode(), self.link_type)

    def __bytes__(self) -> bytes:
        """The packet's bytes."""
        return self.encode()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packet) and self.layers == other.layers

    def __hash__(self) -> int:
        return hash(self.layers)


def layers_of(thing: object) -> Layers:
    """The layers that somebody means: a draft, a group, a packet, or plain bytes or text; TypeError for anything else."""
    if isinstance(thing, Draft | Group):
        return (thing,)
    if isinstance(thing, Packet):
        return thing.layers
    if isinstance(thing, str):
        thing = thing.encode()
    if isinstance(thing, bytes | bytearray | memoryview):
        recipe = recipe_of(Data)
        return (Draft(recipe, 0, 1, (bytes(thing),)),)
    raise TypeError(f"a layer can't carry a {type(thing).__name__}")


def stack(below: object, above: object) -> Packet:
    """One carrying the other."""
    return Packet((*layers_of(below), *layers_of(above)))


def whole(inside: object) -> Group:
    """Layers that are complete in themselves: what comes after them lies behind them, as a link's padding does."""
    return Group("whole", layers_of(inside))


def quoted(inside: object) -> Group:
    """The beginning of another packet, as an ICMP error has it: its lengths and sums may speak of the whole of it."""
    return Group("quoted", layers_of(inside))


def cut(inside: object) -> Group:
    """The beginning of a packet of which a capture kept no more."""
    return Group("cut", layers_of(inside))
