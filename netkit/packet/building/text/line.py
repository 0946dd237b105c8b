"""The language of build lines: read character by character, so that every error has its place; nothing in it is ever evaluated."""

from __future__ import annotations

import re

from netkit.errors import BuildError
from netkit.packet.building.draft import Draft, Group, Layers
from netkit.packet.building.making import Item, draft_of, is_name
from netkit.packet.building.naming.misnaming import no_such_layer, no_such_name, no_such_part
from netkit.packet.building.naming.names import layer_named, near, plain_name
from netkit.packet.building.naming.parts import part_named
from netkit.packet.building.packet import Packet
from netkit.packet.building.recipe import Recipe, recipe_of
from netkit.packet.building.text.cursor import Cursor
from netkit.packet.building.values import Word, brief
from netkit.packet.data import Data

__all__ = ["parse"]

LONGEST = 1 << 20
"""Characters of a line."""

_NAME = re.compile(r"[^\s/\[\]()=\"']+")


class Line(Cursor):
    """A build line while it is read: layers, their values, their parts."""

    def packet(self) -> Layers:
        """All layers up to the end."""
        if len(self.text) > LONGEST:
            raise self.error(
                f"the line is {len(self.text):,} characters long", 0, 0, why=f"{LONGEST:,} are read at most"
            )
        layers = self.layers()
        if self.at < len(self.text):
            self.unexpected()
        return layers

    def layers(self) -> Layers:
        """Layers with a / between, up to the end or a bracket that closes."""
        found: list[Draft | Group] = []
        while True:
            self.space()
            found += self.layer(after=bool(found))
            self.space()
            if not self.text.startswith("/", self.at):
                return tuple(found)
            self.at += 1

    def layer(self, *, after: bool) -> Layers:
        """One layer: a name with its values, a group, or plain text or bytes."""
        start = self.at
        if self.text[start : start + 1] in ('"', "'") or self.text.startswith("hex:", start):
            value = self.value()
            return (draft_of(recipe_of(Data), [(None, value)]),)
        name = self.match(_NAME)
        if not name:
            self._no_layer(after=after)
        if self.text.startswith("(", self.at):
            return (self.group(name, start),)
        table = layer_named(name)
        if table is None:
            raise self.located(no_such_layer(name), start, self.at)
        return (self.draft(recipe_of(table), None, start),)

    def _no_layer(self, *, after: bool) -> None:
        if after and self.at >= len(self.text.rstrip()):
            raise self.error(
                "nothing stands behind the last /",
                self.text.rindex("/"),
                len(self.text),
                hint="leave it out, or say what is carried",
            )
        if self.text.startswith("[", self.at):
            hint = "a part in brackets stands behind the name of its layer, with no / between"
            raise self.error("no layer begins with a bracket", self.at, self.at + 1, hint=hint)
        if after:
            raise self.error("no layer stands here", self.at, self.at + 1, why="between two / stands a layer")
        if not self.text.strip():
            raise self.error(
                "there is nothing to build",
                0,
                0,
                why="the line is empty",
                hint="netkit packet build 'ipv4 / udp dport=53 / data \"hello\"'",
            )
        raise self.error(
            "a layer's name is wanted here",
            self.at,
            self.at + 1,
            why="a line begins with the outermost layer, such as ethernet or ipv4",
        )

    def group(self, name: str, start: int) -> Group:
        """`whole(…)`, `quoted(…)` or `cut(…)`."""
        kind = plain_name(name)
        if kind not in Group.KINDS:
            meant = near(name, Group.KINDS)
            raise self.error(
                f"{brief(name)}(…) is no group of layers",
                start,
                self.at,
                why=f"there are {', '.join(Group.KINDS)}",
                hint=f"did you mean {meant[0]}?"
                if meant
                else "values stand behind a name without brackets: name=value",
            )
        opened = self.at
        self.at += 1
        self.enter(opened)
        layers = self.layers()
        self.close(")", opened)
        return Group(kind, layers)

    def draft(self, recipe: Recipe, layer: Recipe | None, start: int, *, only: str = "") -> Draft:
        """What stands behind the name of a layer or part: its values."""
        items: list[Item] = []
        spans: list[tuple[int, int]] = []
        named = self.at
        while True:
            self.space()
            begun = self.at
            if begun >= len(self.text) or self.text[begun] in "/])":
                break
            items.append(self.item(layer or recipe))
            spans.append((begun, self.at))
            if layer is None:
                self._check_word(recipe, items[-1], begun)
        try:
            made = draft_of(recipe, items, layer, only=only)
        except BuildError as error:
            if error.item is not None and not error.where:
                self._point(error, items, spans[error.item])
                behind = items[error.item + 1 : error.item + 2]
                if error.hint.endswith("=…") and behind and behind[0][0] is None and isinstance(behind[0][1], Word):
                    error.hint = error.hint.removesuffix("…") + behind[0][1]
            raise self.located(error, start, named) from error
        return self._remember(made, items, spans, (start, named))

    def _check_word(self, recipe: Recipe, item: Item, begun: int) -> None:
        """Say at once that a / is missing, where the name of a protocol stands among the values of another."""
        name, value = item
        if name is None and isinstance(value, Word) and layer_named(value) and not is_name(recipe, recipe, value):
            raise self.located(no_such_name(recipe, recipe, value), begun, self.at)

    def _point(self, error: BuildError, items: list[Item], span: tuple[int, int]) -> None:
        """Say where the item is that is wrong: its value where that is, or else its name."""
        start, end = span
        equals = self.text.find("=", start, end)
        if equals > start and items[error.item or 0][0] is not None:
            start, end = (equals + 1, end) if error.field else (start, equals)
        self.located(error, start, end)

    def _remember(self, made: Draft, items: list[Item], spans: list[tuple[int, int]], whole: tuple[int, int]) -> Draft:
        """Keep where the words of a draft stand, for what is found wrong later."""
        made.spans = {"": whole} | {
            plain_name(name or value): span
            for (name, value), span in zip(items, spans, strict=True)
            if name or isinstance(value, Word)
        }
        return made

    def item(self, layer: Recipe) -> Item:
        """One value of a header: `name=value`, a word, a text, bytes, or a part in brackets."""
        start = self.at
        first = self.text[start]
        if first == "[":
            return None, self.part(layer)
        if first in "\"'" or self.text.startswith("hex:", start):
            return None, self.value()
        name = self.match(_NAME)
        if not name:
            self.unexpected()
        if self.text.startswith("=", self.at):
            self.at += 1
            return name, self.value()
        if self.text.startswith("(", self.at):
            if plain_name(name) in Group.KINDS:
                raise self.error(
                    f"{name}(…) is layers, and stands behind a /",
                    start,
                    self.at,
                    hint=f"put a / before it: / {name}(…)",
                )
            self.unexpected()
        return None, Word(name)

    def part(self, layer: Recipe) -> Draft:
        """`[name …]`, or `[name.field value]` for one field by itself."""
        opened = self.at
        self.at += 1
        self.enter(opened)
        self.space()
        start = self.at
        name = self.match(_NAME)
        if not name:
            raise self.error(
                "a name is wanted behind [", opened, opened + 1, why="it says which part of the layer this is"
            )
        whole, _, only = name.partition(".")
        part = part_named(layer.table, whole)
        if part is None:
            raise self.located(no_such_part(layer, whole), start, start + len(whole))
        recipe = recipe_of(part.table)
        if only and plain_name(only) not in recipe.fields:
            meant = near(only, recipe.fields)
            hint = f"did you mean {' or '.join(meant)}?" if meant else f"its fields are {', '.join(recipe.fields)}"
            raise self.error(f"{brief(whole)} has no field {brief(only)}", start + len(whole) + 1, self.at, hint=hint)
        made = self.draft(recipe, layer, start, only=plain_name(only))
        self.close("]", opened)
        return made.with_values(part.values) if part.values else made


def parse(text: str) -> Packet:
    """The packet that a build line describes; BuildError says what is wrong with it, where, and what was meant."""
    return Packet(Line(text).packet(), text)
