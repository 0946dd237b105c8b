"""What a lab's check gives for one task: the right answer, the known wrong ones, and the working, all from the student's own packets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netkit.lab.packet import Packet
from netkit.lab.traffic import Traffic
from netkit.lab.value import Value
from netkit.language import ENGLISH, Language
from netkit.packet import DissectedField
from netkit.packet.place import hex_of, place
from netkit.sheet import Box

if TYPE_CHECKING:
    from netkit.internet.room import Room
    from netkit.lab.wire import Twin, Wire
    from netkit.packet.layer import Layer

__all__ = ["Box", "Case", "Line", "Part", "Place", "Question", "Situation", "Wrong"]

Facts = Mapping[str, int | float | str]
"""What a sentence's braces name."""


@dataclass(frozen=True, slots=True)
class Place:
    """One field of one packet: where in the bytes something stands; `nth` counts those under the same key, from 0.

    With `whole` it is the whole header that the field belongs to.
    """

    packet: Packet
    key: str
    nth: int = 0
    whole: bool = False

    @property
    def field(self) -> DissectedField:
        """The field as it stands there."""
        return self.packet.field(self.key, self.nth)

    @property
    def layer(self) -> Layer:
        """The header that the field belongs to."""
        byte = self.field.start_bit // 8
        return next(each for each in self.packet.dissection.layers if each.start <= byte < each.start + each.length)

    @property
    def span(self) -> tuple[int, int]:
        """The first bit, counted from the packet's start, and how many."""
        if self.whole:
            return self.layer.start * 8, self.layer.length * 8
        return self.field.start_bit, self.field.width_bits

    @property
    def told(self) -> tuple[str, str]:
        """The name and the key of what stands there."""
        found = self.layer if self.whole else self.field
        return found.name, found.key

    def where(self, language: Language = ENGLISH) -> str:
        """`packet 11, bytes 16–17`."""
        bytes_ = place(*self.span, language)
        return language.say("place.packet", "{packet}, {bytes}", packet=self.packet.told(language), bytes=bytes_)

    @property
    def hex(self) -> str:
        """The bytes that it touches, with spaces."""
        return hex_of(self.packet.dissection.data, *self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A misconception: the wrong answer that it produces on these packets, and the sentence that puts it right.

    `value` is what it comes to; `fits` decides instead where that is no single value. `kind` is the kind of answer if it is not the
    task's (a MAC address where an IP address is wanted). `place` is where in the bytes that answer stands. `why` is a template: its
    braces name the situation's facts, the wrong way's own `facts`, and `answer`, what was answered. Without `facts` (None) it is text
    as it stands. Where the sentence is not the same in every variant, `name` tells one from another, for those who translate it.
    """

    slug: str
    why: str
    value: Value | None = None
    fits: Callable[[Value], bool] | None = None
    kind: str = ""
    place: Place | None = None
    facts: Facts | None = None
    name: str = ""

    def is_met_by(self, answer: Value) -> bool:
        """Whether this way of thinking gives this answer."""
        if self.value is not None and answer == self.value:
            return True
        return self.fits is not None and self.fits(answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a working: what is done (`minus ip.hdr_len`), with which number, read where.

    `possible` says whether an answer can still have come from the lines up to this one. `text` is a template where `facts` are given, and
    so is `said`, which is told in place of the value's own spelling: a word, or a number and what it means. Where the line is not the same
    in every variant, `name` tells one from another.
    """

    text: str
    value: Value
    said: str = ""
    place: Place | None = None
    possible: Callable[[Value], bool] | None = None
    facts: Facts | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an answer that counts for itself: a field of a packet, a row of a table.

    `of` takes it out of the whole answer (None: it is not there), `right` is what it should be, or `accepts` judges it. `wrong` are its
    own misconceptions, `why` is told for any other wrong value (a template, where `facts` are given), `weight` is its share of the points.
    """

    name: str
    right: Value
    of: Callable[[Value], Value | None]
    accepts: Callable[[Value], bool] | None = None
    wrong: Sequence[Wrong] = ()
    why: str = ""
    place: Place | None = None
    facts: Facts | None = None
    weight: int = 1

    def is_right(self, answer: Value) -> bool:
        """Whether this part of an answer is as it should be."""
        found = self.of(answer)
        return found is not None and (self.accepts(found) if self.accepts is not None else found == self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A call of a student's function: its arguments (JSON values, bytes), and what it should give (JSON values; bytes as `{"bytes": hex}`).

    `accepts` judges instead of equality where it is given; `wrong` are misconceptions by what they give, `name` says what it is about.
    """

    arguments: Sequence[Any]
    right: Any
    name: str = ""
    accepts: Callable[[Any], bool] | None = None
    wrong: Sequence[Wrong] = ()

    def is_right(self, value: Any) -> bool:
        """Whether that is what it should give; True is not 1 here."""
        if self.accepts is not None:
            return self.accepts(value)
        return type(value) is type(self.right) and bool(value == self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A task on one student's own packets.

    An answer is right if it equals `right`, or if `accepts` says so (rules, a tolerance), or if all its `parts` are right, each of which
    counts for itself. Of a function, `cases` are the calls, and `right` is a text that is right. Of a capture, `wire` says what is to be
    seen in it and which mistakes it may show; what is right and wrong comes from there, and `because` is filled with what was seen. Of
    others `because` is a template where `facts` are given.
    `place` is the field that the right answer is read from, where it is read rather than worked out; `working` leads to it line by
    line, the last line giving its last number; `because` is what a right answer is told. `formula` is what the answer would be if
    the task were about another packet; without it, that is the same field there. `look` is where a prediction can be seen afterwards, a
    file of the student's or `FILE:PACKET`; without it, that is the packet that the task is about. Where `because` is not the same in every
    variant, `name` tells one from another. `boxes` draw a header on a worksheet for paper, those with the name of a row empty.
    """

    right: Value = ""
    wrong: Sequence[Wrong] = ()
    working: Sequence[Line] = ()
    place: Place | None = None
    about: Packet | None = None
    formula: Callable[[Packet], Value | None] | None = None
    because: str = ""
    accepts: Callable[[Value], bool] | None = None
    parts: Sequence[Part] = ()
    cases: Sequence[Case] = ()
    boxes: Sequence[Box] = ()
    facts: Facts | None = None
    look: str = ""
    name: str = ""
    wire: Wire[Any] | None = None

    def is_right(self, answer: Value) -> bool:
        """Whether an answer is right as a whole; of a function that is known only when it has run."""
        if self.accepts is not None:
            return self.accepts(answer)
        return answer == self.right or (bool(self.parts) and all(part.is_right(answer) for part in self.parts))

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
    """One student's variant of a lab: the traffic if there is any, packets by their part in it, and the words that the texts need.

    `room` is the network that `netkit lab shell` brings up for it (None: the everyday one).
    `file` is the name under which the student gets the traffic's capture; `also` are more captures, each with a `file` of its own, as the
    first has then. `files` are files made for this variant, by their names: their bytes, or what makes them when somebody wants them.
    `twins` are the recorded attempts at tasks of the kind capture, by the tasks' ids.
    """

    traffic: Traffic | None = None
    file: str = ""
    also: Sequence[Traffic] = ()
    packets: Mapping[str, Packet] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    files: Mapping[str, bytes | Callable[[], bytes]] = field(default_factory=dict)
    twins: Mapping[str, Twin] = field(default_factory=dict)
    room: Room | None = None

    @property
    def captures(self) -> tuple[Traffic, ...]:
        """The traffic, and more of it at other places."""
        return (*([self.traffic] if self.traffic is not None else []), *self.also)

    def traffic_of(self, file: str) -> Traffic | None:
        """The capture under a name; the traffic itself where there is only one."""
        return next((each for each in self.captures if each.file == file), self.traffic)

    @property
    def all_files(self) -> dict[str, bytes]:
        """Everything that the student gets, by its name."""
        recorded = {self.file: self.traffic.data} if self.traffic is not None and self.file else {}
        more = {each.file: each.data for each in self.also}
        files = {**self.files, **{name: data for twin in self.twins.values() for name, data in twin.files.items()}}
        made = {name: data if isinstance(data, bytes) else data() for name, data in files.items()}
        return recorded | more | made
