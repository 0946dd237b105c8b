"""The shape of a packet, which is the headers that it has: what is the same for all packets of one shape is worked out once.

Only headers without parts, none of whose filled fields was given, are written by their shape: then all but lengths and sums is known
beforehand. It is what makes building the usual segment quick; every other packet is written by `assembly.py`, to the same bytes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from netkit.errors import BuildError
from netkit.packet.building.assembly import Assembly
from netkit.packet.building.draft import Draft
from netkit.packet.building.filling.lengths import Measure
from netkit.packet.building.plainness import plain_pattern
from netkit.packet.building.stacking import check_stack

if TYPE_CHECKING:
    from netkit.packet.building.draft import Layers
    from netkit.packet.building.filling.network import NetworkOf
    from netkit.packet.building.filling.sums import Sum
    from netkit.packet.building.recipe import Recipe
    from netkit.packet.reading import Network

__all__ = ["Shape", "shape_of"]


class _Plan(NamedTuple):
    """What is known of one header of a shape.

    `constant` are the bits that are always filled in, `lengths` (shift, most, bytes besides those carried) of each length. None of the
    fields in `filled` may have been given, all in `guessed` must, and one of the `flags`, if there are some. Under `mask` the header must
    have the bits `plain`, by which it can break no rule.
    """

    size: int
    constant: int
    lengths: tuple[tuple[int, int, int], ...]
    sums: tuple[Sum, ...]
    network: NetworkOf | None
    filled: int
    guessed: int
    flags: int
    mask: int
    plain: int


class Shape:
    """How packets of these headers are written; `plans` is None where they can't lie in one another so, or where rules can be broken."""

    def __init__(self, recipes: tuple[Recipe, ...]) -> None:
        self.plans: tuple[_Plan, ...] | None = None
        patterns = [plain_pattern(recipe.table) for recipe in recipes]
        if None in patterns:
            return
        bones = tuple(Draft(recipe, recipe.number, 0, recipe.tail) for recipe in recipes)
        assembly = Assembly(check=False)
        try:
            check_stack(bones)
            assembly.write(bones)
        except BuildError:
            return
        plans = []
        for frame, recipe, pattern in zip(assembly.frames, recipes, patterns, strict=True):
            constant, lengths = 0, []
            for fill in recipe.fills:
                _, shift, most, how = fill
                if isinstance(how, Measure) and how.carries:
                    lengths.append((shift, most, recipe.size - how.less))
                elif not how.soft:
                    constant |= (how.value(frame) or 0) << shift
            filled = sum(how.bits for how in recipe.filled if not how.soft)
            mask, bits = pattern or (0, 0)
            guessed = sum(how.bits for how in recipe.filled if how.soft)
            plans.append(
                _Plan(
                    recipe.size,
                    constant,
                    tuple(lengths),
                    recipe.sums,
                    recipe.network,
                    filled,
                    guessed & ~recipe.guessed_flags,
                    recipe.flags if recipe.guessed_flags else 0,
                    mask & ~filled,
                    bits & ~filled,
                )
            )
        self.plans = tuple(plans)

    def write(self, layers: Layers) -> bytes | None:
        """The bytes of a packet of this shape, or None where it has to be looked at more closely."""
        if self.plans is None:
            return None
        network: Network | None = None
        around: list[Network | None] = []
        drafts: list[Draft] = []
        for draft, plan in zip(layers, self.plans, strict=True):
            if not isinstance(draft, Draft) or draft.parts or draft.wrong or draft.number & plan.mask != plan.plain:
                return None
            drafts.append(draft)
            given = draft.given
            if given & plan.filled or given & plan.guessed != plan.guessed or (plan.flags and not given & plan.flags):
                return None
            around.append(network)
            if plan.network is not None:
                network = plan.network(draft, network)
        carried = b""
        for draft, plan in zip(reversed(drafts), reversed(self.plans), strict=True):
            size, constant, lengths, sums, *_ = plan
            network = around.pop()
            if draft.tail:
                carried = b"".join((*draft.tail, carried))
            if not size:
                continue
            number = draft.number | constant
            for shift, most, besides in lengths:
                length = besides + len(carried)
                if length > most:
                    return None
                number |= length << shift
            for how in sums:
                if how.protocol is not None and network is None:
                    return None
                number |= how.of(number.to_bytes(size, "big"), carried, network) << how.shift
            carried = number.to_bytes(size, "big") + carried
        return carried


@lru_cache(maxsize=256)
def shape_of(recipes: tuple[Recipe, ...]) -> Shape:
    """The shape of packets of these headers."""
    return Shape(recipes)
