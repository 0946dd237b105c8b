"""Packets to be built, written: as a build line, and as a Python expression."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Sequence
from typing import Any

from netkit.packet.building.draft import Draft, Group, Layers
from netkit.packet.building.making import PRESENT, Item
from netkit.packet.building.recipe import Recipe
from netkit.packet.building.text.terms import terms_of
from netkit.packet.building.values import Text, Wrong

__all__ = ["build_line", "python_expression"]

_BARE = re.compile(r"[A-Za-z0-9_.:+*@%$&~^;?!|<>#{}-][A-Za-z0-9_.:/+*@%$&~^;?!|<>#{}-]*")
_PREFIXES = ("hex:", "wrong")
_SURELY_NO_NAME = re.compile(r"[0-9]|.*[.:]")


def build_line(layers: Layers, *, short: bool = True) -> str:
    """The line from which the same packet is built; without `short` in the general form, by the tables' own names alone."""
    return " / ".join(_layer(layer, short=short) for layer in layers)


def _layer(layer: Draft | Group, *, short: bool) -> str:
    if isinstance(layer, Group):
        return f"{layer.kind}({build_line(layer.layers, short=short)})"
    return " ".join([layer.name, *_words(terms_of(layer, short=short), layer.recipe, short=short)])


def _words(items: Iterable[Item], layer: Recipe, *, short: bool) -> Iterable[str]:
    for name, value in items:
        if isinstance(value, Draft):
            yield f"[{' '.join([_part_name(value), *_part_words(value, layer, short=short)])}]"
        elif value is PRESENT:
            yield str(name)
        elif name is None:
            yield _text(value, alone=True)
        else:
            yield f"{name}={_text(value)}"


def _part_name(part: Draft) -> str:
    if not part.only_tail:
        return part.name
    (field,) = part.given_fields()
    return f"{part.name}.{field.name}"


def _part_words(part: Draft, layer: Recipe, *, short: bool) -> Iterable[str]:
    if part.only_tail:
        items: Sequence[Item] = [(None, value) for _, value in terms_of(part, layer, short=False)]
    else:
        items = terms_of(part, layer, short=short)
    return _words(items, layer, short=short)


def _text(value: Any, *, alone: bool = False) -> str:
    """A value as it stands in a line; `alone` it must not look like a name."""
    if isinstance(value, Wrong):
        return f"wrong({_text(value.value)})"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, list | tuple):
        return ",".join(map(_text, value))
    return f"hex:{value.hex()}" if isinstance(value, bytes) else _word(value, alone=alone)


def _word(value: str, *, alone: bool) -> str:
    """A text as a bare word, where that means the same, or in quotes."""
    plain = not isinstance(value, Text) and _BARE.fullmatch(value) and not value.startswith(_PREFIXES)
    if plain and (not alone or ("/" not in value and _SURELY_NO_NAME.match(value))):
        return str(value)
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character in "\r\n\t":
        return {"\r": "\\r", "\n": "\\n", "\t": "\\t"}[character]
    return character if " " <= character < "\x7f" else f"\\x{ord(character):02x}"


def python_expression(layers: Layers, *, short: bool = True) -> str:
    """The Python expression that builds the same packet, with the names of `netkit.packet.building`."""
    return " / ".join(_python_layer(layer, short=short) for layer in layers)


def _python_layer(layer: Draft | Group, *, short: bool) -> str:
    if isinstance(layer, Group):
        return f"{layer.kind}({python_expression(layer.layers, short=short)})"
    items = _merged(terms_of(layer, short=short))
    names = [name for name, _ in items if name]
    parts = any(isinstance(value, Draft) for _, value in items)
    if parts or len(set(names)) < len(names):
        items = terms_of(layer, short=False)  # in a call, parts come before names, and no name comes twice
    return _call(layer.name, items, layer.recipe, short=short)


def _merged(items: Iterable[Item]) -> list[Item]:
    """Texts of the same name, one behind the other, as a list."""
    found: list[Item] = []
    for name, value in items:
        if name and isinstance(value, str) and found and found[-1][0] == name and isinstance(found[-1][1], str | list):
            before = found[-1][1]
            found[-1] = (name, [*(before if isinstance(before, list) else [before]), value])
        else:
            found.append((name, value))
    return found


def _call(name: str, items: Iterable[Item], layer: Recipe, *, short: bool) -> str:
    unnamed = [value for key, value in items if key is None]
    arguments = [
        _python_part(value, layer, short=short) if isinstance(value, Draft) else _python(value) for value in unnamed
    ]
    arguments += [f"{_identifier(key)}={_python(value)}" for key, value in items if key is not None]
    return f"{name}({', '.join(arguments)})"


def _python_part(part: Draft, layer: Recipe, *, short: bool) -> str:
    if part.only_tail:
        return _call(
            _part_name(part), [(None, value) for _, value in terms_of(part, layer, short=False)], layer, short=short
        )
    return _call(part.name, terms_of(part, layer, short=short and not part.recipe.is_layer), layer, short=short)


def _identifier(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _python(value: Any) -> str:
    if value is PRESENT:
        return "True"
    if isinstance(value, Wrong):
        return f"wrong({_python(value.value)})"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_python, value))}]"
    return repr(str(value)) if isinstance(value, str) else repr(value)
