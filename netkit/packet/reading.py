"""A packet while it is taken apart: where one stands in the bytes, what limits them, and what was found so far.

A protocol's `read` function works on a `Reading`: it opens its layer, reads its tables, sets the limit that its length field states,
and says what comes next. It never looks past `end`, and never raises for what the bytes say but through `TruncatedError`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from netkit.errors import TruncatedError
from netkit.packet.data import Data
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.layer import Layer, Part
from netkit.packet.problem import Problem
from netkit.packet.run import run_of

__all__ = ["Network", "Next", "Read", "Reading", "keep_trailer", "problem_in"]

AnyHeader = TypeVar("AnyHeader", bound=Header)

Next = tuple[str, tuple[int, ...]] | None
"""What comes next: a name space of numbers (`ip.proto`) and the numbers to try in it, or None if nothing does."""


class Network(NamedTuple):
    """The part of an IP header that the checksums above it cover: version, and both addresses as on the wire.

    Of IPv6, too, where the first byte behind the fixed header is, and the payload length that the header states.
    """

    version: int
    source: bytes
    destination: bytes
    start: int = 0
    length: int = 0


def keep_trailer(reading: Reading, end: int) -> None:
    """Keep the bytes behind a limit as data."""
    reading.append(Data, end)


Trailer = Callable[["Reading", int], None]
"""Who reads the bytes behind a limit, up to the byte given."""

MOST_SHARED = 256
"""Layers of one table that are kept; then all are forgotten, so that memory stays bounded for any traffic."""

_new = object.__new__
_number = int.from_bytes


class Reading:
    """The state of one dissection; `position` and `end` are bytes from the packet's start."""

    __slots__ = (
        "_limits", "cut", "data", "end", "layer", "layers", "limited_by", "network", "part", "position", "problems", "quoted",
        "read_trailer", "rest", "stated", "unfilled",
    )  # fmt: skip

    layer: Layer
    """The present layer, the innermost."""

    def __init__(self, data: bytes, *, original_length: int, unfilled: bool = False) -> None:
        self.data = data
        self.position = 0
        self.end = len(data)
        self.limited_by = ""
        self.layers: list[Layer] = []
        self.problems: list[Problem] = []
        self.part = False
        """Whether the bytes ahead are known to be a part only: a fragment, quoted in an ICMP error, or shorter than a length says."""
        self.quoted = False
        self.cut = original_length > self.end
        """Whether the capture kept less of the packet than there was."""
        self.network: Network | None = None
        self.rest: type[Header] = Data
        """The table for bytes that are left when the present protocol has nothing to say about them."""
        self.read_trailer: Trailer = keep_trailer
        """Who reads what lies behind the present limit."""
        self._limits: list[tuple[int, str, Trailer]] = []
        self.stated = False
        self.unfilled = unfilled
        """Whether the packet was seen before its transport checksum was filled in."""

    @property
    def complete(self) -> bool:
        """Whether the bytes up to `end` are all that there were; in a packet that was captured short, once a length says so."""
        return not self.part and (self.stated or not self.cut)

    @property
    def left(self) -> int:
        """Bytes up to the present end."""
        return self.end - self.position

    def open(self, table: type[AnyHeader], rest: type[Header] = Data) -> AnyHeader:
        """Begin the layer of a protocol with its header; `rest` is the table for bytes that are left when nobody reads on."""
        start = self.position
        self.layer = layer = Layer().begin(table, start, self.quoted)
        self.layers.append(layer)
        stop = start + table.quick_bytes
        if stop > self.end:
            self.rest = Data  # what is there of a header that breaks off is nobody's payload
            whole = self._read_with_care(table, "", None)
            self.rest = rest
            return whole
        self.rest = rest
        # What `read` does, written out: this runs for every layer.
        header = _new(table)
        header.start = start
        header.number = _number(self.data[start:stop], "big")
        layer.parts.append(header)
        self.position = stop
        return header

    def open_shared(self, table: type[Header]) -> None:
        """Begin the layer of a header of whole fixed fields of which nothing more is to be said, and which is likely to come again.

        It is made once for its bytes, and then shared between packets, so nobody may put anything into it.
        """
        start = self.position
        stop = start + table.fixed_bytes
        if stop > self.end or self.quoted:
            self.open(table)
            return
        place = (self.data[start:stop], start)
        layer = table.shared.get(place)
        if layer is None:
            if len(table.shared) >= MOST_SHARED:
                table.shared.clear()
            self.open(table)
            table.shared[place] = layer = self.layers.pop()
            layer.shown = layer.fields
        self.rest = Data
        self.layer = layer
        self.layers.append(layer)
        self.position = stop

    def begin(self, table: type[Header], rest: type[Header] = Data) -> Layer:
        """Begin the layer of a protocol, whose name and RFC `table` has, without reading any of it yet."""
        self.rest = rest
        self.layer = layer = Layer().begin(table, self.position, self.quoted)
        self.layers.append(layer)
        return layer

    def read(self, table: type[AnyHeader], group: str = "", end: int | None = None) -> AnyHeader:
        """Read one table at the present position, up to `end`, into the present layer; TruncatedError where the bytes end before it."""
        start = self.position
        stop = start + table.quick_bytes
        if stop > (self.end if end is None else end):
            return self._read_with_care(table, group, end)
        # What `decode` does, written out: this runs several times a packet.
        header = _new(table)
        header.start = start
        header.number = _number(self.data[start:stop], "big")
        if group:
            header.group = group
        self.layer.parts.append(header)
        self.position = stop
        return header

    def _read_with_care(self, table: type[AnyHeader], group: str, end: int | None) -> AnyHeader:
        """Read a table that has fields of variable length, or that may be cut."""
        try:
            header = table.decode(self.data, self.position, self.end if end is None else end, self.limited_by)
        except TruncatedError as error:
            if isinstance(error.partial, table):
                self.add(error.partial, group)
            raise
        self.add(header, group)
        return header

    def add(self, part: Part, group: str = "") -> None:
        """Put a part that begins at the present position into the present layer."""
        part.group = group
        self.layer.parts.append(part)
        self.position += part.byte_length

    def run(self, field: Field, size: int, group: str = "") -> bytes:
        """Put the next `size` bytes, or as many of them as there are, into the present layer as one field, and give them."""
        start = self.position
        stop = start + size
        if stop > self.end:  # noqa: PLR1730 - `min` costs more than all the rest of this, which runs for every word of a text
            stop = self.end
        raw = self.data[start:stop]
        if raw:
            self.layer.parts.append(run_of(field, raw, start, group))
            self.position = stop
        return raw

    def narrow(self, end: int, limited_by: str) -> tuple[int, str]:
        """Let the bytes end at `end` for a while, as `limited_by` says (an option, a record); gives what `widen` takes."""
        outer = (self.end, self.limited_by)
        if end < self.end:
            self.end, self.limited_by = end, limited_by
        return outer

    def widen(self, outer: tuple[int, str]) -> None:
        """Let the bytes end where they did before `narrow`."""
        self.end, self.limited_by = outer

    def take(self, table: type[Header], end: int | None = None, group: str = "") -> None:
        """Put the bytes up to `end` into the present layer as the first field of `table`."""
        stop = self.end if end is None else end
        if stop > self.position:
            self.run(table.fields[0], stop - self.position, group)

    def take_exactly(self, table: type[Header], size: int, group: str = "", what: str = "") -> None:
        """Put `size` bytes into the present layer as the first field of `table`; TruncatedError, of `what`, where there are fewer."""
        start, available = self.position, min(size, self.left)
        self.take(table, start + available, group)
        if size > available:
            raise TruncatedError(
                what or f"{table.title} {table.fields[0].label.lower()}",
                start=start,
                needed=size,
                available=available,
                limited_by=self.limited_by,
            )

    def append(self, table: type[Header], end: int) -> None:
        """Put the bytes up to `end` into a layer of their own."""
        if end > self.position:
            self.layer = layer = Layer().begin(table, self.position, self.quoted)
            self.layers.append(layer)
            layer.parts.append(run_of(table.fields[0], self.data[self.position : end], self.position))
            self.position = end

    def limit(self, end: int, limited_by: str) -> None:
        """From here on `end` ends the packet, as the field `limited_by` says; what lies behind it belongs to the layer outside.

        A length that claims more than there is ends it where the bytes end, and makes it a part.
        """
        self._limits.append((self.end, self.limited_by, self.read_trailer))
        self.read_trailer = keep_trailer
        if end > self.end:
            self.part = True
            return
        self.end, self.limited_by = end, limited_by
        self.stated = True

    def release(self) -> Trailer:
        """Lift the innermost limit, keeping what nobody took inside it; gives who reads what lies behind it."""
        if self.position < self.end:
            self.append(self.rest, self.end)
        self.end, self.limited_by, read_trailer = self._limits.pop()
        self.rest = Data
        return read_trailer

    def unwind(self) -> None:
        """Keep every byte that nobody took: the rest of the innermost layer, then what lies behind each limit."""
        if self.position == len(self.data):
            return
        if self.position < self.end:
            self.append(self.rest, self.end)
        while self._limits:
            read_trailer = self.release()
            if self.position < self.end:
                read_trailer(self, self.end)
            if self.position < self.end:
                self.append(Data, self.end)

    def report(
        self, rule: str, header: Header, name: str, text: str, *, rfc: str = "", details: tuple[str, ...] = ()
    ) -> None:
        """Note something wrong in the field `name` of a header that was read."""
        self.problems.append(problem_in(rule, header, name, text, rfc=rfc, details=details))

    def report_bytes(
        self,
        rule: str,
        start: int,
        size: int,
        text: str,
        *,
        key: str = "",
        rfc: str = "",
        details: tuple[str, ...] = (),
    ) -> None:
        """Note something wrong in `size` bytes from byte `start` on; the key and the RFC are the present layer's unless they are given."""
        end = min(start + size, len(self.data))
        self.problems.append(
            Problem(
                rule=rule,
                key=key or self.layer.key,
                start_bit=min(start, end) * 8,
                width_bits=max(0, end - start) * 8,
                text=text,
                rfc=rfc or self.layer.rfc,
                details=details,
            )
        )


def problem_in(
    rule: str, header: Header, name: str, text: str, *, rfc: str = "", details: tuple[str, ...] = ()
) -> Problem:
    """Something wrong in the field `name` of a header."""
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


Read = Callable[[Reading], Next]
