"""Options behind a header, as IPv4 and TCP have them: a kind, a length that counts both, and what the kind says (RFC 791, RFC 9293 §3.2).

Two kinds are a single byte: 0 ends the list, 1 does nothing and fills up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from netkit.errors import TruncatedError
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.reading import Reading

__all__ = ["GROUPS", "OptionFamily", "read_options"]

END, NO_OPERATION = 0, 1

GROUPS = tuple(f"option {number}" for number in range(1, 42))
"""What the first, second, … option of a header is called; there is room for 40 bytes of them."""


@dataclass(frozen=True, slots=True)
class OptionFamily:
    """The options of one protocol: its tables by kind, the table of any other kind, and what is done with what is left over.

    `title` is what they are called together, `rule` begins the ids of problems, `length_key` is the key of an option's length, `rest`
    the table of bytes that can't be read, `padding` the field of bytes behind the end of the list.
    """

    title: str
    rule: str
    rfc: str
    length_key: str
    single: Mapping[int, type[Header]]
    tables: Mapping[int, type[Header]]
    unknown: type[Header]
    rest: type[Header]
    padding: Field
    repeats_end: bool = False
    """Whether zeros behind the end of the list are read as further ends of it, as Wireshark does for TCP."""
    exact: dict[bytes, type[Header]] = field(default_factory=dict)
    """The tables without fields of variable length, by the kind and the length that such an option begins with."""

    def __post_init__(self) -> None:
        for kind, table in self.tables.items():
            if not (table.has_tail or hasattr(table, "read_rest")):
                self.exact[bytes((kind, table.fixed_bytes))] = table


def read_options(reading: Reading, end: int, family: OptionFamily) -> list[Header]:
    """Read the options up to byte `end` into the present layer; gives them in their order. TruncatedError where the bytes end before."""
    if end > reading.end:
        reading.take_exactly(family.rest, end - reading.position, what=family.title)
    found: list[Header] = []
    data, exact = reading.data, family.exact
    while (start := reading.position) < end:
        group = GROUPS[min(len(found), len(GROUPS) - 1)]
        kind = data[start]
        if kind == NO_OPERATION:
            found.append(reading.read(family.single[kind], group))
        elif (table := exact.get(data[start : start + 2])) is not None and start + table.fixed_bytes <= end:
            found.append(reading.read(table, group))
        elif kind == END:
            found.append(reading.read(family.single[kind], group))
            if not (family.repeats_end and not any(data[reading.position : end])):
                _read_padding(reading, end, family)
        elif stop := _stop(reading, end, family):
            _read_option(reading, family.tables.get(kind, family.unknown), stop, group, family, found)
        else:
            reading.run(family.rest.fields[0], end - start, group)
            break
    return found


def _read_padding(reading: Reading, end: int, family: OptionFamily) -> None:
    """Keep what stands behind the end of the list; it must be zeros."""
    size = end - reading.position
    if any(reading.data[reading.position : end]):
        text = f"{size} bytes stand behind the end of the options, and they are not zero"
        reading.report_bytes(f"{family.rule}.padding.not_zero", reading.position, size, text, rfc=family.rfc)
    if size:
        reading.run(family.padding, size)


def _stop(reading: Reading, end: int, family: OptionFamily) -> int:
    """Where the option that begins here ends, or 0 where its length can't be."""
    start = reading.position
    if start + 2 > end:
        text = "an option begins in the last byte, so its length does not fit any more"
        reading.report_bytes(f"{family.rule}.option.truncated", start, 1, text, rfc=family.rfc)
        return 0
    length = reading.data[start + 1]
    if length < 2:
        text = f"an option says that it is {length} bytes long, but its kind and its length alone are 2"
    elif start + length > end:
        text = f"an option says that it is {length} bytes long, but the header ends after {end - start}"
    else:
        return start + length
    reading.report_bytes(f"{family.rule}.option.length", start + 1, 1, text, rfc=family.rfc)
    return 0


def _read_option(
    reading: Reading, table: type[Header], stop: int, group: str, family: OptionFamily, found: list[Header]
) -> None:
    """Read one option up to byte `stop`; what does not fit its table is kept whole, with the problem."""
    start = reading.position
    outer = reading.narrow(stop, family.length_key)
    try:
        option = reading.read(table, group)
        found.append(option)
        read_rest = getattr(option, "read_rest", None)
        if read_rest is not None:
            read_rest(reading, stop, group)
        fits = reading.position == stop
    except TruncatedError:
        if reading.position == start:
            found.append(reading.read(family.unknown, group))
        fits = False
    finally:
        reading.widen(outer)
    if not fits:
        text = f"the option is {stop - start} bytes long, which its kind can't be"
        reading.report_bytes(f"{family.rule}.option.length", start + 1, 1, text, rfc=table.rfc)
        if reading.position < stop:
            reading.run(family.rest.fields[0], stop - reading.position, group)
