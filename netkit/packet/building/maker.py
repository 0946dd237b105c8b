"""What a header's name means in Python: called with values, it gives the header to be built."""

from __future__ import annotations

from typing import Any

from netkit.errors import BuildError
from netkit.packet.building.draft import Draft
from netkit.packet.building.making import draft_of
from netkit.packet.building.recipe import Recipe, recipe_of
from netkit.packet.header import Header

__all__ = ["Maker"]


class Maker:
    """Makes drafts of one table: `ipv4(ttl=3)`; an attribute of it makes one field by itself, for parts that lie so: `fast_open.cookie(b"…")`."""

    __slots__ = ("_recipe",)

    def __init__(self, table: type[Header]) -> None:
        self._recipe: Recipe = recipe_of(table)

    def __call__(self, *parts: Any, **values: Any) -> Draft:
        """A header with these parts (or values without a name, in their order) and these values; BuildError says what can't be."""
        return draft_of(self._recipe, [*((None, part) for part in parts), *values.items()], self._layer())

    def _layer(self) -> Recipe | None:
        return None

    def __getattr__(self, name: str) -> Any:
        """What makes one field by itself."""
        if name.startswith("__") or name not in self._recipe.fields:
            raise AttributeError(f"{self._recipe.name} has no field {name}")

        def one(value: Any) -> Draft:
            return draft_of(self._recipe, [(name, value)], None, only=name)

        return one

    def __repr__(self) -> str:
        return f"<{self._recipe.name}>"
