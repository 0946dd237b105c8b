"""A packet while it is taken apart: where one stands in the bytes, what limits them, and what was found so far.

A protocol's `read` function works on a `Reading`: it opens its layer, reads its tables, sets the limit that its length field states,
and says what comes next. It never looks past `end`, and never raises for what the bytes say but through `TruncatedError`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from netkit.errors import TruncatedError
from netkit.packet.data import Data
from netkit.packet.header import Header
from netkit.packet.layer import Layer, Part
from netkit.packet.problem import Problem

__all__ = ["Network", "Next", "Read", "Reading", "keep_trailer"]

AnyHeader = TypeVar("AnyHeader", bound=Header)

Next = tuple[str, tuple[int, ...]] | None
"""What comes next: a name space of numbers (`ip.proto`) and the numbers to try in it, or None if nothing does."""


@dataclass(frozen=True, slots=True)
class Network:
    """The part of an IP header that the checksums above it cover: version, and both addresses as on the wire."""

    version: int
    source: bytes
    destination: bytes


@dataclass(slots=True)
class _Limit:
    """The end that held before a length field set a nearer one, and who reads what lies between the two."""

    end: int
    limited_by: str
    read_trailer: Callable[[Reading, int], None]


class Reading:
    """The state of one dissection; `position` and `end` are bytes from the packet's start."""

    __slots__ = (
        "_limits", "_stated", "checks", "cut", "data", "end", "layers", "limited_by", "network", "part", "position", "problems", "quoted",
        "read_trailer", "rest",
    )  # fmt: skip

    def __init__(self, data: bytes, *, original_length: int) -> None:
        self.data = data
        self.position = 0
        self.end = len(data)
        self.limited_by = ""
        self.layers: list[Layer] = []
        self.problems: list[Problem] = []
        self.checks: list[Callable[[], Problem | None]] = []
        self.cut = original_length > len(data)
        self.part = False
        """Whether the bytes ahead are known to be a part only: a fragment, quoted in an ICMP error, or shorter than a length says."""
        self.quoted = False
        self.network: Network | None = None
        self.read_trailer: Callable[[Reading, int], None] = keep_trailer
        self.rest: type[Header] = Data
        """The table for bytes that are left when the present protocol has nothing to say about them."""
        self._limits: list[_Limit] = []
        self._stated = False

    @property
    def complete(self) -> bool:
        """Whether the bytes up to `end` are all that there were; in a packet that was captured short, once a length says so."""
        return not self.part and (self._stated or not self.cut)

    @property
    def left(self) -> int:
        """Bytes up to the present end."""
        return self.end - self.position

    def open(self, table: type[AnyHeader], rest: type[Header] = Data) -> AnyHeader:
        """Begin the layer of a protocol with its header."""
        self.rest = rest
        self.layers.append(Layer(table, self.position, quoted=self.quoted, settle=self.settle))
        return self.read(table)

    def read(self, table: type[AnyHeader], group: str = "") -> AnyHeader:
        """Read one table at the present position into the present layer; TruncatedError where the bytes end before it does."""
        try:
            header = table.decode(self.data, self.position, self.end, self.limited_by)
        except TruncatedError as error:
            if isinstance(error.partial, table):
                self.add(error.partial, group, error.partial.byte_length)
            raise
        self.add(header, group, header.byte_length)
        return header

    def add(self, part: Part, group: str, size: int) -> None:
        """Put a part of `size` bytes, read at the present position, into the present layer."""
        self.layers[-1].add(part, group)
        self.position += size

    def take(self, table: type[Header], end: int | None = None, group: str = "") -> None:
        """Put the bytes up to `end` into the present layer as the one variable field of `table`."""
        stop = self.end if end is None else end
        if stop > self.position:
            part = table(**{table.fields[0].name: self.data[self.position : stop]})
            part.start = self.position
            self.add(part, group, stop - self.position)

    def take_exactly(self, table: type[Header], size: int, group: str = "") -> None:
        """Put `size` bytes into the present layer as the one variable field of `table`; TruncatedError where there are fewer."""
        missing = size > self.left
        start, available = self.position, min(size, self.left)
        self.take(table, start + available, group)
        if missing:
            raise TruncatedError(
                f"{table.title} {table.fields[0].label.lower()}",
                start=start,
                needed=size,
                available=available,
                limited_by=self.limited_by,
            )

    def append(self, table: type[Header], end: int) -> None:
        """Put the bytes up to `end` into a layer of their own."""
        if end > self.position:
            self.layers.append(Layer(table, self.position, quoted=self.quoted, settle=self.settle))
            self.take(table, end)

    def limit(self, end: int, limited_by: str) -> None:
        """From here on `end` ends the packet, as the field `limited_by` says; what lies behind it belongs to the layer outside.

        A length that claims more than there is ends it where the bytes end, and makes it a part.
        """
        self._limits.append(_Limit(self.end, self.limited_by, self.read_trailer))
        self.read_trailer = keep_trailer
        if end > self.end:
            self.part = True
            return
        self.end, self.limited_by = end, limited_by
        self._stated = True

    def release(self) -> Callable[[Reading, int], None]:
        """Lift the innermost limit, keeping what nobody took inside it; gives who reads what lies behind it."""
        self.append(self.rest, self.end)
        outer = self._limits.pop()
        self.end, self.limited_by = outer.end, outer.limited_by
        self.rest = Data
        return outer.read_trailer

    def unwind(self) -> None:
        """Keep every byte that nobody took: the rest of the innermost layer, then what lies behind each limit."""
        self.append(self.rest, self.end)
        while self._limits:
            self.release()(self, self.end)
            self.append(Data, self.end)

    def settle(self) -> None:
        """Check what was left for later: the sums, which cost more than reading."""
        while self.checks:
            if found := self.checks.pop()():
                self.problems.append(found)

    def problem(
        self, rule: str, header: Header, name: str, text: str, *, rfc: str = "", details: tuple[str, ...] = ()
    ) -> Problem:
        """Something wrong in the field `name` of a header that was read."""
        field, start_bit, width_bits = header.locate(name)
        return Problem(
            rule=rule,
            key=field.key,
            start_bit=start_bit,
            width_bits=width_bits,
            text=text,
            rfc=rfc or field.rfc,
            details=details,
        )

    def report(self, rule: str, header: Header, name: str, text: str, *, rfc: str = "") -> None:
        """Note something wrong in the field `name` of a header that was read."""
        self.problems.append(self.problem(rule, header, name, text, rfc=rfc))


def keep_trailer(reading: Reading, end: int) -> None:
    """Keep the bytes behind a limit as data."""
    reading.append(Data, end)


Read = Callable[[Reading], Next]
