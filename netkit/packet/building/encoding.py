"""From a packet to be to its bytes: written, filled in, and held against the rules."""

from __future__ import annotations

from netkit.errors import BuildError
from netkit.packet.building.assembly import Assembly
from netkit.packet.building.draft import Draft, Layers
from netkit.packet.building.judgement import judge
from netkit.packet.building.shape import shape_of
from netkit.packet.building.stacking import check_stack
from netkit.packet.building.text.pointing import place_in
from netkit.packet.dissection import dissect

__all__ = ["assembled", "encoded", "link_type_of"]


def encoded(layers: Layers, line: str = "") -> bytes:
    """The bytes of a packet; BuildError where a value contradicts the packet, or a rule, and was not said to be wrong on purpose.

    `line` is the build line that it was made from, if it was, so that an error has its place in it.
    """
    data = shape_of(tuple([layer.recipe for layer in layers])).write(layers)
    if data is not None:
        return data
    assembly = assembled(layers, line)
    data = bytes(assembly.data)
    if (link_type := layers[0].recipe.link_type) is not None:
        try:
            judge(assembly, dissect(data, link_type))
        except BuildError as error:
            raise place_in(line, error) from None
    return data


def assembled(layers: Layers, line: str = "", *, check: bool = True) -> Assembly:
    """The bytes with the place of each header in them; without `check`, contradictions are written as they are."""
    assembly = Assembly(check=check)
    try:
        if check:
            check_stack(layers)
        assembly.write(layers)
    except BuildError as error:
        raise place_in(line, error) from None
    return assembly


def link_type_of(layers: Layers) -> int:
    """The LINKTYPE number that the first layer belongs to; BuildError where a packet can't begin with it."""
    first = layers[0].recipe
    if first.link_type is None:
        raise BuildError(
            f"a packet does not begin with {first.name}",
            why="what travels on a link begins with the link's own header, or with IP",
            hint=f"put the layers below before it, such as ipv4 / {first.name}",
            draft=layers[0] if isinstance(layers[0], Draft) else None,
        )
    return first.link_type
