"""A header while it is written: where it begins and ends, what it lies in, and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.packet.building.draft import Draft
    from netkit.packet.building.recipe import Recipe
    from netkit.packet.reading import Network

__all__ = ["Frame"]


class Frame:
    """One header in its place; places are bytes from the packet's start.

    `tail_end` is behind the header alone, `own_end` behind the parts inside of it too, `end` behind what it carries. `following` is the
    recipe of the next layer, `layer` the frame of the layer that a part is in. A header is `partial` where what it carries goes on in
    another packet, or was cut off: then its lengths and sums speak of more than there is.
    """

    __slots__ = ("draft", "end", "following", "layer", "network", "own_end", "partial", "start", "tail_end")

    def __init__(
        self, draft: Draft, start: int, network: Network | None, layer: Frame | None, *, partial: bool
    ) -> None:
        self.draft = draft
        self.start = start
        self.tail_end = self.own_end = self.end = start
        self.network = network
        self.following: Recipe | None = None
        self.layer: Frame = layer or self
        self.partial = partial
