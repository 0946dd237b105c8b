"""Drafts with every value given, relaxed: a value that would be filled in anyway is left out, one that contradicts is called wrong."""

from __future__ import annotations

from collections.abc import Iterator

from netkit.packet.building.assembly import Assembly
from netkit.packet.building.draft import Draft, Group, Layers
from netkit.packet.building.filling.fill import Fill
from netkit.packet.building.filling.sums import Sum
from netkit.packet.building.frame import Frame

__all__ = ["relaxed"]


def relaxed(layers: Layers) -> Layers:
    """The same packet with the fewest values given."""
    assembly = Assembly(check=False)
    assembly.write(layers)
    frames = iter(assembly.frames)
    return tuple(_layer(layer, frames, assembly) for layer in layers)


def _layer(layer: Draft | Group, frames: Iterator[Frame], assembly: Assembly) -> Draft | Group:
    if isinstance(layer, Group):
        return Group(layer.kind, tuple(_layer(each, frames, assembly) for each in layer.layers))
    return _draft(layer, frames, assembly)


def _draft(draft: Draft, frames: Iterator[Frame], assembly: Assembly) -> Draft:
    frame = next(frames)
    recipe = draft.recipe
    number, given, wrong = draft.number, draft.given, draft.wrong
    if not draft.only_tail:
        for fill in recipe.filled:
            if given & fill.bits and not fill.soft:
                match _judged(frame, fill, assembly):
                    case None:
                        given &= ~fill.bits
                    case False:
                        wrong |= fill.bits
        kept = sum(fill.bits for fill in recipe.filled) | recipe.needed
        if recipe.guessed_flags:  # where one flag is given, the others are not guessed
            given = given & ~(recipe.flags & ~number) if number & recipe.flags else given | recipe.flags
            kept |= recipe.flags
        for field in recipe.fields.values():
            place = recipe.place(field)
            if given & place & ~kept and draft.raw_of(field) == (
                recipe.number >> field.shift & field.mask if field.width else recipe.tail[field.index]
            ):
                given &= ~place
        size = (1 << recipe.size * 8) - 1
        number = number & given & size | recipe.number & ~given & size
    parts = tuple(_draft(part, frames, assembly) for part in draft.parts)
    return draft.changed(number=number, given=given, wrong=wrong, parts=parts)


def _judged(frame: Frame, fill: Fill, assembly: Assembly) -> bool | None:
    """None for a value that would be filled in, True for another that is right, False for one that is wrong."""
    raw = frame.draft.raw_of(fill.field)
    value = assembly.right_sum(frame, fill) if isinstance(fill, Sum) else fill.value(frame)
    if value == raw:
        return None
    return value is None or frame.partial or fill.accepts(frame, raw, value)
