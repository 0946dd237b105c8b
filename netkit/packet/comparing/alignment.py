"""Two packets side by side: which layer of the one belongs to which of the other, and which field to which."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import TypeVar

from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection
from netkit.packet.layer import Layer

__all__ = ["LayerPair", "Pair", "align"]

T = TypeVar("T")

MOST = 300
"""Things on one side up to which the best alignment is looked for, in a time that at worst grows with their cube. More go by place."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A field of the first packet and the one of the second that belongs to it; None where one side has none."""

    a: DissectedField | None
    b: DissectedField | None

    @property
    def same(self) -> bool:
        """Whether both sides have it with the same bits."""
        a, b = self.a, self.b
        return a is not None and b is not None and (a.raw, a.width_bits) == (b.raw, b.width_bits)

    @property
    def either(self) -> DissectedField:
        """The field of the first packet, or else of the second: what both have in common."""
        found = self.a or self.b
        if found is None:
            raise ValueError("a pair has at least one side")
        return found


@dataclass(frozen=True, slots=True)
class LayerPair:
    """A layer of the first packet and the one of the second that belongs to it, with their fields; None where one side has none."""

    a: Layer | None
    b: Layer | None
    pairs: tuple[Pair, ...]

    @property
    def either(self) -> Layer:
        """The layer of the first packet, or else of the second."""
        found = self.a or self.b
        if found is None:
            raise ValueError("a pair has at least one side")
        return found

    @property
    def differing(self) -> list[Pair]:
        """The fields that are not the same on both sides."""
        return [pair for pair in self.pairs if not pair.same]


def align(a: Dissection, b: Dissection) -> list[LayerPair]:
    """The layers of both packets in their order, those of the same protocol together as far as the order allows (longest common part)."""
    found = []
    for first, second in _together(a.layers, b.layers, lambda layer: (layer.key, layer.name, layer.quoted)):
        pairs = _fields(first.fields if first else [], second.fields if second else [])
        found.append(LayerPair(first, second, tuple(pairs)))
    return found


def _fields(a: Sequence[DissectedField], b: Sequence[DissectedField]) -> Iterator[Pair]:
    """Fields by their keys; those of an option or record stay together, so that an inserted one moves none of the others."""
    for first, second in _together(_blocks(a), _blocks(b), _keys):
        for one, other in _together(first or (), second or (), lambda field: field.key):
            yield Pair(one, other)


def _blocks(fields: Sequence[DissectedField]) -> list[tuple[DissectedField, ...]]:
    """The runs of fields that belong to one option, record or header."""
    return [tuple(run) for _, run in groupby(fields, key=lambda field: field.group)]


def _keys(block: Sequence[DissectedField]) -> tuple[object, ...]:
    """What a block is: its fields, and of an option or record its first value, which says the kind."""
    kind = block[0].raw if block[0].group else ""
    return kind, *(field.key for field in block)


def _together(a: Sequence[T], b: Sequence[T], key: Callable[[T], Hashable]) -> Iterator[tuple[T | None, T | None]]:
    """The things of both sequences in their order, those with the same key side by side; what stands between goes by place."""
    if max(len(a), len(b)) > MOST:
        yield from zip_longest(a, b)
        return
    matcher = SequenceMatcher(None, [key(each) for each in a], [key(each) for each in b], autojunk=False)
    for tag, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(a[a_start:a_end], b[b_start:b_end], strict=True)
        else:
            yield from _leftover(a[a_start:a_end], b[b_start:b_end])


def _leftover(a: Sequence[T], b: Sequence[T]) -> Iterator[tuple[T | None, T | None]]:
    """What found no partner: two blocks of the same group are compared after all, anything else stands alone."""
    rest = list(b)
    for each in a:
        partner = next((other for other in rest if _group(other) and _group(other) == _group(each)), None)
        if partner is not None:
            rest.remove(partner)
        yield each, partner
    for other in rest:
        yield None, other


def _group(thing: object) -> str:
    return thing[0].group if isinstance(thing, tuple) and thing else ""
