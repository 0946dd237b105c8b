"""A whole capture made anew: the same traffic, as another student would have recorded it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netkit.capture.anew.ipv4 import DOCUMENTATION
from netkit.capture.anew.left import Left, LeftOver, Why
from netkit.capture.anew.packets import Packets
from netkit.capture.anew.renaming import Renaming
from netkit.capture.anew.seen import see
from netkit.capture.anew.together import together
from netkit.capture.converting import convert
from netkit.capture.form import Form
from netkit.capture.interface import Interface
from netkit.capture.opening import open as open_capture
from netkit.capture.parts import OtherBlock, Part, SectionHeader
from netkit.capture.pcapng_format import (
    DECRYPTION_SECRETS,
    INTERFACE_DESCRIPTION_TEXT,
    INTERFACE_FCS_LENGTH,
    INTERFACE_NAME,
    INTERFACE_RESOLUTION,
    INTERFACE_SPEED,
    INTERFACE_STATISTICS,
    INTERFACE_TIME_OFFSET,
    OPTION_COMMENT,
    PACKET_FLAGS,
    PACKET_QUEUE,
)
from netkit.capture.record import Record
from netkit.packet import dissect

if TYPE_CHECKING:
    from netkit.capture.anew.seen import Seen
    from netkit.capture.capture import Capture
    from netkit.packet import Dissection

__all__ = ["Anew", "Recording", "made_anew"]

Source = bytes | str | os.PathLike[str]
"""What stands in a file, or where it is."""

_OF_INTERFACES = frozenset(
    {
        INTERFACE_NAME,
        INTERFACE_DESCRIPTION_TEXT,
        INTERFACE_SPEED,
        INTERFACE_RESOLUTION,
        INTERFACE_FCS_LENGTH,
        INTERFACE_TIME_OFFSET,
    }
)
_LATEST = (1 << 32) * 1_000_000_000 - 1
"""The last nanosecond that pcap can write."""
_OF_PACKETS = frozenset({OPTION_COMMENT, PACKET_FLAGS, PACKET_QUEUE})


@dataclass(frozen=True, slots=True)
class Anew:
    """A capture that was made anew: the file, who became who in it, and what stayed as it was recorded."""

    data: bytes
    renaming: Renaming
    left: tuple[Left, ...]


class Recording:
    """A capture that was recorded, from a file or from what stands in one: looked through once, and made anew for as many as need it.

    With `others`, captures of the same traffic that were made at other places at the same time: what is one in two of them stays one.
    Raises what opening a capture raises, and nothing once it is open.
    """

    def __init__(self, source: Source, *others: Source) -> None:
        self._sources = (source, *others)
        self._seen = together([_see(each) for each in self._sources])

    def anew(self, seed: bytes, *, wrap: bool = False, into: Sequence[str] = DOCUMENTATION) -> Anew:
        """The capture with other addresses, names, ports, numbers and times in it, consistently; everything else stays, to the byte.

        `seed` is any bytes: the same makes the same. `into` are the networks of 24 bits for addresses that are not private; with `wrap`,
        in one of four seeds sequence numbers pass 2^32 on their way. The file keeps its format, and is not packed.
        """
        return self.all_anew(seed, wrap=wrap, into=into)[0]

    def all_anew(self, seed: bytes, *, wrap: bool = False, into: Sequence[str] = DOCUMENTATION) -> tuple[Anew, ...]:
        """The same of this capture and of each of the others, with one renaming for all of them."""
        renaming = Renaming(seed, self._seen[0], wrap=wrap, into=into)
        return tuple(_made(source, renaming, seen) for source, seen in zip(self._sources, self._seen, strict=True))


def _see(source: Source) -> Seen:
    with _opened(source) as capture:
        records = list(capture)
    return see(records, map(_dissected, records))


def _made(source: Source, renaming: Renaming, seen: Seen) -> Anew:
    left = LeftOver()
    packets = Packets(renaming, seen, left)
    making = _Making(packets, renaming, left)
    if renaming.unspelled:
        left.add(Why.SPELLED)
    target = io.BytesIO()
    with _opened(source) as capture:
        form = Form(format=capture.format, byte_order=capture.byte_order) if capture.format == "pcap" else Form()
        convert(capture, target, form, change=making)
    if packets.texts.kept:
        left.add(Why.SPELLED)
    return Anew(target.getvalue(), renaming, left.result())


def made_anew(source: Source, seed: bytes, *, wrap: bool = False, into: Sequence[str] = DOCUMENTATION) -> Anew:
    """A recorded capture made anew once; see `Recording`, which also says what is raised."""
    return Recording(source).anew(seed, wrap=wrap, into=into)


def _opened(source: Source) -> Capture:
    return open_capture(io.BytesIO(source) if isinstance(source, bytes) else source)


def _dissected(record: Record) -> Dissection:
    return dissect(record.data, record.link_type, original_length=record.original_length)


class _Making:
    """Changes the parts of a capture, one after the other."""

    def __init__(self, packets: Packets, renaming: Renaming, left: LeftOver) -> None:
        self._packets = packets
        self._renaming = renaming
        self._left = left

    def __call__(self, part: Part) -> Part | None:
        if isinstance(part, Record):
            time = (
                None if part.time is None else min(max(self._renaming.moments(part.time), 0), max(part.time, _LATEST))
            )
            options = tuple(self._told(option for option in part.options if option[0] in _OF_PACKETS))
            return replace(part, data=self._packets.anew(part), time=time, ticks=None, options=options)
        if isinstance(part, Interface):
            kept = tuple(self._told(option for option in part.options if option[0] in _OF_INTERFACES))
            return replace(part, options=kept)
        if isinstance(part, SectionHeader):
            return replace(part, options=tuple(self._told(iter(part.options))))
        if isinstance(part, OtherBlock) and part.kind == DECRYPTION_SECRETS:
            return part
        if part.kind != INTERFACE_STATISTICS:
            self._left.add(Why.BLOCKS)
        return None

    def _told(self, options: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        """What is said of a part, with other names and addresses."""
        for code, value in options:
            yield code, self._packets.texts.replaced(value) if code == OPTION_COMMENT else value
