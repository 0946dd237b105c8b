"""Options as DHCP has them over IPv4 and IPv6 alike: a code, the length of what follows, and the data (RFC 2132 §2, RFC 8415 §21.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from netkit.errors import TruncatedError
from netkit.packet.application.dns.name import BadNameError
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.reading import Reading

__all__ = ["DEEPEST", "Inside", "Option", "OptionFamily", "read_option"]

DEEPEST = 24
"""How deep messages and options may lie in options; an honest relay gives up after 8 (RFC 8415 §7.6)."""


class Option(Header):
    """What the tables of both families share."""

    exact: ClassVar[bool | None] = None
    """Whether the data are the fixed fields and nothing more; where it is not said, a table without other fields is exact."""
    item: ClassVar[type[Header] | None] = None
    """The table of what the data are a list of."""
    whole: ClassVar[bool] = False
    """Whether a list of which the last item is not whole is not read at all."""

    code: int
    length: int

    @classmethod
    def fits(cls, length: int, head: int) -> bool:
        """Whether data of this length can be read by this table, whose code and length are `head` bytes."""
        fixed = cls.fixed_bytes - head
        if length < fixed:
            return False
        if cls.item is not None:
            return not (cls.whole and (length - fixed) % cls.item.fixed_bytes)
        exact = cls.exact
        if exact is None:
            exact = not cls.has_tail and cls.read_rest is Option.read_rest
        return not exact or length == fixed

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002 - others look at what they are in
        """Read the data behind the fixed fields."""
        item = self.item
        while item is not None and reading.left >= max(1, item.fixed_bytes):
            reading.read(item, self.group)


@dataclass(frozen=True, slots=True)
class OptionFamily:
    """The options of one message: its tables by code, the table of any other code, and the field for what is left over.

    `rule` begins the ids of problems, `head` is the table of code and length alone, `length_key` the key of an option's length.
    An `inner` family stands in an option: where that is whole, so must its own be, although the packet be cut.
    """

    rule: str
    rfc: str
    head: type[Option]
    length_key: str
    names: Mapping[int, str]
    tables: Mapping[int, type[Option]]
    unknown: type[Option]
    rest: Field
    called: str = "option"
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """Where an option stands: its family, the heading of what it is in, how deep that lies, and the type of its message."""

    family: OptionFamily
    group: str = ""
    depth: int = 0
    message_type: int = 0
    split: frozenset[int] = frozenset()
    """Codes of options that are spread over several of the message (RFC 3396)."""
    numbers: list[int] = field(default_factory=lambda: [0])

    def next(self, name: str) -> str:
        """The heading of the next option."""
        self.numbers[0] += 1
        heading = f"{self.family.called} {self.numbers[0]}: {name}"
        return f"{self.group}, {heading}" if self.group else heading

    def deeper(self, group: str, family: OptionFamily | None = None) -> Inside:
        """For what stands inside of an option with the heading `group`."""
        return replace(self, family=family or self.family, group=group, depth=self.depth + 1, numbers=[0])


def read_option(reading: Reading, inside: Inside) -> Option | None:
    """Read one option; None where the bytes end inside of it, and then nothing is left."""
    family = inside.family
    data, start, half = reading.data, reading.position, family.head.fixed_bytes // 2
    code = int.from_bytes(data[start : start + half], "big")
    group = inside.next(family.names.get(code, f"code {code}"))
    if reading.left < 2 * half:
        text = f"an option begins in the last {reading.left} bytes, which is too few for its code and its length"
        _report_end(reading, family, start, text)
        reading.run(family.rest, reading.left, group)
        return None
    length = int.from_bytes(data[start + half : start + 2 * half], "big")
    there = reading.left - 2 * half
    if length > there:
        _report_end(reading, family, start, f"the option says that {length} bytes follow, but only {there} do")
        reading.read(family.head, group)
        reading.run(family.rest, there, group)
        return None
    return _read_whole(reading, inside, group, family.tables.get(code, family.unknown), length)


def _report_end(reading: Reading, family: OptionFamily, start: int, text: str) -> None:
    """Say that an option breaks off, unless it is known that the bytes are only a part."""
    if reading.complete or family.inner:
        reading.report_bytes(
            f"{family.rule}.truncated", start, reading.left, text, key=family.length_key, rfc=family.rfc
        )


def _read_whole(reading: Reading, inside: Inside, group: str, table: type[Option], length: int) -> Option:
    """Read an option whose bytes are all there; what does not fit its table is kept whole, with the problem."""
    family = inside.family
    head = family.head.fixed_bytes
    start = reading.position
    fits = table.fits(length, head)
    outer = reading.narrow(start + head + length, family.length_key)
    try:
        option = reading.read(table if fits else family.unknown, group)
        try:
            option.read_rest(reading, inside)
        except TruncatedError:
            fits = False
        except BadNameError as error:
            reading.report_bytes(error.rule, error.offset, 1, error.what, key=family.length_key, rfc=error.why)
        else:
            fits = fits and not reading.left
        if reading.left:
            reading.run(family.rest, reading.left, group)
    finally:
        reading.widen(outer)
    if not fits:
        text = f"this option can't have {length} bytes of data"
        where = start + head // 2
        reading.report_bytes(f"{family.rule}.length", where, head // 2, text, key=family.length_key, rfc=table.rfc)
    return option
