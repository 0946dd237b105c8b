"""A header to be: a table with the values that were given, and the parts inside of it; the rest is filled in when it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from netkit.packet.field import Field

if TYPE_CHECKING:
    from netkit.packet.building.recipe import Recipe
    from netkit.packet.header import Header

__all__ = ["Draft", "Group", "Layers"]

Span = tuple[int, int]
"""Where words stand in a build line: the first character and the one behind the last."""


class Draft:
    """One header, of a layer or of a part within a layer; a value, never changed once it is made.

    `number` has the given values and the defaults in the places that the header will have them, `given` tells which were given, `wrong`
    which of those are wrong on purpose. Only a `bare` draft stays as it is: nothing is added to it, and nothing in it is judged.
    """

    parts: tuple[Draft, ...] = ()
    wrong = 0
    bare = False
    only_tail = False
    """Whether only the fields of variable length are there: one field by itself, of a table that has more."""
    spans: Mapping[str, Span] | None = None
    """Where the words stand that the draft was made from, by the field's name, "" being the whole."""

    def __init__(
        self, recipe: Recipe, number: int = 0, given: int = 0, tail: tuple[Any, ...] = (), parts: tuple[Draft, ...] = ()
    ) -> None:
        self.recipe = recipe
        self.number = number
        self.given = given
        self.tail = tail
        if parts:
            self.parts = parts

    @property
    def table(self) -> type[Header]:
        """The header's table."""
        return self.recipe.table

    @property
    def name(self) -> str:
        """The header's name in a build line."""
        return self.recipe.name

    def has(self, name: str) -> bool:
        """Whether a field was given."""
        return bool(self.given & self.recipe.place(self.recipe.fields[name]))

    def raw(self, name: str) -> Any:
        """The bits of a field as they stand, given or not."""
        return self.raw_of(self.recipe.fields[name])

    def raw_of(self, field: Field) -> Any:
        """The bits of a field as they stand, given or not."""
        return self.number >> field.shift & field.mask if field.width else self.tail[field.index]

    def tail_raw(self, index: int) -> Any:
        """The bits of a field of variable length."""
        return self.tail[index]

    def given_fields(self) -> Iterator[Field]:
        """The fields that were given, in the order of the table."""
        place, given = self.recipe.place, self.given
        return (field for field in self.recipe.fields.values() if given & place(field))

    def with_values(self, values: Mapping[str, int]) -> Draft:
        """The same draft with these fields given, too."""
        number, given = self.number, self.given
        for name, raw in values.items():
            field = self.recipe.fields[name]
            place = self.recipe.place(field)
            number, given = number & ~place | raw << field.shift, given | place
        return self.changed(number=number, given=given)

    def changed(self, **changes: Any) -> Draft:
        """The same draft with some of its attributes changed."""
        twin = copy(self)
        for name, value in changes.items():
            setattr(twin, name, value)
        return twin

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Draft) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        given = tuple((field.name, self.raw_of(field)) for field in self.given_fields())
        return (self.recipe.name, given, self.wrong, self.parts, self.bare, self.only_tail)


class Group:
    """Layers that end before what stands behind the group.

    `whole` is complete in itself: what comes after it lies behind it, as a link's padding does. `quoted` and `cut` are the beginning of
    a packet whose rest is not here, so that its lengths and sums may speak of more.
    """

    __slots__ = ("kind", "layers")

    KINDS = ("whole", "quoted", "cut")

    def __init__(self, kind: str, layers: Layers) -> None:
        self.kind = kind
        self.layers = layers

    @property
    def partial(self) -> bool:
        """Whether the rest is somewhere else."""
        return self.kind != "whole"

    @property
    def recipe(self) -> Recipe:
        """The recipe of the first header in it."""
        return self.first.recipe

    @property
    def first(self) -> Draft:
        """The first header in it."""
        first = self.layers[0]
        return first.first if isinstance(first, Group) else first

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Group) and (self.kind, self.layers) == (other.kind, other.layers)

    def __hash__(self) -> int:
        return hash((self.kind, self.layers))


Layers = tuple[Draft | Group, ...]
"""Layers one in the other, the outermost first."""
