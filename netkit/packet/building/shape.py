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
from netkit.packet.building.plainness import ADDRESSES, has_addresses, plain_pattern
from netkit.packet.building.stacking import check_stack
from netkit.packet.checksum import number_checksum, word_sum

if TYPE_CHECKING:
    from netkit.packet.building.draft import Layers
    from netkit.packet.building.frame import Frame
    from netkit.packet.building.recipe import Recipe

__all__ = ["Shape", "shape_of"]


class _Plan(NamedTuple):
    """What is known of one header of a shape.

    `constant` are the bits that are always filled in, `lengths` (shift, most, bytes besides those carried) of each length, `sums` (shift,
    protocol, what stands for 0) of each checksum: over the header alone if there is no protocol, else over what it carries and the
    addresses of the header number `below`, too. None of the fields in `filled` may have been given, all in `guessed` must, and one of the
    `flags`, if there are some, must be set. Under `mask` the header must have the bits `plain`, by which it can break no rule.
    """

    size: int
    constant: int
    lengths: tuple[tuple[int, int, int], ...]
    sums: tuple[tuple[int, int | None, int], ...]
    below: int
    filled: int
    guessed: int
    flags: int
    mask: int
    plain: int


class Shape:
    """How packets of these headers are written, the innermost first; not at all where they can break rules, or can't lie so."""

    def __init__(self, recipes: tuple[Recipe, ...]) -> None:
        self.plans: tuple[_Plan, ...] | None = None
        patterns = [pattern for recipe in recipes if (pattern := plain_pattern(recipe.table)) is not None]
        if len(patterns) < len(recipes):
            return
        bones = tuple(Draft(recipe, recipe.number, 0, recipe.tail) for recipe in recipes)
        assembly = Assembly(check=False)
        try:
            check_stack(bones)
            assembly.write(bones)
        except BuildError:
            return
        below, plans = 0, []
        for number, (frame, pattern) in enumerate(zip(assembly.frames, patterns, strict=True)):
            plans.append(_plan(frame, pattern, below))
            below = number if has_addresses(frame.draft.table) else below
        self.plans = tuple(reversed(plans))

    def write(self, layers: Layers) -> bytes | None:
        """The bytes of a packet of this shape, or None where it has to be looked at more closely."""
        drafts = [layer for layer in layers if type(layer) is Draft]
        if self.plans is None or len(drafts) < len(layers):
            return None
        carried = b""
        for draft, plan in zip(reversed(drafts), self.plans, strict=True):
            if draft.parts or draft.wrong:
                return None
            size, constant, lengths, sums, below, filled, guessed, flags, mask, plain = plan
            number, given = draft.number, draft.given
            if number & mask != plain or given & filled or given & guessed != guessed or (flags and not number & flags):
                return None
            if draft.tail:
                carried = b"".join((*draft.tail, carried))
            if not size:
                continue
            number |= constant
            behind = len(carried)
            for shift, most, besides in lengths:
                if besides + behind > most:
                    return None
                number |= besides + behind << shift
            for shift, protocol, instead in sums:
                total = number
                if protocol is not None:
                    # What the pseudo-header says, in which the order of words does not matter, the header, and what it carries.
                    total += (drafts[below].number & ADDRESSES) + protocol + size + behind + word_sum(carried)
                number |= (number_checksum(total) or instead) << shift
            carried = number.to_bytes(size, "big") + carried
        return carried


def _plan(frame: Frame, pattern: tuple[int, int], below: int) -> _Plan:
    """The plan of a header, from a packet of the shape that carries nothing."""
    recipe = frame.draft.recipe
    constant, lengths = 0, []
    for _, shift, most, how in recipe.fills:
        if isinstance(how, Measure) and how.carries:
            lengths.append((shift, most, recipe.size - how.less))
        elif not how.soft:
            constant |= (how.value(frame) or 0) << shift
    filled = sum(how.bits for how in recipe.filled if not how.soft)
    guessed = sum(how.bits for how in recipe.filled if how.soft)
    mask, bits = pattern
    return _Plan(
        size=recipe.size,
        constant=constant,
        lengths=tuple(lengths),
        sums=tuple((how.shift, how.protocol, how.instead_of_zero) for how in recipe.sums),
        below=below,
        filled=filled,
        guessed=guessed & ~recipe.guessed_flags,
        flags=recipe.flags if recipe.guessed_flags else 0,
        mask=mask & ~filled,
        plain=bits & ~filled,
    )


@lru_cache(maxsize=256)
def shape_of(recipes: tuple[Recipe, ...]) -> Shape:
    """The shape of packets of these headers."""
    return Shape(recipes)
