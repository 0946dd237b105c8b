"""A table of a TOML file as a dataclass: unknown keys, wrong types and what is missing are told with their place."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from netkit.errors import LabError, NetkitError

__all__ = ["build"]

T = TypeVar("T")

_UNSAID = frozenset({"slug", "folder", "tasks"})
"""Fields that are no keys of a table: they are worked out."""

_TYPES: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {"str": (str,), "int": (int,), "float": (int, float), "date": (date, datetime), "date | None": (date, datetime)}
)
"""What a field of a type takes; a field of any other type is built by the caller."""

_SAID: Mapping[str, str] = MappingProxyType(
    {
        "date": "a date, such as 2026-10-14 or 2026-10-14T18:00:00+02:00",
        "date | None": "a date, such as 2026-10-14 or 2026-10-14T18:00:00+02:00",
        "float": "a number",
        "int": "a whole number",
        "str": "text in quotes",
        "bool": "true or false",
        "tuple[str, ...]": 'a list of texts, such as ["a", "b"]',
        "Mapping[str, str]": 'a table of texts, such as { "ttl" = "time to live" }',
    }
)


def build(what: type[T], table: Mapping[str, Any], file: Path, whose: str, *, error: type[NetkitError] = LabError) -> T:
    """A dataclass from a TOML table, its keys and their types checked; `whose` names the table in messages ("task 3")."""
    known = {entry.name: entry for entry in fields(what)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            raise error(
                f"{file}: {whose} has the unknown key {key}",
                why=f"known are {', '.join(sorted(set(known) - _UNSAID))}",
                hint=f"did you mean {near[0]}?" if near else "",
            )
        values[key] = tuple(value) if isinstance(value, list) else value
        wanted = str(known[key].type)
        if not _is_of(wanted, values[key]):
            raise error(
                f"{file}: {key} of {whose} has the wrong type",
                where=repr(value)[:80],
                why=f"wanted: {_SAID.get(wanted, wanted)}",
            )
    missing = [name for name, entry in known.items() if _is_needed(entry) and name not in values]
    if missing:
        raise error(f"{file}: {whose} lacks {', '.join(missing)}")
    return what(**values)


def _is_needed(entry: Field[Any]) -> bool:
    return entry.default is MISSING and entry.default_factory is MISSING


def _is_of(wanted: str, value: object) -> bool:
    """Whether a value is of a field's type, which is text here."""
    if wanted == "bool" or isinstance(value, bool):
        return wanted == "bool" and isinstance(value, bool)
    if wanted == "Mapping[str, str]":
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    if wanted.startswith("tuple[str"):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    return isinstance(value, _TYPES.get(wanted, (object,)))
