"""What a header's name means in Python: called with values, it gives the header to be built."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from netkit.packet.building.completion import comes_alone
from netkit.packet.building.draft import Draft
from netkit.packet.building.making import draft_of
from netkit.packet.building.naming.names import fields_of
from netkit.packet.building.packet import Packet
from netkit.packet.building.recipe import Recipe, recipe_of
from netkit.packet.building.values import raw_of
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.kinds import FLAG

__all__ = ["Maker"]

_text = lru_cache(maxsize=1024)(raw_of)
"""The bits that a text makes: a program gives the same addresses again and again."""


class Maker:
    """Makes packets that begin with headers of one table: `ipv4(ttl=3)`.

    Its attributes make one field by itself, for parts that lie so: `fast_open.cookie(b"…")`.
    """

    __slots__ = ("_recipe",)

    def __init__(self, table: type[Header]) -> None:
        self._recipe: Recipe = recipe_of(table)

    def __call__(self, *parts: Any, **values: Any) -> Packet:
        """A header with these parts (or values without a name, in their order) and these values; BuildError says what can't be."""
        recipe = self._recipe
        if not parts:
            if (draft := _plain(recipe, values)) is not None:
                return Packet((draft,))
        elif recipe.is_raw and not values and len(parts) == 1 and type(parts[0]) is bytes:
            return Packet((Draft(recipe, 0, 1, parts),))
        return Packet((draft_of(recipe, [*((None, _part_of(part)) for part in parts), *values.items()]),))

    def __getattr__(self, name: str) -> Any:
        """What makes one field by itself."""
        if name.startswith("__") or name not in self._recipe.fields:
            raise AttributeError(f"{self._recipe.name} has no field {name}")

        def one(value: Any) -> Packet:
            return Packet((draft_of(self._recipe, [(name, value)], only=name),))

        return one

    def __repr__(self) -> str:
        return f"<{self._recipe.name}>"


def _part_of(value: Any) -> Any:
    """The header that a part is; other values as they are."""
    return value.layers[0] if isinstance(value, Packet) and len(value.layers) == 1 else value


def _plain(recipe: Recipe, values: Mapping[str, Any]) -> Draft | None:
    """What `draft_of` gives, quickly, where each value is a plain number, flag or text for one field; else None."""
    if (found := _fields(recipe, tuple(values))) is None:
        return None
    given, fields = found
    bits = 0
    for (field, shift, most, is_flag), value in zip(fields, values.values(), strict=True):
        kind = type(value)
        if kind is int and 0 <= value <= most:
            bits |= value << shift
        elif kind is str:
            try:
                bits |= _text(field, value) << shift
            except ValueError:
                return None
        elif kind is bool and is_flag:
            bits |= value << shift
        else:
            return None
    return Draft(recipe, recipe.number & ~given | bits, given, recipe.tail)


_Entry = tuple[Field, int, int, bool]
"""A field with its shift, the greatest plain number that it takes (-1 for none), and whether it is a flag."""


@lru_cache(maxsize=1024)
def _fields(recipe: Recipe, names: tuple[str, ...]) -> tuple[int, tuple[_Entry, ...]] | None:
    """The fields that these names mean, and their places; None where one means none, or not one alone, or more is wanted than these.

    A program makes its headers with the same names again and again.
    """
    known, _ = fields_of(recipe.table)
    given, found = 0, []
    for name in names:
        meant = known.get(name)
        if meant is None or len(meant.fields) > 1 or meant.in_bytes:
            return None
        (field,) = meant.fields
        place = field.mask << field.shift
        if not field.width or given & place:
            return None
        given |= place
        found.append((field, field.shift, field.mask if field.counts else -1, field.kind is FLAG and field.width == 1))
    if recipe.needed & ~given or not comes_alone(recipe.table):
        return None
    return given, tuple(found)
