"""How a header's fixed fields become the fields of a dissection quickly.

Most fields of a header have the same few values in packet after packet: flags, versions, types, and within a conversation its addresses
and ports. Such fields are made once for their values and then shared between packets; the whole header's at once where all of them
repeat, else those of one stretch of neighbours. A field that changes from packet to packet (a sequence number, a checksum) is made anew
each time.

For each table one function is written and compiled, as `dataclasses` does it, so that masks and places stand in it as constants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from netkit.packet.dissected import DissectedField, dissected
from netkit.packet.field import Field

if TYPE_CHECKING:
    from netkit.packet.layer import Layer

__all__ = ["Shower", "shower_of"]

WIDEST_SMALL = 15
"""Bits of the widest field that is shared whatever it means."""

WIDEST_STRETCH = 32
"""Bits of the widest stretch of small fields."""

MOST_KEPT = 512
"""Headers, and stretches of headers, of one table whose fields are kept; then all are forgotten: memory stays bounded for any traffic."""

Made = list[DissectedField | None]

Shower = Callable[[Any, list[Any], "Layer"], None]
"""`Header.show` for one table: adds the fields of a header to those that were found in its layer."""


class Shelf:
    """The fields that are shared between the headers of one table; in the place of one that is made anew there is None."""

    __slots__ = ("headers", "stretches", "table")

    def __init__(self, fields: Sequence[Field]) -> None:
        self.table = _stretches_of(fields)
        self.headers: dict[tuple[int, int, str], Made] = {}
        self.stretches: dict[tuple[int, int, int, str], Made] = {}

    def make(self, number: int, base: int, group: str) -> Made:
        """The fields of a header, of whose number only the bits of shared fields are left."""
        if len(self.headers) >= MOST_KEPT:
            self.headers.clear()
        found: Made = []
        self.headers[number, base, group] = found
        for index, stretch in enumerate(self.table):
            found += self._stretch(index, stretch, number, base, group) if _repeats(stretch[0]) else [None]
        return found

    def _stretch(self, index: int, stretch: Sequence[Field], number: int, base: int, group: str) -> Made:
        lowest, width = stretch[-1].shift, sum(field.width for field in stretch)
        key = (index, number >> lowest & (1 << width) - 1, base, group)
        made = self.stretches.get(key)
        if made is None:
            if len(self.stretches) >= MOST_KEPT:
                self.stretches.clear()
            self.stretches[key] = made = [
                dissected(field, number >> field.shift & field.mask, base + field.offset, field.width, group)
                for field in stretch
            ]
        return made


def shower_of(fixed: Sequence[Field], variable: Sequence[Field]) -> Shower:
    """What shows the headers of a table with these fields."""
    shelf = Shelf(fixed)
    anew = [(index, field) for index, field in enumerate(fixed) if not _repeats(field)]
    shared = sum(field.mask << field.shift for field in fixed if _repeats(field))
    names: dict[str, Any] = {"DissectedField": DissectedField, "kept": shelf.headers, "make": shelf.make}
    lines = ["def show(self, found, layer):", "base = self.start * 8", "group = self.group"]
    if fixed:
        lines.append("number = self.number")
        if anew:
            lines += ["first = len(found)", f"shared = number & {shared:#x}"]
        one = "shared" if anew else "number"
        lines.append(f"found += kept.get(({one}, base, group)) or make({one}, base, group)")
    for index, field in anew:
        lines += _made_anew(index, field, names)
    if variable:
        names |= {"show_tail": _show_tail, "fields": tuple(variable)}
        end = sum(field.width for field in fixed)
        lines.append(f"show_tail(fields, self.tail, base + {end}, group, layer, found)")
    exec("\n    ".join(lines), names)  # noqa: S102 - the lines are made of the table alone
    show: Shower = names["show"]
    return show


def _show_tail(
    fields: Sequence[Field], raws: Sequence[Any], at: int, group: str, layer: Layer, found: list[DissectedField]
) -> None:
    """Add the fields of variable length, which begin at bit `at`; an empty one is left out."""
    for field, raw in zip(fields, raws, strict=True):
        if size := len(raw) * 8:
            found.append(dissected(field, raw, at, size, group, layer))
            at += size


def _made_anew(index: int, field: Field, names: dict[str, Any]) -> list[str]:
    """What `dissected(…)` does, written out: it is the dearest part of showing a packet."""
    names |= {
        f"field{index}": field,
        f"value{index}": field.kind.value,
        f"text{index}": field.kind.text,
        f"names{index}": field.names,
    }
    value = "raw" if field.plain else f"value{index}(raw, {field.width})"
    source = "" if field.names else field.kind.text_source(field.width)
    text = source or f"text{index}(raw, {field.width}, names{index})"
    return [
        f"raw = number >> {field.shift} & {field.mask:#x}",
        f"found[first + {index}] = made = DissectedField()",
        f"made.field = field{index}",
        f"made.key = {field.key!r}",
        f"made.name = {field.label!r}",
        f"made.meaning = {field.meaning!r}",
        f"made.rfc = {field.rfc!r}",
        "made.raw_value = raw",
        f"made.value = {value}",
        f"made.start_bit = base + {field.offset}",
        f"made.width_bits = {field.width}",
        "made.group = group",
        "made.layer = layer",
        f"made.text = {text}",
        f"made.kept_note = {field.first_note!r}",
    ]


def _stretches_of(fields: Sequence[Field]) -> list[list[Field]]:
    """The fixed fields of a table, those together that repeat as one."""
    stretches: list[list[Field]] = []
    for field in fields:
        if stretches and _go_together(stretches[-1], field):
            stretches[-1].append(field)
        else:
            stretches.append([field])
    return stretches


def _repeats(field: Field) -> bool:
    """Whether a field's value is all that there is to say of it, and likely to come again."""
    return (field.repeats or field.width <= WIDEST_SMALL) and not field.noted


def _go_together(fields: Sequence[Field], field: Field) -> bool:
    """Whether a field's value goes along with those before it, so that they repeat as one: small ones, or a conversation's two ends."""
    last = fields[-1]
    if not _repeats(field) or not _repeats(last):
        return False
    if field.width > WIDEST_SMALL or last.width > WIDEST_SMALL:
        return field.kind is last.kind and field.width == last.width and not field.names
    return sum(each.width for each in fields) + field.width <= WIDEST_STRETCH
