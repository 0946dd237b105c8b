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

    __slots__ = ("_by_name", "_recipe")

    def __init__(self, table: type[Header]) -> None:
        self._recipe: Recipe = recipe_of(table)
        self._by_name = _fixed_fields(table) if comes_alone(table) else {}

    def __call__(self, *parts: Any, **values: Any) -> Packet:
        """A header with these parts (or values without a name, in their order) and these values; BuildError says what can't be."""
        if not parts:
            if (draft := self._plain(values)) is not None:
                return Packet((draft,))
        elif self._recipe.is_raw and not values and len(parts) == 1 and type(parts[0]) is bytes:
            return Packet((Draft(self._recipe, 0, 1, parts),))
        return Packet((draft_of(self._recipe, [*((None, _part_of(part)) for part in parts), *values.items()]),))

    def _plain(self, values: Mapping[str, Any]) -> Draft | None:
        """What `draft_of` gives, quickly, where each value is a plain number, flag or text for one field; else None."""
        by_name, recipe = self._by_name, self._recipe
        given = bits = 0
        for name, value in values.items():
            if (entry := by_name.get(name)) is None:
                return None
            field, place, shift, most, counts = entry
            kind = type(value)
            if given & place:
                return None
            given |= place
            if (kind is int and counts and 0 <= value <= most) or (kind is bool and most == 1 and field.kind is FLAG):
                bits |= value << shift
            elif kind is str:
                try:
                    bits |= _text(field, value) << shift
                except ValueError:
                    return None
            else:
                return None
        if recipe.needed & ~given:
            return None
        return Draft(recipe, recipe.number & ~given | bits, given, recipe.tail)

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


def _fixed_fields(table: type[Header]) -> Mapping[str, tuple[Field, int, int, int, bool]]:
    """The names that mean one field of a fixed number of bits, with its place, shift, greatest value, and whether it is a plain number."""
    names, _ = fields_of(table)
    return {
        name: (
            meant.fields[0],
            meant.fields[0].mask << meant.fields[0].shift,
            meant.fields[0].shift,
            meant.fields[0].mask,
            meant.fields[0].counts,
        )
        for name, meant in names.items()
        if len(meant.fields) == 1 and meant.fields[0].width and not meant.in_bytes
    }
