"""Fields as rows of a page's tables: where each lies, what it is called, what it is for and what its values mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docs.generate.markdown import code, prose
from netkit.packet.field import Field
from netkit.packet.header import Header

__all__ = ["HEAD", "FieldRows", "base_of", "own_fields"]

HEAD = ("bits", "field", "Wireshark", "what it is for", "where it is written")

NAMES_SHOWN = 150
"""Characters of named values that stand beside the meaning; of longer lists only the first."""


class FieldRows:
    """The rows of one page's tables: what a number means is said where it first occurs, and not again in each option."""

    def __init__(self) -> None:
        self._said: set[tuple[str, str]] = set()

    def of(self, message: Sequence[type[Header]], table: type[Header]) -> Iterator[tuple[str, ...]]:
        """A row for each field that `table` brings, its bits counted from the beginning of the message that the picture shows."""
        wanted = own_fields(table)
        for field, where in _placed(message):
            if field in wanted:
                yield where, field.label, code(field.key), self.meaning(field), field.rfc

    def meaning(self, field: Field) -> str:
        """What the field is for, with the names of its values where they are not yet on the page."""
        meaning, named = prose(field.meaning), _named(field)
        if not named or (field.key, named) in self._said:
            return meaning
        self._said.add((field.key, named))
        return f"{meaning}{'.' if ': ' in meaning else ':'} {named}"


def own_fields(table: type[Header]) -> list[Field]:
    """The fields that a table does not have from the one that it goes on from: of an option, what stands behind kind and length."""
    known = {(field.name, field.key, field.meaning) for field in base_of(table).fields}
    return [field for field in table.fields if (field.name, field.key, field.meaning) not in known]


def base_of(table: type[Header]) -> type[Header]:
    """The table that this one goes on from; `Header`, which has no fields, if there is none."""
    return next((each for each in table.__mro__[1:] if issubclass(each, Header) and each.fields), Header)


def _placed(message: Iterable[type[Header]]) -> Iterator[tuple[Field, str]]:
    """Each field with its bits; behind one of variable length nobody knows them."""
    at: int | None = 0
    for field in (field for table in message for field in table.fields):
        if not field.width:
            yield field, f"from {at}" if at else "variable"
            at = None
        elif at is None:
            yield field, f"{field.width} {'bit' if field.width == 1 else 'bits'}"
        else:
            yield field, str(at) if field.width == 1 else f"{at}–{at + field.width - 1}"
            at += field.width


def _named(field: Field) -> str:
    """The values that have names, or the first of them and how many there are."""
    entries = [(_digits(field, raw), prose(name)) for raw, name in field.names.items()]
    comma = "; " if any("," in name for _, name in entries) else ", "
    shown: list[str] = []
    length = 0
    for value, name in entries:
        length += len(value) + len(name) + 2
        if shown and length > NAMES_SHOWN:
            return f"{comma.join(shown)}{comma}… ({len(entries)} in all)"
        shown.append(f"{value} {name}")
    return comma.join(shown)


def _digits(field: Field, raw: int) -> str:
    if not field.width:  # a number in letters
        return code(str(raw))
    value = field.kind.value(raw, field.width)
    if isinstance(value, bool):
        return "set:" if value else "not set:"
    return code(field.kind.digits(raw, field.width))
