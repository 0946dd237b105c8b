"""Writing a capture: records in, a pcapng or pcap file out, complete or absent."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from netkit.capture.destination import Writable, destination
from netkit.capture.form import NANOSECONDS, Form, form_for, resolution_code
from netkit.capture.interface import Interface
from netkit.capture.options import reordered
from netkit.capture.pcap_writer import PcapWriter, other_link_type
from netkit.capture.pcapng_format import (
    INTERFACE_DESCRIPTION_TEXT,
    INTERFACE_NAME,
    INTERFACE_OPTION_NUMBERS,
    INTERFACE_RESOLUTION,
    INTERFACE_TIME_OFFSET,
    PACKET_NUMBERS,
    SECTION_APPLICATION,
    SECTION_HARDWARE,
    SECTION_SYSTEM,
)
from netkit.capture.pcapng_writer import PcapngWriter, comment_options, text_option
from netkit.capture.record import NewRecord, Record
from netkit.errors import UsageError

if TYPE_CHECKING:
    from netkit.capture.destination import Pen
    from netkit.capture.options import Option

__all__ = ["write"]

_ETHERNET = 1


def write(
    path: str | os.PathLike[str] | Writable,
    records: Iterable[Record | NewRecord],
    *,
    format: str | None = None,  # noqa: A002  the word that everybody uses
    packed: str | None = None,
    resolution: int = NANOSECONDS,
    byte_order: str = "little",
    interfaces: Iterable[Interface] = (),
    comments: Iterable[str] = (),
    application: str = "netkit",
    hardware: str = "",
    operating_system: str = "",
) -> int:
    """Write records to a capture file, each as it comes; gives how many.

    `path` is where the file lies, or an open binary file (`sys.stdout.buffer`), which is left open. A file is complete or
    absent: it stands in its place once every record is in it. `format` is `pcapng` or `pcap`, and `packed` `gzip`, `zstd`
    or `none`; where they are not given the name's ending says it (`.pcap`, `.gz`, `.zst`), and else it is pcapng, not
    packed. `resolution` is in ticks a second: times are rounded down to it.

    pcapng holds records of several link types and interfaces. An interface is described where its first record is, or at
    the beginning if it stands in `interfaces`, which may give it a description, too: a record with its name and link type
    belongs to it. `comments` are about the whole file; `application`, `hardware` and `operating_system` say what made it.

    pcap holds one link type, microseconds or nanoseconds, and no comment. The names of interfaces are left out of it.

    Raises UsageError for what the format can't hold and for a place that can't be a file, AccessError where the system
    refuses, and whatever `records` raises; the file is then as it was before.
    """
    name = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
    form = form_for(name, format=format, packed=packed, resolution=resolution, byte_order=byte_order)
    about = [
        *comment_options(comments, "a comment on the file"),
        *(
            text_option(code, said, what)
            for code, said, what in (
                (SECTION_HARDWARE, hardware, "the hardware's name"),
                (SECTION_SYSTEM, operating_system, "the operating system's name"),
                (SECTION_APPLICATION, application, "the application's name"),
            )
            if said
        ),
    ]
    if form.format == "pcap" and any(code not in _SAID_OF_A_MAKER for code, _ in about):
        raise _no_comments("the file has a comment")
    with destination(path, form.packed) as pen:
        sink = _Pcap(pen, form, interfaces) if form.format == "pcap" else _Pcapng(pen, form, interfaces, about)
        for record in records:
            sink.put(record)
        return sink.finish()


_SAID_OF_A_MAKER = (SECTION_HARDWARE, SECTION_SYSTEM, SECTION_APPLICATION)


class _Pcapng:
    """Records into one section of pcapng."""

    def __init__(self, pen: Pen, form: Form, interfaces: Iterable[Interface], about: list[Option]) -> None:
        self._writer = PcapngWriter(pen.write, form.byte_order)
        self._resolution = form.resolution
        self._numbers: dict[object, int] = {}
        self._described_so_far = 0
        self._last: tuple[object, int, int] = (None, 0, 0)
        self._snap_length = 0
        self._writer.section(about)
        for interface in interfaces:
            number = self._described(interface, interface)
            self._numbers.setdefault((interface.name or "", interface.link_type), number)

    def put(self, record: Record | NewRecord) -> None:
        where, link_type, number = self._last  # mostly the same as before: looking it up takes longer
        if where is not record.interface or link_type != record.link_type:
            number = self._number(record)
            self._last = (record.interface, record.link_type, number)
        data = record.data
        length = len(data) if record.original_length is None else record.original_length
        options = self._options(record)
        if record.time is not None:
            self._writer.packet(number, record.time * self._resolution // NANOSECONDS, data, length, options)
        elif number or options or len(data) != min(length, self._snap_length or length):
            raise UsageError(
                f"packet {self._writer.count + 1:,} has no time",
                why="a packet without a time stands in a Simple Packet Block, which holds no comment and belongs to the first interface",
                hint="give it a time",
            )
        else:
            self._writer.simple_packet(data, length)

    def _options(self, record: Record | NewRecord) -> Sequence[Option]:
        """What is said of a packet: all of it, where it comes from a capture."""
        if isinstance(record, Record):
            order = record.interface.byte_order
            return reordered(record.options, PACKET_NUMBERS, order, self._writer.byte_order) if record.options else ()
        return comment_options(record.comments, f"a comment on packet {self._writer.count + 1:,}")

    def _number(self, record: Record | NewRecord) -> int:
        """The number of a record's interface, which is described now if it was not yet."""
        where = record.interface
        if isinstance(where, str):
            key: object = (where, record.link_type)
            where = Interface(0, record.link_type, name=where or None)
        else:
            key = where
        number = self._numbers.get(key)
        return self._described(where, key) if number is None else number

    def _described(self, interface: Interface, key: object) -> int:
        options = _about(interface, self._writer.byte_order)
        code = resolution_code(self._resolution)
        if code is not None:
            options.append((INTERFACE_RESOLUTION, bytes((code,))))
        if not 0 <= interface.link_type <= 0xFFFF:
            raise UsageError(
                f"there is no link type {interface.link_type}",
                why="a link type is a number of 16 bits",
                hint="Ethernet is 1",
            )
        number = self._numbers[key] = self._described_so_far
        self._described_so_far += 1
        self._snap_length = self._snap_length if number else interface.snap_length
        self._writer.interface(interface.link_type, interface.snap_length, options)
        return number

    def finish(self) -> int:
        return self._writer.count


