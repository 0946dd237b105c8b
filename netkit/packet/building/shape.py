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
    fields in `filled` may have been given, all in `guessed` must, and one of the `flags`, if there are some, must be set. Under `mask` the
    header must have the bits `plain`, by which it can break no rule.
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

    def suits(self, draft: Draft) -> bool:
        """Whether a header is one of which all but lengths and sums is known."""
        given = draft.given
        return not (
            draft.parts
            or draft.wrong
            or draft.number & self.mask != self.plain
            or given & self.filled
            or given & self.guessed != self.guessed
            or (self.flags and not draft.number & self.flags)
        )

    def write(self, number: int, carried: bytes, network: Network | None) -> bytes | None:
        """The header with its lengths and sums, and what it carries; None where that is too long, or a sum lacks its addresses."""
        size = self.size
        for shift, most, besides in self.lengths:
            length = besides + len(carried)
            if length > most:
                return None
            number |= length << shift
        for how in self.sums:
            if how.protocol is not None and network is None:
                return None
            number |= how.of(number.to_bytes(size, "big"), carried, network) << how.shift
        return number.to_bytes(size, "big") + carried


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
        headers: list[tuple[Draft, _Plan, Network | None]] = []
        for draft, plan in zip(layers, self.plans, strict=True):
            if not isinstance(draft, Draft) or not plan.suits(draft):
                return None
            headers.append((draft, plan, network))
            if plan.network is not None:
                network = plan.network(draft, network)
        carried: bytes | None = b""
        while headers and carried is not None:
            draft, plan, network = headers.pop()
            if draft.tail:
                carried = b"".join((*draft.tail, carried))
            if plan.size:
                carried = plan.write(draft.number | plan.constant, carried, network)
        return carried


@lru_cache(maxsize=256)
def shape_of(recipes: tuple[Recipe, ...]) -> Shape:
    """The shape of packets of these headers."""
    return Shape(recipes)
