"""A draft as names and values again, from which the same draft is made: in the shorter forms where these give the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from netkit.errors import BuildError
from netkit.packet.building.completion import companions
from netkit.packet.building.draft import Draft
from netkit.packet.building.making import PRESENT, Item, draft_of
from netkit.packet.building.messages.lines import END_OF_HEADER, TextLines
from netkit.packet.building.messages.records import entry_of
from netkit.packet.building.messages.sections import Section
from netkit.packet.building.naming.names import name_of
from netkit.packet.building.naming.parts import part_named, short_name
from netkit.packet.building.recipe import Recipe
from netkit.packet.building.values import Text, Wrong, value_of
from netkit.packet.field import Field

__all__ = ["terms_of"]


def terms_of(draft: Draft, layer: Recipe | None = None, *, short: bool = True) -> list[Item]:
    """The values that a draft is made from; with `short` also by the names and forms that are there for convenience.

    `layer` is the recipe of the layer that a part is in.
    """
    fields = list(_fields(draft))
    if short:
        for way in (_as_lines, _as_raw, _as_layer) if layer is None else (_as_values,):
            for items in way(draft, fields):
                if _makes(draft, items, layer):
                    return items
    return [*fields, *((None, part.tail[0] if part.table is TextLines else part) for part in draft.parts)]


def _makes(draft: Draft, items: Sequence[Item], layer: Recipe | None) -> bool:
    try:
        return draft_of(draft.recipe, items, layer) == draft
    except BuildError:
        return False


def _fields(draft: Draft) -> Iterator[Item]:
    """The given fields: flags that are set by their names alone; flags of which none is set, and none is to be guessed, as 0."""
    if draft.bare:
        yield "bare", PRESENT
    flags = draft.recipe.flags if draft.recipe.guessed_flags else 0
    none_set = flags and draft.given & flags == flags and not (draft.number | draft.wrong) & flags
    for field in draft.given_fields():
        if not (none_set and draft.recipe.place(field) & flags):
            yield field.name.rstrip("_"), _value(draft, field)
    if none_set:
        yield "flags", 0


def _value(draft: Draft, field: Field) -> Any:
    value = value_of(field, draft.raw_of(field))
    if isinstance(value, bytes):
        value = readable(value)
    if draft.wrong & draft.recipe.place(field):
        return Wrong(value)
    return PRESENT if field.width == 1 and value is True else value


def readable(data: bytes) -> Text | bytes:
    """Bytes as text, where a person can read them as such."""
    if data and all(0x20 <= byte < 0x7F or byte in b"\t\r\n" for byte in data):
        return Text(data.decode("ascii"), data)
    return data


def _as_values(draft: Draft, fields: Sequence[Item]) -> Iterator[list[Item]]:
    """A part by its values alone, in their order."""
    if not draft.wrong and not draft.bare:
        values = [True if value is PRESENT else value for _, value in fields]
        yield [*((None, value) for value in values), *((None, part) for part in draft.parts)]


def _as_raw(draft: Draft, fields: Sequence[Item]) -> Iterator[list[Item]]:
    """Bytes without the name of their field."""
    if draft.recipe.is_raw:
        yield from _as_values(draft, fields)


def _as_layer(draft: Draft, fields: Sequence[Item]) -> Iterator[list[Item]]:
    """A layer whose parts stand in it by short names."""
    items = list(fields)
    inside = companions(draft.table)
    for part in draft.parts:
        if part.table in inside and not part.parts:
            items += _fields(part)
        elif issubclass(part.table, Section):
            items.append(_entry(part, draft.recipe))
        else:
            items.append(_by_name(part, draft.recipe))
    yield items
    yield [*fields, *(_by_name(part, draft.recipe) for part in draft.parts)]


def _entry(section: Draft, layer: Recipe) -> Item:
    """A question or record as zone files write them, if that says all."""
    if entry := entry_of(section):
        name, value = entry
        item: Item = (name, PRESENT if value is None else value)
        if _makes_part(section, item, layer):
            return item
    return None, section


def _by_name(part: Draft, layer: Recipe) -> Item:
    """A part by its name, with its values behind it, if that says all."""
    given = {field.name: part.raw_of(field) for field in part.given_fields() if field.width}
    name = short_name(layer.table, part.table, given)
    values = [] if name else [True if value is PRESENT else value for _, value in _fields(part)]
    if not name:
        name = short_name(layer.table, part.table, {}) or name_of(part.table)
        family = layer.table.key.partition(".")[0]
        if (found := part_named(layer.table, name.removeprefix(f"{family}_"))) and found.table is part.table:
            name = name.removeprefix(f"{family}_")
    listed = len(values) < 2 or all(
        isinstance(value, int | str) and not isinstance(value, Text) and "," not in str(value) for value in values
    )
    simple = listed and not part.parts and not part.only_tail and not part.wrong
    item: Item = (name, PRESENT if not values else values[0] if len(values) == 1 else values)
    if simple and _makes_part(part, item, layer):
        return item
    return None, part


def _makes_part(part: Draft, item: Item, layer: Recipe) -> bool:
    """Whether a layer gets just this part from a name and a value."""
    try:
        made = draft_of(layer, [("bare", PRESENT), item])
    except BuildError:
        return False
    return made.parts == (part,) and not made.given


def _as_lines(draft: Draft, fields: Sequence[Item]) -> Iterator[list[Item]]:
    """A message that is lines of text, as lines, with what stands behind its empty line as content."""
    if [part.table for part in draft.parts] != [TextLines]:
        return
    text = bytes(draft.parts[0].tail[0])
    head, end, content = text.partition(END_OF_HEADER)
    if content:
        last = f"\r\nContent-Length: {len(content)}".encode()
        yield [*fields, *_lines(head.removesuffix(last) + b"\r\n"), ("content", readable(content))]
        yield [*fields, *_lines(head + b"\r\n"), ("content", readable(content))]
    elif end:
        yield [*fields, *_lines(head + b"\r\n")]
    yield [*fields, *_lines(text)]
    yield [*fields, (None, text)]


def _lines(text: bytes) -> Iterator[Item]:
    """Each line by itself, without its end; what is no line of plain text as it is."""
    *whole, rest = text.split(b"\r\n")
    for line in whole:
        shown = readable(line) if line else Text("", b"")
        yield None, shown if isinstance(shown, Text) and not set("\r\n") & set(shown) else line + b"\r\n"
    if rest:
        yield None, rest
