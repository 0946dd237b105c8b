"""A packet that breaks rules, with what is wrong in it said to be so on purpose: what it would be built from knowingly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from netkit.packet.building.draft import Draft, Group, Layers
from netkit.packet.building.encoding import assembled
from netkit.packet.building.frame import Frame
from netkit.packet.building.judgement import unasked
from netkit.packet.building.messages.lines import TEXTUAL
from netkit.packet.dissection import Dissection

__all__ = ["admitted"]


def admitted(layers: Layers, dissection: Dissection) -> Layers:
    """The same layers, in which every problem of its dissection is asked for."""
    assembly = assembled(layers, check=False)
    marks: dict[int, int] = defaultdict(int)
    bare: set[int] = set()
    for _, touched in unasked(assembly, dissection):
        place = touched[0]
        if place.frame.layer.draft.table in TEXTUAL:
            bare.add(id(place.frame.layer))
        else:
            marks[id(place.frame)] |= place.frame.draft.recipe.place(place.field)
    if not marks and not bare:
        return layers
    frames = iter(assembly.frames)
    numbers = {
        id(frame): int.from_bytes(assembly.data[frame.start : frame.start + frame.draft.recipe.size], "big")
        for frame in assembly.frames
    }
    return _layers(layers, frames, _Marks(marks, bare, numbers))


class _Marks:
    """What is to be marked, by frame: fields that are wrong, layers that are bare; and the bits that each header has."""

    def __init__(self, wrong: Mapping[int, int], bare: set[int], numbers: Mapping[int, int]) -> None:
        self.wrong = wrong
        self.bare = bare
        self.numbers = numbers


def _layers(layers: Layers, frames: Iterator[Frame], marks: _Marks) -> Layers:
    return tuple(
        Group(layer.kind, _layers(layer.layers, frames, marks))
        if isinstance(layer, Group)
        else _draft(layer, frames, marks)
        for layer in layers
    )


def _draft(draft: Draft, frames: Iterator[Frame], marks: _Marks) -> Draft:
    frame = next(frames)
    parts = tuple(_draft(part, frames, marks) for part in draft.parts)
    wrong = marks.wrong.get(id(frame), 0)
    size = (1 << draft.recipe.size * 8) - 1
    number = draft.number & ~wrong & size | marks.numbers[id(frame)] & wrong & size
    bare = draft.bare or id(frame) in marks.bare
    given = draft.given | wrong
    if wrong & draft.recipe.flags and draft.recipe.guessed_flags:
        given &= ~(draft.recipe.flags & ~(number | wrong))  # where one flag is given, the others are not guessed
    return draft.changed(number=number, given=given, wrong=draft.wrong | wrong, parts=parts, bare=bare)
