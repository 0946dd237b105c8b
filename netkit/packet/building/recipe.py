"""A header's table as the builder needs it, worked out once: defaults, what is filled in and how, names, the order of plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netkit.packet.building.filling.carrying import LAYERS, SELECTORS, link_type_of
from netkit.packet.building.filling.codes import code_of
from netkit.packet.building.filling.counts import count_of
from netkit.packet.building.filling.defaults import CONSTANTS, DEFAULTS, INSTEAD
from netkit.packet.building.filling.fill import Fill
from netkit.packet.building.filling.following import following_of
from netkit.packet.building.filling.lengths import length_of
from netkit.packet.building.filling.network import NETWORKS, NetworkOf, is_fragment
from netkit.packet.building.filling.sums import SUMS, Sum
from netkit.packet.building.naming.names import RAW, name_of
from netkit.packet.building.remembering import remembered
from netkit.packet.building.values import raw_of
from netkit.packet.field import REQUIRED, Field
from netkit.packet.kinds import FLAG

if TYPE_CHECKING:
    from netkit.packet.header import Header

__all__ = ["Recipe", "recipe_of"]


class Recipe:
    """What is the same for all headers of one table.

    `number` has the defaults of the fixed fields in their places, `tail` those of the others. `fills` are (place in the number, shift,
    mask, how) of each field that is filled in; `sums` come last. A field's place in `given` is its bits in the number; the fields of
    variable length follow above them, a bit each.
    """

    def __init__(self, table: type[Header]) -> None:
        self.table = table
        self.name = name_of(table)
        self.size = table.fixed_bytes
        self.fields: Mapping[str, Field] = {field.name: field for field in table.fields}
        self.number = 0
        self.tail: tuple[Any, ...] = ()
        self.needed = 0
        """The places of fields that must be given."""
        self.flags = 0
        """The places of the flags, of which a sender sets some together."""
        self.is_raw = table in RAW
        """Whether it is bytes that are taken as they are."""
        self.is_layer = table in LAYERS
        self.selects = any(field.key in SELECTORS for field in table.fields)
        self.link_type = link_type_of(table)
        self.network: NetworkOf | None = NETWORKS.get(table)
        self.is_fragment = is_fragment(table)
        fills = []
        sums = []
        for field in table.fields:
            fill = _fill_of(table, field) if field.width else None
            if field.kind is FLAG and field.width == 1:
                self.flags |= self.place(field)
            if fill is None:
                self._set_default(field)
            elif isinstance(fill, Sum):
                sums.append(fill.bind(field))
            else:
                fills.append(fill.bind(field))
        self.filled: tuple[Fill, ...] = (*fills, *sums)
        self.fills = tuple((fill.bits, fill.shift, fill.mask, fill) for fill in fills)
        self.sums: tuple[Sum, ...] = tuple(sums)
        filled = {fill.field.name for fill in self.filled if not fill.soft}.union(CONSTANTS.get(self.name, ()))
        self.guessed_flags = sum(fill.bits for fill in fills if fill.soft and fill.bits & self.flags)
        self.order = tuple(field for field in table.fields if field.name not in filled)
        """The fields that plain values are for, in their order."""

    def place(self, field: Field) -> int:
        """Where a field stands in `given`."""
        return field.mask << field.shift if field.width else 1 << self.size * 8 + field.index

    def _set_default(self, field: Field) -> None:
        value = field.default if field.default is not REQUIRED else DEFAULTS.get(field.key, REQUIRED)
        value = CONSTANTS.get(self.name, {}).get(field.name, INSTEAD.get(field.key, value))
        if field.width:
            if value is REQUIRED:
                self.needed |= self.place(field)
            else:
                self.number |= raw_of(field, value) << field.shift
        else:
            self.tail = (*self.tail, b"" if value is REQUIRED else value)

    def __repr__(self) -> str:
        return f"<Recipe of {self.name}>"


def _fill_of(table: type[Header], field: Field) -> Fill | None:
    return (
        SUMS.get(field.key)
        or following_of(field)
        or count_of(field)
        or code_of(table, field)
        or length_of(table, field)
    )


@remembered
def recipe_of(table: type[Header]) -> Recipe:
    """The recipe of a table."""
    return Recipe(table)
