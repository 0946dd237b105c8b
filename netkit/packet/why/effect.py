"""What the sentences of a protocol are written with: an effect says what the value of a field makes the network do.

A protocol's effects stand in a file beside its tables (`network/ipv4_why.py` beside `network/ipv4.py`). An effect hangs on one field by
its Wireshark key, so that no sentence is without its place in the bytes; `also` names further fields that it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection
from netkit.packet.kinds import FLAG
from netkit.packet.layer import Layer

__all__ = ["Effect", "Effects", "Here", "Surroundings", "Tell", "Told", "count"]

Told = str | tuple[str, str]
"""A sentence, or one with the RFC that it rests on; an empty one says nothing."""


class Surroundings:
    """A layer with its fields by their keys, looked up once for all its sentences."""

    def __init__(self, packet: Dissection, index: int) -> None:
        self.packet = packet
        self.index = index
        self.layer = packet.layers[index]
        self.fields = self.layer.fields
        self.by_key: dict[str, list[DissectedField]] = {}
        self.by_group: dict[tuple[str, str], list[DissectedField]] = {}
        for field in self.fields:
            self.by_key.setdefault(field.key, []).append(field)
            self.by_group.setdefault((field.key, field.group), []).append(field)


@dataclass(frozen=True, slots=True)
class Here:
    """The field that a sentence is about, and what stands around it."""

    field: DissectedField
    around_it: Surroundings

    @property
    def layer(self) -> Layer:
        """The field's layer."""
        return self.around_it.layer

    @property
    def raw(self) -> Any:
        """What the bits of the field say."""
        return self.field.raw_value

    @property
    def value(self) -> Any:
        """What Wireshark prints under its key."""
        return self.field.value

    @property
    def named(self) -> str:
        """The name that the table has for the value (`TCP` for the protocol 6), or nothing."""
        value = self.field.value
        return self.field.field.names.get(value, "") if isinstance(value, int) else ""

    @property
    def name(self) -> str:
        """The name that the table has for the value, or the value."""
        return self.named or str(self.value)

    @property
    def text(self) -> str:
        """The value for a person."""
        return self.field.text

    @property
    def packet(self) -> Dissection:
        """The whole packet."""
        return self.around_it.packet

    @property
    def header(self) -> Any:
        """The first header of the layer, with its values under the RFC's names."""
        return self.layer.header

    def all(self, key: str) -> Sequence[DissectedField]:
        """The fields of the layer with this key."""
        return self.around_it.by_key.get(key, ())

    def near(self, key: str) -> DissectedField | None:
        """The field with this key in the same group (the same record, the same option), or else the layer's first; None without one."""
        found = self.around_it.by_group.get((key, self.field.group)) or self.all(key)
        return found[0] if found else None

    def other(self, key: str) -> Any:
        """The value of that field, or None."""
        found = self.near(key)
        return None if found is None else found.value

    @property
    def before(self) -> list[Layer]:
        """The layers around this one, the outermost first."""
        return self.packet.layers[: self.around_it.index]

    @property
    def after(self) -> list[Layer]:
        """The layers behind this one."""
        return self.packet.layers[self.around_it.index + 1 :]

    def around(self, *keys: str) -> Layer | None:
        """The nearest layer around this one that is of one of these protocols, or None."""
        return next((layer for layer in reversed(self.before) if layer.key in keys), None)


Tell = str | Mapping[int, str] | Callable[[Here], Told]
"""A sentence, one for each number in the bits, or a function that gives it.

In a sentence `{value}` stands for the value, `{name}` for the name that it has.
"""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the value of the field `key` makes the network do, and where that is laid down (the field's own RFC unless `rfc` says)."""

    key: str
    tell: Tell
    rfc: str = ""
    also: tuple[str, ...] = ()

    def told(self, here: Here) -> tuple[str, str]:
        """The sentence for this very value, and its RFC; an empty sentence where there is nothing to say."""
        tell = self.tell
        rfc = self.rfc or here.field.rfc or here.layer.rfc
        if isinstance(tell, str):
            return tell.replace("{name}", here.name).replace("{value}", str(here.value)), rfc
        if callable(tell):
            told = tell(here)
            return (told, rfc) if isinstance(told, str) else told
        return (tell.get(here.raw, "") if isinstance(here.raw, int) else ""), rfc


_ASKING = (
    "which ", "what ", "whose ", "whether ", "why ", "how many ", "how the ", "how it ", "how they ", "how names ", "how is ",
    "with which ", "the kind of ", "its version", "bytes of ",
)  # fmt: skip
"""How meanings begin that tell what a field is for, and not what its value makes anybody do."""


class Effects:
    """The effects of a protocol.

    Of a field that has none, and that is neither minor nor listed as `silent`, the meaning in the table says what it makes others do,
    unless that only names what is asked ("which option this is"), or the field is a flag that is not set.
    """

    def __init__(self, *effects: Effect | Iterable[Effect], silent: Iterable[str] = ()) -> None:
        self.by_key: dict[str, list[Effect]] = {}
        for each in effects:
            for effect in [each] if isinstance(each, Effect) else each:
                self.by_key.setdefault(effect.key, []).append(effect)
        self.silent = frozenset(silent)

    def of(self, field: DissectedField) -> Iterable[Effect]:
        """The effects of a field."""
        if (found := self.by_key.get(field.key)) is not None:
            return found
        if field.field.minor or field.key in self.silent or field.meaning.startswith(_ASKING):
            return ()
        if field.field.kind is FLAG and not field.raw_value:
            return ()
        return (Effect(field.key, field.meaning),)


def count(number: int, what: str, many: str = "") -> str:
    """`1 byte`, `1,460 bytes`."""
    return f"{number:,} {what if number == 1 else many or f'{what}s'}"
