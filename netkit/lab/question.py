"""What a lab's check gives for one task: the right answer, the known wrong ones, and the working, all from the student's own packets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from netkit.lab.traffic import Packet, Traffic
from netkit.packet import DissectedField
from netkit.packet.place import hex_of, place

__all__ = ["Line", "Place", "Question", "Situation", "Value", "Wrong"]

Value = int | str | frozenset[int]
"""An answer in its canonical form: a number, an address or name as text, or a set of packet numbers."""


@dataclass(frozen=True, slots=True)
class Place:
    """One field of one packet: where in the bytes something stands."""

    packet: Packet
    key: str

    @property
    def field(self) -> DissectedField:
        """The field as it stands there."""
        return self.packet.field(self.key)

    @property
    def where(self) -> str:
        """`packet 11, bytes 16–17`."""
        found = self.field
        return f"packet {self.packet.number}, {place(found.start_bit, found.width_bits)}"

    @property
    def hex(self) -> str:
        """The bytes that the field touches, with spaces."""
        found = self.field
        return hex_of(self.packet.dissection.data, found.start_bit, found.width_bits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A misconception: the wrong answer that it produces on these packets, and the sentence that puts it right.

    `value` is what it comes to; `fits` decides instead where that is no single value. `kind` is the kind of answer if it is not the
    task's (a MAC address where an IP address is wanted). `place` is where in the bytes that answer stands.
    """

    slug: str
    why: str
    value: Value | None = None
    fits: Callable[[Value], bool] | None = None
    kind: str = ""
    place: Place | None = None

    def is_met_by(self, answer: Value) -> bool:
        """Whether this way of thinking gives this answer."""
        if self.value is not None and answer == self.value:
            return True
        return self.fits is not None and self.fits(answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a working: what is done (`minus ip.hdr_len`), with which number, read where.

    `possible` says whether an answer can still have come from the lines up to this one.
    """

    text: str
    value: Value
    place: Place | None = None
    possible: Callable[[Value], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A task on one student's own packets.

    `place` is the field that the right answer is read from, where it is read rather than worked out; `working` leads to it line by
    line, the last line giving its last number; `because` is what a right answer is told. `formula` is what the answer would be if
    the task were about another packet; without it, that is the same field there.
    """

    right: Value
    wrong: Sequence[Wrong] = ()
    working: Sequence[Line] = ()
    place: Place | None = None
    about: Packet | None = None
    formula: Callable[[Packet], Value | None] | None = None
    because: str = ""

    @property
    def packet(self) -> Packet | None:
        """The packet that the task is about, if it is about one."""
        return self.about or (self.place.packet if self.place else None)

    def for_packet(self, other: Packet) -> Value | None:
        """What the answer would be for another packet; None where that makes no sense."""
        if self.formula is not None:
            return self.formula(other)
        found = other.value(self.place.key) if self.place is not None else None
        return found if isinstance(found, int | str) and not isinstance(found, bool) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One student's variant of a lab: the traffic, packets by their part in it, and the words that the texts need.

    `file` is the name under which the student gets the traffic's capture.
    """

    traffic: Traffic
    file: str
    packets: Mapping[str, Packet] = field(default_factory=dict)
    facts: Mapping[str, str | int] = field(default_factory=dict)
