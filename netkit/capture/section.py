"""One section of a pcapng file: its byte order, its interfaces and its packets (draft-ietf-opsawg-pcapng §4).

A packet that is wrong inside its block is left out with a problem; the block's boundary is sound, so reading goes on
after it.
"""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from netkit.capture.interface import Interface
from netkit.capture.interfaces import Clock, read_clock, read_interface
from netkit.capture.options import Option, read_options, report_stop
from netkit.capture.pcapng_format import (
    ENHANCED_NUMBERS,
    OBSOLETE_DROPS_UNKNOWN,
    OBSOLETE_NUMBERS,
    PACKET_DROPS,
    SIMPLE_NUMBERS,
)
from netkit.capture.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.capture.blocks import Block
    from netkit.capture.problem import ProblemLog

__all__ = ["MAXIMUM_INTERFACES", "ROOM", "Section"]

MAXIMUM_INTERFACES = 65_536
"""How many interfaces are kept of one section, so that the size of a file does not set the memory needed."""

ROOM = 32 << 20
"""Bytes of descriptions that are kept of one section's interfaces."""

_FIXED_PART = 20
"""Bytes before the data in an Enhanced Packet Block, and in the Packet Block that it replaced."""


class Section:
    """What one section says so far. `number` counts from 1, `order` is `<` or `>`; places are in bytes.

    Each of `enhanced`, `simple` and `obsolete` reads the packet of a block, whose window begins at byte `base` of the
    file; it gives None, and notes a problem, where the packet has to be left out.
    """

    __slots__ = (
        "_interfaces",
        "_problems",
        "_room",
        "_unpack_enhanced",
        "_unpack_obsolete",
        "_unpack_simple",
        "number",
        "order",
    )

    def __init__(self, number: int, order: str, problems: ProblemLog) -> None:
        self.number = number
        self.order = order
        self._problems = problems
        self._interfaces: list[tuple[Interface, Clock] | None] = []
        self._room = ROOM
        self._unpack_enhanced = struct.Struct(order + ENHANCED_NUMBERS).unpack_from
        self._unpack_obsolete = struct.Struct(order + OBSOLETE_NUMBERS).unpack_from
        self._unpack_simple = struct.Struct(order + SIMPLE_NUMBERS).unpack_from

    def describe(self, content: bytes, offset: int) -> Interface | None:
        """Take in an Interface Description Block (§4.2), whose content is at byte `offset`.

        One that can't be read keeps its number, so that the packets of those after it still find theirs.
        """
        if len(self._interfaces) >= MAXIMUM_INTERFACES:
            text = f"an interface is passed over: netkit keeps {MAXIMUM_INTERFACES:,} of a section"
            self._problems.add("pcapng.interface.too_many", text, offset)
            return None
        interface = read_interface(
            content,
            self.order,
            number=len(self._interfaces),
            section=self.number,
            offset=offset,
            problems=self._problems,
        )
        room, self._room = self._room, self._room - len(content)
        if interface is not None and self._room < 0:
            if room >= 0:
                text = f"the interfaces' descriptions are longer than {ROOM >> 20} MiB; names and options are passed over from here on"
                self._problems.add("pcapng.interface.too_much", text, offset)
            interface = replace(interface, name=None, description=None, options=())
        self._interfaces.append(None if interface is None else (interface, read_clock(interface)))
        return interface

    @property
    def interfaces(self) -> Sequence[tuple[Interface, Clock] | None]:
        """The interfaces described so far, each with how its time stamps are counted; None for one that can't be read."""
        return self._interfaces

    def clock(self, number: int) -> Clock | None:
        """How the time stamps of an interface are counted; None where it has not been described."""
        known = self._interfaces[number] if number < len(self._interfaces) else None
        return None if known is None else known[1]

    def enhanced(self, number: int, block: Block, base: int) -> Record | None:
        """Enhanced Packet Block (§4.3)."""
        _, window, start, end = block
        if end - start < _FIXED_PART:
            self._too_short(base + start, end - start, _FIXED_PART)
            return None
        interface, high, low, captured, original = self._unpack_enhanced(window, start)
        return self._packet(number, block, base, (interface, (high << 32) | low, captured, original))

    def obsolete(self, number: int, block: Block, base: int) -> Record | None:
        """Packet Block (appendix A).

        The interface has 16 bits, and the 16 after it count the packets dropped before this one.
        """
        _, window, start, end = block
        if end - start < _FIXED_PART:
            self._too_short(base + start, end - start, _FIXED_PART)
            return None
        interface, drops, high, low, captured, original = self._unpack_obsolete(window, start)
        record = self._packet(number, block, base, (interface, (high << 32) | low, captured, original))
        if record is not None and drops != OBSOLETE_DROPS_UNKNOWN:
            # The Enhanced Packet Block has an option for what stands here in the fixed part.
            record.options = (*record.options, (PACKET_DROPS, struct.pack(self.order + "Q", drops)))
        return record

    def simple(self, number: int, block: Block, base: int) -> Record | None:
        """Simple Packet Block (§4.4).

        No time, the first interface, and as many bytes as its snap length lets through.
        """
        _, window, start, end = block
        if end - start < 4:
            self._too_short(base + start, end - start, 4)
            return None
        (original,) = self._unpack_simple(window, start)
        known = self._interfaces[0] if self._interfaces else None
        if known is None:
            self._no_interface(base + start, 0)
            return None
        interface = known[0]
        captured = min(original, interface.snap_length or original)
        data = start + 4
        if captured > end - data:
            self._overrun(base + start, captured, end - data)
            return None
        return Record(number, None, window[data : data + captured], original, interface)

    def _packet(self, number: int, block: Block, base: int, fixed: tuple[int, int, int, int]) -> Record | None:
        """What the Enhanced and the obsolete block have in common: after the fixed part the data, then options."""
        _, window, start, end = block
        interface_number, ticks, captured, original = fixed
        interfaces = self._interfaces
        known = interfaces[interface_number] if interface_number < len(interfaces) else None
        if known is None:
            self._no_interface(base + start, interface_number)
            return None
        interface, (multiplier, divisor, offset) = known
        data = start + _FIXED_PART
        stop = data + captured
        if stop > end:
            self._overrun(base + start, captured, end - data)
            return None
        options: tuple[Option, ...] = ()
        if stop + 4 <= end:
            options, overrun = read_options(window, stop + (-captured & 3), end, self.order)
            if overrun is not None:
                report_stop(self._problems, "a packet", options, base + overrun)
        time = ticks * multiplier // divisor + offset
        return Record(number, time, window[data:stop], original, interface, options, ticks)

    def _too_short(self, place: int, there: int, needed: int) -> None:
        text = f"a packet is left out: its block has {there} of the {needed} bytes that come before the data"
        self._problems.add("pcapng.packet.too_short", text, place)

    def _overrun(self, place: int, captured: int, room: int) -> None:
        text = f"a packet is left out: it claims {captured:,} bytes of data, and its block has room for {room:,}"
        self._problems.add("pcapng.packet.overrun", text, place)

    def _no_interface(self, place: int, number: int) -> None:
        text = f"a packet is left out: it names interface {number}, which this section has not described"
        self._problems.add("pcapng.packet.no_interface", text, place)
