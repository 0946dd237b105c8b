"""Drafts from names and values, as Python code or a build line gives them: each name is looked up, each value becomes bits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from netkit.errors import BuildError
from netkit.packet.building.completion import companion_of, complete
from netkit.packet.building.draft import Draft
from netkit.packet.building.messages.forms import MAKERS
from netkit.packet.building.naming.misnaming import no_such_name
from netkit.packet.building.naming.names import Meant, fields_of, plain_name
from netkit.packet.building.naming.parts import PartName, item_of, part_called, part_named
from netkit.packet.building.recipe import Recipe, recipe_of
from netkit.packet.building.values import Word, Wrong, brief, raw_of

if TYPE_CHECKING:
    from netkit.packet.field import Field
    from netkit.packet.header import Header

__all__ = ["PRESENT", "Item", "Making", "draft_of", "is_name"]


class _Present:
    """What stands for the value of a name that stands alone."""

    def __repr__(self) -> str:
        return "present"


PRESENT = _Present()

Item = tuple[str | None, Any]
"""A name with its value, or None with a value that has no name: a part, bytes, text, or what the first free field takes."""


def draft_of(recipe: Recipe, items: Sequence[Item], layer: Recipe | None = None, *, only: str = "") -> Draft:
    """The draft of a header with these values; `layer` is the one that a part is in.

    With `only`, it is one field by itself. BuildError says which item can't be, and why.
    """
    making = Making(recipe, layer or recipe)
    for index, (name, value) in enumerate(items):
        try:
            making.take(only or name, value)
        except BuildError as error:
            error.item, error.name = index, plain_name(name or "")
            raise
    try:
        return making.done(only_tail=bool(only))
    except BuildError as error:
        # What is wrong with a part that was made of some of the values is told of the value that it was made from.
        error.item = next(
            (index for index, (name, _) in enumerate(items) if name and plain_name(name) == error.name), None
        )
        raise


class Making:
    """A draft while its values are taken, one after the other."""

    def __init__(self, recipe: Recipe, layer: Recipe) -> None:
        self.recipe = recipe
        self.layer = layer
        self.number = recipe.number
        self.given = 0
        self.wrong = 0
        self.tail = recipe.tail
        self.parts: list[Draft] = []
        self.bare = False
        self.companions: list[Item] = []
        """Values for fields of the part that goes with this header, once it is known which that is."""
        self._free = 0
        self._items: list[Any] = []

    def take(self, name: str | None, value: Any) -> None:
        """Take one value; BuildError says why it can't be."""
        if name is None:
            self._take_unnamed(value)
        elif (field := self.recipe.fields.get(name)) is not None:
            self.put(field, value, name)
        else:
            self._take_named(name, value)

    def put(self, field: Field, value: Any, name: str, *, in_bytes: bool = False) -> None:
        """Give a field its value."""
        width = field.width
        place = field.mask << field.shift if width else self.recipe.place(field)
        if self.given & place:
            raise BuildError(f"{self.layer.name} {name} is given twice", why="a field has one value", field=field.name)
        if type(value) is Wrong:
            self.wrong |= place
            value = value.value
        if type(value) is int and field.counts and 0 <= value <= field.mask and not in_bytes:
            raw = value
        else:
            raw = self._raw(field, value, name, in_bytes=in_bytes)
        self.given |= place
        if width:
            self.number = self.number & ~place | raw << field.shift
        else:
            self.tail = (*self.tail[: field.index], raw, *self.tail[field.index + 1 :])

    def _raw(self, field: Field, value: Any, name: str, *, in_bytes: bool) -> Any:
        if value is PRESENT:
            if field.width != 1:
                raise BuildError(
                    f"{self.layer.name} {name} needs a value",
                    why=f"{name} says: {field.meaning}",
                    hint=f"write {name}=…",
                    field=field.name,
                )
            value = True
        try:
            return raw_of(field, value, in_bytes=in_bytes)
        except ValueError as problem:
            why, hint = str(problem), ""
            if why.startswith("did you mean"):
                why, hint = f"{field.meaning}: it has no such name", why
            elif isinstance(value, Word) and "/" in value:
                hint = "a new layer begins behind a / with spaces around it"
            raise BuildError(
                f"{self.layer.name} {name} can't be {brief(value)}", why=why, hint=hint, field=field.name
            ) from problem

    def _take_named(self, name: str, value: Any) -> None:
        table = self.recipe.table
        plain = plain_name(name)
        names, flags = fields_of(table)
        alone = value is PRESENT or value is True
        meant = (flags.get(plain) if alone else None) or names.get(plain)
        if maker := MAKERS.get((self.recipe.name, plain)):
            try:
                maker(self, value)
            except BuildError as error:
                error.field = error.field or plain
                raise
        elif self.recipe is self.layer and (part := part_called(table, plain)):
            self._add_part(part, value)
        elif meant is not None:
            self._put_meant(meant, value, name)
        elif plain == "bare":
            self.bare = True
        elif companion_of(table, plain):
            self.companions.append((plain, value))
        elif part := part_named(self.layer.table, plain):
            self._add_part(part, value)
        else:
            raise no_such_name(self.recipe, self.layer, name, self._forms())

    def _put_meant(self, meant: Meant, value: Any, name: str) -> None:
        """Give a value to the field that a name means, or spread it over several."""
        if len(meant.fields) == 1:
            self.put(meant.fields[0], value, name, in_bytes=meant.in_bytes)
            return
        wrong = isinstance(value, Wrong)
        number = self._together(meant, value.value if isinstance(value, Wrong) else value, name)
        for field in reversed(meant.fields):
            raw = number & field.mask
            number >>= field.width
            self.put(field, Wrong(raw) if wrong else raw, name)

    def _together(self, meant: Meant, value: Any, name: str) -> int:
        """The bits of several fields that lie together, from a number or from letters."""
        width = sum(field.width for field in meant.fields)
        if isinstance(value, str) and (number := _from_letters(value, meant.letters)) is not None:
            return number
        try:
            number = int(value, 0) if isinstance(value, str) else int(value)
        except (TypeError, ValueError):
            number = -1
        if not 0 <= number < 1 << width:
            letters = f", or letters of {''.join(meant.letters)}" if meant.letters else ""
            raise BuildError(
                f"{self.recipe.name} {name} can't be {brief(value)}",
                why=f"it stands for {', '.join(field.name for field in meant.fields)}: a number up to {(1 << width) - 1}{letters}",
            )
        return number

    def part(self, table: type[Header], items: Sequence[Item]) -> Draft:
        """A part of this layer."""
        return draft_of(recipe_of(table), items, self.layer)

    def _add_part(self, part: PartName, value: Any) -> None:
        recipe = recipe_of(part.table)
        for values in _several(value, recipe):
            items: list[Item] = [*part.values.items(), *((None, each) for each in values)]
            self.parts.append(draft_of(recipe, items, self.layer))

    def _take_unnamed(self, value: Any) -> None:
        if isinstance(value, Draft):
            self.parts.append(value)
            return
        if isinstance(value, Word) and is_name(self.recipe, self.layer, value):
            self.take(value, PRESENT)
            return
        if maker := MAKERS.get((self.recipe.name, "")):
            maker(self, value)
            return
        if self.layer is self.recipe and self.recipe.is_layer:
            raise self._nameless(value)
        order = self.recipe.order
        while self._free < len(order) and self.given & self.recipe.place(order[self._free]):
            self._free += 1
        if self._free < len(order):
            field = order[self._free]
            self.put(field, value, field.name)
        elif item_of(self.recipe.table):
            self._items.append(value)
        else:
            raise self._nameless(value)

    def _forms(self) -> list[str]:
        """The names of the forms that this header's values may have besides fields and parts."""
        return [name for layer, name in MAKERS if layer == self.recipe.name and name]

    def _nameless(self, value: Any) -> BuildError:
        if isinstance(value, Word):
            return no_such_name(self.recipe, self.layer, value, self._forms())
        return BuildError(
            f"{self.recipe.name} takes no value without a name: {brief(value)}",
            why="a field's value stands behind its name: name=value",
            hint=f"netkit packet diagram {self.recipe.name} shows its fields",
        )

    def done(self, *, only_tail: bool = False) -> Draft:
        """The draft, with the parts that belong to it."""
        recipe = self.recipe
        if self._items and (item := item_of(recipe.table)):
            size = len(recipe_of(item).order)
            for at in range(0, len(self._items), size):
                values: list[Item] = [(None, value) for value in self._items[at : at + size]]
                self.parts.append(draft_of(recipe_of(item), values, self.layer))
        if (missing := recipe.needed & ~self.given) and not only_tail and not self.bare:
            field = next(field for field in recipe.table.fields if missing & recipe.place(field))
            raise BuildError(
                f"{recipe.name} needs {field.name}",
                why=f"it is {field.meaning}",
                hint=f"{recipe.name} … {field.name}=…",
                field=field.name,
            )
        draft = Draft(recipe, self.number, self.given, self.tail, tuple(self.parts))
        if self.wrong or self.bare or only_tail:
            draft = draft.changed(wrong=self.wrong, bare=self.bare, only_tail=only_tail and bool(recipe.size))
        return draft if only_tail else complete(draft, self.companions, draft_of)


