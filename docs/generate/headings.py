"""What tables and modules are called on a page, no two alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import ModuleType

import netkit.packet
from docs.generate.protocols import Protocol
from netkit.packet.header import Header
from netkit.packet.pictures import tables

ROOT = f"{netkit.packet.__name__}."
FOLDERS = 2
"""The layer and the protocol, which a heading on the protocol's page does not repeat."""

__all__ = ["Headings", "module_words", "spellings"]


def spellings() -> dict[str, str]:
    """How protocols write themselves, by their names in small letters: `TCP`, `IPv4`."""
    return {table.title.lower(): table.title for table in tables() if table.title.isalnum()}


def module_words(module: ModuleType, known: Mapping[str, str]) -> str:
    """A module's name as a heading: `TCP options`, `Records: mail`; words are spelled as the docstring spells them."""
    told = {word.lower(): word for word in re.findall(r"\w+", module.__doc__ or "") if sum(map(str.isupper, word)) > 1}
    *folders, name = module.__name__.removeprefix(ROOT).split(".")[FOLDERS:] or [module.__name__.rpartition(".")[2]]
    name = re.sub(r"(?<=[a-z])([46])$", r"_(IPv\1)", name)
    return ": ".join([*map(str.capitalize, folders), _heading(name.split("_"), {**told, **known}, capital=not folders)])


class Headings:
    """The headings of one page so far."""

    def __init__(self, protocol: Protocol) -> None:
        self._title = protocol.title
        self._taken = {protocol.title}
        self._known = spellings() | {protocol.name: protocol.title, protocol.keys[0]: protocol.title}

    def of_module(self, module: ModuleType) -> str:
        """What a further module of the page is about."""
        return self._new(module_words(module, self._known))

    def of_table(self, table: type[Header]) -> str:
        """A table's title; for one that is called as the page is, what it is of it, and the name in Python where others have the title."""
        if table.title == self._title:
            generic = "The header" if any(field.width for field in table.fields) else "Fields"
            if generic not in self._taken:
                return self._new(generic)
        if table.title not in self._taken:
            return self._new(table.title)
        return self._new(_heading(re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", table.__name__), self._known))

    def _new(self, heading: str) -> str:
        self._taken.add(heading)
        return heading


def _heading(words: Sequence[str], known: Mapping[str, str], *, capital: bool = True) -> str:
    text = " ".join(known.get(word.lower(), word if word.startswith("(") else word.lower()) for word in words)
    return text[:1].upper() + text[1:] if capital else text
