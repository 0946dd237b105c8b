"""One layer of a dissected packet: the fields of one protocol with their values and their places in the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Protocol, Self

from netkit.packet.dissected import DissectedField
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.problem import Problem

__all__ = ["Check", "Layer", "Part"]


class Part(Protocol):
    """A run of fields that lie one after the other: a header, or one field by itself; `group` says which of several it is."""

    group: str

    @property
    def start(self) -> int:
        """First byte, from the packet's start."""

    @property
    def byte_length(self) -> int:
        """Bytes in place."""

    def spans(self) -> Iterable[tuple[Field, Any, int, int]]:
        """Each field with its raw value, its first bit and its width in bits."""

    def show(self, found: list[DissectedField], layer: Layer) -> None:
        """Add the fields, as they stand in the packet, to those that were found; an empty one is left out."""

    def encode(self) -> bytes:
        """The part's bytes, made from its values."""


class Layer:
    """The fields of one protocol in a packet; every bit of the layer belongs to exactly one field."""

    source: ClassVar[str] = ""
    """Who took the layer apart, if that was not netkit: `scapy`."""

    __slots__ = (
        "_checks",
        "_notes",
        "content",
        "late_problems",
        "parts",
        "protocol",
        "quoted",
        "shown",
        "start",
        "talks",
    )

    protocol: type[Header]
    start: int
    quoted: bool
    parts: list[Part]
    content: tuple[int, int] | None
    """The first byte of what a segment or datagram carries, and the one behind its last, whoever takes it apart."""
    talks: bool
    """Whether there is anything to say of single values."""
    late_problems: list[Problem] | None
    shown: list[DissectedField] | None
    """The fields of a layer that is shared between packets, once they were asked for."""
    _notes: dict[int, str] | None
    _checks: tuple[Check, ...]

    def begin(self, protocol: type[Header], start: int, quoted: bool) -> Self:  # noqa: FBT001 - made often
        """The layer, with nothing in it yet; not `__init__`, which takes half as long again to call."""
        self.protocol = protocol
        self.start = start
        self.quoted = quoted
        self.parts = []
        self.content = None
        self.talks = False
        self.late_problems = None
        self.shown = None
        self._notes = None
        self._checks = ()
        return self

    @property
    def key(self) -> str:
        """Wireshark's name of the protocol."""
        return self.protocol.key

    @property
    def name(self) -> str:
        """The protocol's name."""
        return self.protocol.title

    @property
    def rfc(self) -> str:
        """Where the protocol is defined."""
        return self.protocol.rfc

    @property
    def length(self) -> int:
        """Bytes in the layer's own fields."""
        return sum(part.byte_length for part in self.parts)

    @property
    def header(self) -> Any:
        """The first header of the layer, with its values under the RFC's names; None where it has none."""
        return self.parts[0] if self.parts else None

    def note(self, start_bit: int, text: str) -> None:
        """Say something of the value that begins at `start_bit`; its field must be one that is `noted`."""
        if self._notes is None:
            self._notes = {}
        self._notes[start_bit] = text
        self.talks = True

    def check_later(self, check: Check) -> None:
        """Have something checked when problems or notes are first asked for: a function, and what it is given before this layer.

        None of it may hold the layer, so that a dissection is gone with the last who holds it.
        """
        self._checks = (*self._checks, check) if self._checks else (check,)
        self.talks = True

    def note_at(self, start_bit: int) -> str:
        """What was said of the value that begins at `start_bit`, once everything that is checked late was checked."""
        if self._checks:
            self.settle()
        return self._notes.get(start_bit, "") if self._notes else ""

    def settle(self) -> list[Problem]:
        """Check what was left for later (the sums, which cost more than reading); gives the problems that this found."""
        if self.late_problems is None:
            self.late_problems = []
        checks, self._checks = self._checks, ()
        for check, *given in checks:
            if found := check(*given, self):
                self.late_problems.append(found)
        return self.late_problems

    @property
    def fields(self) -> list[DissectedField]:
        """The layer's fields in the order of the bytes; one of variable length that is empty here is left out."""
        if self.shown:
            return self.shown
        found: list[DissectedField] = []
        for part in self.parts:
            part.show(found, self)
        return found

    def values(self, key: str) -> Iterator[int | bool | str]:
        """Every value under a Wireshark key."""
        for part in self.parts:
            for field, raw, _, width_bits in part.spans():
                if field.key == key and width_bits:
                    yield field.kind.value(raw, width_bits)

    def encode(self) -> bytes:
        """The layer's bytes, made from the values of its fields."""
        return b"".join([part.encode() for part in self.parts])

    def __repr__(self) -> str:
        return f"<{self.name} at byte {self.start}, {self.length} bytes>"


Check = tuple[Any, ...]
"""A function that gives a problem or None, and what it is called with before the layer."""
