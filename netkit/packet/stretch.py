"""Stretches of a header's fixed fields: how they become the fields of a dissection quickly.

Most fields of a header have the same few values in packet after packet: flags, versions, types, and within a conversation its addresses
and ports. Neighbours of that sort make one stretch, whose dissected fields are made once for a value of its bits and then shared. A
field that changes from packet to packet (a sequence number, a checksum) is a stretch by itself, and made anew each time.
"""

from __future__ import annotations

from collections.abc import Sequence

from netkit.packet.dissected import DissectedField
from netkit.packet.field import Field

__all__ = ["Plan", "Stretch", "plan_of"]

WIDEST_SMALL = 15
"""Bits of the widest field that is shared whatever it means."""

WIDEST_SMALL_STRETCH = 24

MOST_KEPT = 256
"""Values of one stretch whose fields are kept; then all are forgotten, so that memory stays bounded for any traffic."""

Known = dict[tuple[int, int, str], list[DissectedField]]
"""The dissected fields of a stretch by the header's first bit, the stretch's bits, and the group."""

Plan = tuple[tuple[int, int, Known | None, "Stretch", Field], ...]
"""For each stretch: the shift and mask that take it out of the header's number, what is known of it, itself, and its first field."""


class Stretch:
    """Neighbouring fields whose values repeat."""

    __slots__ = ("fields", "known")

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        self.known: Known = {}

    def share(self, number: int, base: int, bits: int, group: str) -> list[DissectedField]:
        """Make the fields of a header, given as its number and its first bit, and keep them for the next that has the same `bits`."""
        if len(self.known) >= MOST_KEPT:
            self.known.clear()
        made = [
            DissectedField(field, number >> field.shift & field.mask, base + field.offset, field.width, group)
            for field in self.fields
        ]
        self.known[base, bits, group] = made
        return made


def plan_of(fields: Sequence[Field]) -> Plan:
    """The fixed fields of a table as stretches."""
    stretches: list[list[Field]] = []
    for field in fields:
        if stretches and _go_together(stretches[-1], field):
            stretches[-1].append(field)
        else:
            stretches.append([field])
    return tuple(map(_entry, stretches))


def _entry(fields: Sequence[Field]) -> tuple[int, int, Known | None, Stretch, Field]:
    stretch = Stretch(fields)
    mask = (1 << sum(field.width for field in fields)) - 1
    return fields[-1].shift, mask, stretch.known if _repeats(fields[0]) else None, stretch, fields[0]


def _repeats(field: Field) -> bool:
    """Whether a field's value is all that there is to say of it, and likely to come again."""
    return (field.repeats or field.width <= WIDEST_SMALL) and not field.noted


def _go_together(fields: Sequence[Field], field: Field) -> bool:
    """Whether a field's value goes along with those before it, so that they repeat as one: small ones, or wide ones that repeat."""
    if not _repeats(field) or not _repeats(fields[-1]):
        return False
    small = field.width <= WIDEST_SMALL
    if small != (fields[-1].width <= WIDEST_SMALL):
        return False
    return not small or sum(each.width for each in fields) + field.width <= WIDEST_SMALL_STRETCH