def _about(interface: Interface, byte_order: str) -> list[Option]:
    """What is said of an interface, but for its clock, which is the file's."""
    if interface.options:
        options = reordered(interface.options, INTERFACE_OPTION_NUMBERS, interface.byte_order, byte_order)
        return [option for option in options if option[0] not in (INTERFACE_RESOLUTION, INTERFACE_TIME_OFFSET)]
    said = (
        (INTERFACE_NAME, interface.name, "the name of an interface"),
        (INTERFACE_DESCRIPTION_TEXT, interface.description, "the description of an interface"),
    )
    return [text_option(code, text, what) for code, text, what in said if text]


class _Pcap:
    """Records into a pcap file, whose header waits for the first one's link type."""

    def __init__(self, pen: Pen, form: Form, interfaces: Iterable[Interface]) -> None:
        self._pen = pen
        self._form = form
        self._writer: PcapWriter | None = None
        self._link_type = next((interface.link_type for interface in interfaces), None)

    def put(self, record: Record | NewRecord) -> None:
        link_type = record.interface.link_type if isinstance(record.interface, Interface) else record.link_type
        if self._link_type is None:
            self._link_type = link_type
        writer = self._writer or self._begun()
        number = writer.count + 1
        if link_type != self._link_type:
            raise other_link_type(number, link_type, self._link_type)
        if record.comments:
            raise _no_comments(f"packet {number:,} has a comment")
        if record.time is None:
            raise UsageError(
                f"packet {number:,} has no time",
                why="every packet has one in pcap",
                hint="write pcapng, or give it a time",
            )
        data = record.data
        writer.packet(data, record.time, len(data) if record.original_length is None else record.original_length)

    def _begun(self) -> PcapWriter:
        form = self._form
        link_type = _ETHERNET if self._link_type is None else self._link_type
        if not 0 <= link_type <= 0xFFFF:
            raise UsageError(
                f"there is no link type {link_type}", why="a link type is a number of 16 bits", hint="Ethernet is 1"
            )
        self._writer = PcapWriter(
            self._pen.write, network=link_type, resolution=form.resolution, byte_order=form.byte_order
        )
        return self._writer

    def finish(self) -> int:
        return (self._writer or self._begun()).count


def _no_comments(what: str) -> UsageError:
    return UsageError(
        f"{what}, and pcap has no room for it",
        why="pcap holds each packet's time, lengths and bytes, and nothing else",
        hint="write pcapng, or leave the comment out",
    )