def is_name(recipe: Recipe, layer: Recipe, word: str) -> bool:
    """Whether a word is a name that a header has: a field's, a part's, or another that stands in its place."""
    plain = plain_name(word)
    names, flags = fields_of(recipe.table)
    known = plain in names or plain in flags or plain == "bare" or (recipe.name, plain) in MAKERS
    return known or companion_of(recipe.table, plain) or part_named(layer.table, plain) is not None


def _several(value: Any, recipe: Recipe) -> list[Sequence[Any]]:
    """The values of each of the parts that are meant: one without values, one with some, or several of one value each."""
    if value is PRESENT or value is True:
        return [()]
    listed = isinstance(value, list | tuple)
    if isinstance(value, Word) and "," in value:
        value, listed = [Word(word) for word in value.split(",")], True
    if not listed:
        return [(value,)]
    if len(recipe.order) > 1 or item_of(recipe.table):
        return [value]
    return [(each,) for each in value]


def _from_letters(text: str, letters: Sequence[str]) -> int | None:
    """The bits that letters stand for, one after the other or joined by commas or +; None if one is no such letter."""
    found = 0
    words = [word for word in text.replace("+", ",").split(",") if word]
    if len(words) == 1 and all(len(letter) == 1 for letter in letters):
        words = list(words[0])
    for word in words:
        index = next((index for index, letter in enumerate(letters) if letter.lower() == word.lower()), None)
        if index is None:
            return None
        found |= 1 << index
    return found if words and letters else None
