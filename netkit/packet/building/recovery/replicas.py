"""Parts that were read, as drafts of the same bytes: every value given, each inside of what counts its bytes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any

from netkit.packet.application.dns.name import DomainName
from netkit.packet.building.draft import Draft
from netkit.packet.building.filling.lengths import Measure
from netkit.packet.building.labels import Compressor, Labels
from netkit.packet.building.messages.sections import OWNERS, SECTIONS, type_may_point
from netkit.packet.building.recipe import recipe_of
from netkit.packet.header import Header
from netkit.packet.layer import Part
from netkit.packet.run import Run

__all__ = ["end_of", "header_draft", "records_of", "run_draft", "tree_of"]

_GROUP = re.compile(r"([a-z]+) (\d+)")


def header_draft(header: Header) -> Draft:
    """The draft of a header with every value given."""
    recipe = recipe_of(type(header))
    places = sum(map(recipe.place, header.fields))
    return Draft(recipe, header.number, places, tuple(map(bytes, header.tail)))


def run_draft(run: Any, name: Labels | bytes | None = None) -> Draft:
    """The draft of one field that lies by itself; a domain name may be given as labels instead of its bytes."""
    field = run.field
    recipe = recipe_of(field.table)
    raw = bytes(run.raw) if name is None else name
    if field.width:
        return Draft(recipe, int.from_bytes(raw, "big") << field.shift, recipe.place(field), recipe.tail)
    tail: list[Any] = [b""] * len(recipe.tail)
    tail[field.index] = raw
    return Draft(recipe, 0, recipe.place(field), tuple(tail)).changed(only_tail=bool(recipe.size))


def _plain(part: Part) -> Draft:
    """The draft of a part whose names are never pointers."""
    if isinstance(part, Header):
        return header_draft(part)
    raw = part.raw if isinstance(part, Run) else b""
    if isinstance(raw, DomainName):
        name = Labels.of(raw.text)
        return run_draft(part, name if bytes(name) == raw.wire else raw.wire)
    return run_draft(part)


class _InMessage:
    """Makes drafts of the parts of a DNS message, one after the other: a name that would be written just so needs no bytes."""

    def __init__(self, origin: int) -> None:
        self._origin = origin
        self._names = Compressor()
        self._may_point = True

    def __call__(self, part: Part) -> Draft:
        """The draft of the next part."""
        if isinstance(part, Header):
            if (said := type_may_point(type(part), part.number)) is not None:
                self._may_point = said
            return header_draft(part)
        if not isinstance(part, Run) or not isinstance(part.raw, DomainName):
            return run_draft(part)
        name = Labels.of(part.raw.text)
        before = dict(self._names.places)
        written = self._names.write(
            name, part.start - self._origin, may_point=self._may_point or part.field.table in OWNERS
        )
        if written == part.raw.wire:
            return run_draft(part, name)
        self._names.places = before
        return run_draft(part, part.raw.wire)


def records_of(parts: Sequence[Part], origin: int) -> tuple[Draft, ...]:
    """The parts of a DNS message, each record or question in its section."""
    make = _InMessage(origin)
    found: list[Draft] = []
    for (section, _), members in itertools.groupby(parts, key=lambda part: _section_of(part.group)):
        inside = _tree(list(members), make)
        found += [Draft(recipe_of(SECTIONS[section]), parts=inside)] if section else inside
    return tuple(found)


def _section_of(group: str) -> tuple[str, str]:
    found = _GROUP.match(group)
    return (found[1], found[2]) if found and found[1] in SECTIONS else ("", "")


def tree_of(parts: Sequence[Part]) -> tuple[Draft, ...]:
    """Parts of a message in which no name is a pointer, each with what lies inside of it."""
    return _tree(parts, _plain)


def _tree(parts: Sequence[Part], make: Callable[[Part], Draft]) -> tuple[Draft, ...]:
    """Parts, with those inside of others whose bytes these count."""
    ends = {part.start + part.byte_length for part in parts}
    roots: list[Draft] = []
    waiting: list[tuple[int, Draft, list[Draft]]] = []

    def close() -> None:
        _, draft, inside = waiting.pop()
        (waiting[-1][2] if waiting else roots).append(draft.changed(parts=tuple(inside)))

    for part in parts:
        while waiting and part.start >= waiting[-1][0]:
            close()
        draft = make(part)
        end = end_of(draft, part.start, carries=False)
        if part.start + part.byte_length < end <= (waiting[-1][0] if waiting else end) and end in ends:
            waiting.append((end, draft, []))
        else:
            (waiting[-1][2] if waiting else roots).append(draft)
    while waiting:
        close()
    return tuple(roots)


def end_of(draft: Draft, start: int, *, carries: bool) -> int:
    """Where a header says that what it counts ends, or its start where it says nothing of that."""
    for fill in draft.recipe.filled:
        if isinstance(fill, Measure) and fill.carries == carries and (raw := draft.raw_of(fill.field)):
            return start + fill.end(raw)
    return start
