"""A reading over a stretch of a stream: as if it were one segment, however long, with a bound on what is found in it."""

from __future__ import annotations

from typing import TypeVar

from netkit.errors import TruncatedError
from netkit.packet.data import Data
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.layer import Layer
from netkit.packet.reading import Read, Reading
from netkit.packet.transport.tcp import Tcp

__all__ = ["MOST_FIELDS", "MOST_LAYERS", "StreamReading"]

AnyHeader = TypeVar("AnyHeader", bound=Header)

MOST_LAYERS, MOST_FIELDS = 20_000, 400_000
"""Layers, and fields and headers, that are read of one stretch, so that a hostile one can't fill the memory."""


class _FullError(Exception):
    """As much was found as is kept."""


class StreamReading(Reading):
    """The state of reading a stretch; `full` says that there was more than is kept.

    The layer before the first is a segment's header with the ports of the stream, by which readers know who speaks.
    """

    __slots__ = ("_ports", "full", "parts_read")

    def __init__(self, data: bytes, source_port: int, destination_port: int, *, part: bool) -> None:
        super().__init__(data, original_length=len(data))
        self.part = part
        self.full = False
        self.parts_read = 0
        self.layer = Layer().begin(Tcp, 0, quoted=False)
        ports = source_port.to_bytes(2, "big") + destination_port.to_bytes(2, "big")
        self.layer.parts.append(Tcp.decode(ports + bytes(Tcp.fixed_bytes - len(ports))))
        self._ports = self.layer

    def run_reader(self, reader: Read) -> None:
        """Let a reader read from here on; what it says comes next is nobody's here."""
        part = self.part
        self.layer = self._ports
        try:
            reader(self)
        except TruncatedError:
            if self.layers and not self.layers[-1].parts:
                self.layers.pop()
        except _FullError:
            self.full = True
        while self._limits:
            self.release()
        self.part = part
        self.rest = Data

    def skip(self, end: int) -> None:
        """Pass over the bytes up to `end`."""
        self.position = max(self.position, end)

    def open(self, table: type[AnyHeader], rest: type[Header] = Data) -> AnyHeader:
        """Begin the layer of a protocol with its header."""
        self._count(layers=True)
        return super().open(table, rest)

    def begin(self, table: type[Header], rest: type[Header] = Data) -> Layer:
        """Begin the layer of a protocol."""
        self._count(layers=True)
        return super().begin(table, rest)

    def read(self, table: type[AnyHeader], group: str = "", end: int | None = None) -> AnyHeader:
        """Read one table."""
        self._count()
        return super().read(table, group, end)

    def run(self, field: Field, size: int, group: str = "") -> bytes:
        """Put bytes into the present layer as one field."""
        self._count()
        return super().run(field, size, group)

    def _count(self, *, layers: bool = False) -> None:
        self.parts_read += 1
        if self.parts_read > MOST_FIELDS or (layers and len(self.layers) >= MOST_LAYERS):
            raise _FullError
