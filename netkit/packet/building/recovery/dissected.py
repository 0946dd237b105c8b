"""From a packet that was taken apart to the drafts that it can be built from again: what would be filled in anyway is left out."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.errors import BuildError
from netkit.packet.building.completion import complete
from netkit.packet.building.draft import Draft, Group, Layers
from netkit.packet.building.making import draft_of
from netkit.packet.building.messages.lines import TEXTUAL, lines
from netkit.packet.building.messages.sections import COMPRESSING
from netkit.packet.building.packet import Packet
from netkit.packet.building.recipe import recipe_of
from netkit.packet.building.recovery.admission import admitted
from netkit.packet.building.recovery.relaxing import relaxed
from netkit.packet.building.recovery.replicas import end_of, header_draft, records_of, run_draft, tree_of
from netkit.packet.data import Data, TcpPayload, UdpPayload
from netkit.packet.dissection import Dissection
from netkit.packet.header import Header
from netkit.packet.layer import Layer
from netkit.packet.run import Run

__all__ = ["from_dissection"]


def from_dissection(dissection: Dissection) -> Packet:
    """The packet that is built to the same bytes."""
    layers = dissection.layers
    end = len(dissection.data)
    bounds = [layer.start for layer in layers] + [end]
    drafts = [_draft_of(layer) for layer in layers]
    nested = _nested(layers, drafts, bounds, 0, len(layers), quoted=False)
    if not layers:
        nested = (Draft(recipe_of(Data), given=1, tail=(b"",)),)
    if dissection.original_length > end:
        nested = (Group("cut", nested),)
    return Packet(admitted(tuple(map(_settled, relaxed(nested))), dissection))


def _settled(layer: Draft | Group) -> Draft | Group:
    """A layer to which nothing is added: a bare one, if something would be."""
    if isinstance(layer, Group):
        return Group(layer.kind, tuple(map(_settled, layer.layers)))
    try:
        stays = complete(layer, (), draft_of) == layer
    except BuildError:
        stays = False
    return layer if stays else layer.changed(bare=True)


def _nested(
    layers: Sequence[Layer], drafts: Sequence[Draft], bounds: Sequence[int], first: int, stop: int, *, quoted: bool
) -> Layers:
    """The layers from one number to another, grouped where one says that it ends before what stands behind it."""
    found: list[Draft | Group] = []
    at = first
    while at < stop:
        if layers[at].quoted and not quoted:
            until = next((other for other in range(at, stop) if not layers[other].quoted), stop)
            found.append(Group("quoted", _nested(layers, drafts, bounds, at, until, quoted=True)))
            at = until
            continue
        end = end_of(drafts[at], layers[at].start, carries=True)
        if bounds[at] < end < bounds[stop] and end in bounds[at + 1 : stop]:
            until = bounds.index(end, at + 1)
            found.append(Group("whole", _nested(layers, drafts, bounds, at, until, quoted=quoted)))
            at = until
            continue
        found.append(drafts[at])
        at += 1
    return tuple(found)


def _draft_of(layer: Layer) -> Draft:
    """The draft of a layer, with every value given."""
    parts = list(layer.parts)
    if layer.protocol in (TcpPayload, UdpPayload):
        return Draft(recipe_of(Data), given=1, tail=(layer.encode(),))
    if layer.protocol in TEXTUAL:
        recipe = recipe_of(layer.protocol)
        return Draft(recipe, tail=recipe.tail, parts=(lines(layer.encode()),))
    first = parts[0] if parts else None
    if isinstance(first, Header):
        head = header_draft(first)
        del parts[0]
    elif isinstance(first, Run) and first.field.table is layer.protocol and not layer.protocol.fixed_bytes:
        head = run_draft(first)
        del parts[0]
    else:
        recipe = recipe_of(layer.protocol)
        head = Draft(recipe, recipe.number, 0, recipe.tail)
    if layer.protocol in COMPRESSING:
        return head.changed(parts=records_of(parts, layer.start))
    return head.changed(parts=tree_of(parts))
