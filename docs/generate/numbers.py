"""By which number a table is found: the kind of an option, the type of a message; from the mappings in netkit's modules."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

import netkit.packet
from docs.generate.markdown import code
from netkit.packet.header import Header

__all__ = ["number_of", "numbers"]

Numbers = Mapping[type[Header], Sequence[int]]


def numbers() -> Numbers:
    """Each table with the numbers that lead to it, for those that are looked up by number."""
    found: dict[type[Header], set[int]] = {}
    for module in [module for name, module in sys.modules.items() if name.startswith(f"{netkit.packet.__name__}.")]:
        for value in vars(module).values():
            for mapping in _mappings(value):
                for number, table in mapping.items():
                    if isinstance(table, type) and issubclass(table, Header) and isinstance(number, int):
                        found.setdefault(table, set()).add(number)
    return {table: sorted(each) for table, each in found.items()}


def number_of(message: Sequence[type[Header]], known: Numbers) -> str:
    """`kind 2` for the last table of a message, if one of the message's fields has names for its numbers; else nothing."""
    wanted = known.get(message[-1], ())
    for field in (field for table in message for field in table.fields):
        if wanted and field.width and all(number in field.names for number in wanted):
            return (
                f"{field.label.lower()} {', '.join(code(field.kind.digits(number, field.width)) for number in wanted)}"
            )
    return ""


def _mappings(value: object) -> Iterator[Mapping[object, object]]:
    if isinstance(value, Mapping):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if isinstance(inside := getattr(value, field.name), Mapping):
                yield inside
