"""One packet made anew: as long as it was, and as right or wrong as it was, with other addresses, names and numbers in it."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

from netkit.capture.anew.fields import Fields
from netkit.capture.anew.flow import Flow
from netkit.capture.anew.left import LeftOver, Why, reasons
from netkit.capture.anew.speeches import Speeches
from netkit.capture.anew.texts import Texts
from netkit.capture.anew.traces import traces_of
from netkit.capture.rewriting.likeness import alike
from netkit.capture.rewriting.natures import Nature, nature_of
from netkit.capture.rewriting.sums import carry_along, keep_as_right, keep_unknown, put_extensions_right
from netkit.packet import dissect
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6_fragment import Ipv6Fragment

if TYPE_CHECKING:
    from netkit.capture.anew.renaming import Renaming
    from netkit.capture.anew.seen import Seen
    from netkit.capture.record import Record
    from netkit.packet import DissectedField, Dissection
    from netkit.packet.layer import Layer

__all__ = ["Packets"]

_NETWORKS = frozenset({"ip", "ipv6", "ipv6.fraghdr", "ipv6.hopopts", "ipv6.dstopts", "ipv6.routing", "ah"})
"""Layers behind which data are a protocol without a table, or a fragment: their sums are not known, so that they stay."""
_ECHOES = {"icmp.type": (0, 8), "icmpv6.type": (128, 129)}
_SECOND, _MICROSECOND, _DAY = 1_000_000_000, 1000, 86_400
_CLOCKS = ("<qq", "<II", ">II")
"""How programs write seconds and microseconds into what they want echoed."""

Slice = tuple[int, bytes, bytes]
"""Of a fragment: where its part of a whole packet begins, that part, and its image."""


class Packets:
    """Makes packets anew under a `renaming`; what stays as it was is told to `left`."""

    def __init__(self, renaming: Renaming, seen: Seen, left: LeftOver) -> None:
        self._renaming = renaming
        self._left = left
        self.texts = Texts(renaming, seen)
        self._fields = Fields(renaming, self.texts)
        self._speeches = Speeches(seen, renaming, self._fields, self.texts, left)
        self._traces = traces_of(renaming, seen)
        self._slices: dict[int, list[Slice]] = {}
        for whole, time in seen.wholes:
            data = self._anew(whole.dissect(), time, whole.fragments[0].number)[len(whole.header) :]
            for fragment in whole.fragments:
                place = slice(fragment.start, fragment.start + len(fragment.data))
                self._slices.setdefault(fragment.number, []).append(
                    (fragment.data_start, whole.data[place], data[place])
                )

    def anew(self, record: Record) -> bytes:
        """The bytes that stand for those of a record."""
        packet = dissect(record.data, record.link_type, original_length=record.original_length)
        slices = self._slices.get(record.number, ())
        if not slices and any(_is_fragment(layer) for layer in packet.layers):
            self._left.add(Why.PART, record.number)
        return self._anew(packet, record.time, record.number, slices)

    def _anew(self, packet: Dissection, time: int | None, number: int, slices: Sequence[Slice] = ()) -> bytes:
        for why in reasons(field.key for field in packet.fields):
            self._left.add(why, number)
        new = self._changed(packet, time, slices, content=True)
        found = alike(packet, new, len(new))
        if found is None:
            self._left.add(Why.FORM, number)
            new = self._changed(packet, time, slices, content=False)
            found = alike(packet, new, len(new))
        result = bytes(new) if found is None else found
        self._look_for_traces(packet, result, number)
        return result

    def _changed(self, packet: Dissection, time: int | None, slices: Sequence[Slice], *, content: bool) -> bytearray:
        """The packet with every field's image; without `content`, what a transport carries stays."""
        new = bytearray(packet.data)
        flow = Flow(self._renaming)
        carried: tuple[int, int] | None = None
        echo = False
        carrier: Layer | None = None
        for layer in packet.layers:
            if carried is not None and carried[0] <= layer.start < carried[1]:
                continue
            flow.enter(layer)
            if layer.key == "data" and carrier is not None:
                keep_unknown(packet, new, carrier, layer.start)
                continue
            self._headers(layer, flow, packet, new)
            carrier = layer if layer.key in _NETWORKS else None
            echo = self._echo(layer, packet, time, new, echo=echo)
            if layer.content is not None and (layer.key == "tcp" or not content):
                carried = layer.content
                start, end = carried
                if content:
                    self._speeches.apply(flow.key, flow.sequence, packet.data[start:end], new, start)
        carry_along(packet, new)
        put_extensions_right(packet, new)
        keep_as_right(packet, new)
        for start, old, image in slices:
            if packet.data[start : start + len(old)] == old:
                new[start : start + len(old)] = image
        return new

    def _headers(self, layer: Layer, flow: Flow, packet: Dissection, new: bytearray) -> None:
        for found in layer.fields:
            start, size = found.start_bit // 8, found.width_bits // 8
            if found.start_bit % 8 or found.width_bits % 8 or not size:
                continue
            new[start : start + size] = self._fields.of(found, packet.data[start : start + size])
        for found, image in flow.numbers(layer):
            _put(new, found, image)

    def _echo(self, layer: Layer, packet: Dissection, time: int | None, new: bytearray, *, echo: bool) -> bool:
        """Move the time that a ping carries in its content; whether this layer is an echo, whose content is the next."""
        if layer.key in ("icmp", "icmpv6"):
            return any(field.raw_value in _ECHOES.get(field.key, ()) for field in layer.fields)
        if not echo or layer.key != "data" or time is None:
            return False
        for form in _CLOCKS:
            size = struct.calcsize(form)
            old = packet.data[layer.start : layer.start + size]
            if len(old) < size:
                continue
            seconds, micros = struct.unpack(form, old)
            if abs(seconds - time // _SECOND) <= _DAY and 0 <= micros < _SECOND // _MICROSECOND:
                moved = self._renaming.moments(seconds * _SECOND + micros * _MICROSECOND) // _MICROSECOND
                struct.pack_into(form, new, layer.start, *divmod(moved, _SECOND // _MICROSECOND))
                break
        return False

    def _look_for_traces(self, packet: Dissection, new: bytes, number: int) -> None:
        """Say where something of the old is left in bytes that no table explains."""
        if self._traces is None:
            return
        for layer in packet.layers:
            places = [] if layer.key != "tcp" or layer.content is None else [layer.content]
            places += [
                (field.start_bit // 8, (field.start_bit + field.width_bits) // 8)
                for field in layer.fields
                if nature_of(field.field) is Nature.BYTES and field.width_bits > 24
            ]
            if any(self._traces.search(new, start, end) for start, end in places):
                self._left.add(Why.UNKNOWN, number)
                return


def _is_fragment(layer: Layer) -> bool:
    header = layer.header
    return (
        isinstance(header, Ipv4 | Ipv6Fragment)
        and bool(header.more_fragments or header.fragment_offset)
        and not layer.quoted
    )


def _put(new: bytearray, field: DissectedField, image: int) -> None:
    """Write a number into its bits."""
    first, last = field.start_bit // 8, (field.start_bit + field.width_bits + 7) // 8
    below = last * 8 - field.start_bit - field.width_bits
    number = int.from_bytes(new[first:last], "big")
    mask = (1 << field.width_bits) - 1 << below
    new[first:last] = (number & ~mask | image << below).to_bytes(last - first, "big")
