"""A capture's parts with nothing in them that tells who was there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from netkit.capture.anonymous.fields import StandIns
from netkit.capture.anonymous.packets import Kept, stand_in
from netkit.capture.interface import Interface
from netkit.capture.losses import Losses
from netkit.capture.parts import OtherBlock, SectionHeader
from netkit.capture.pcapng_format import (
    INTERFACE_FCS_LENGTH,
    INTERFACE_NAME,
    INTERFACE_RECEIVE_SPEED,
    INTERFACE_RESOLUTION,
    INTERFACE_SEND_SPEED,
    INTERFACE_SPEED,
    INTERFACE_STATISTICS,
    INTERFACE_TIME_OFFSET,
    PACKET_DROPS,
    PACKET_FLAGS,
    PACKET_ID,
    PACKET_QUEUE,
)
from netkit.capture.record import Record
from netkit.capture.rewriting.keyed import Keyed
from netkit.capture.statistics import without_remarks

if TYPE_CHECKING:
    from netkit.capture.options import Option
    from netkit.capture.parts import Part

__all__ = ["Anonymiser"]

_OF_INTERFACES = frozenset(
    {
        INTERFACE_SPEED,
        INTERFACE_RESOLUTION,
        INTERFACE_FCS_LENGTH,
        INTERFACE_TIME_OFFSET,
        INTERFACE_SEND_SPEED,
        INTERFACE_RECEIVE_SPEED,
    }
)
_OF_PACKETS = frozenset({PACKET_FLAGS, PACKET_DROPS, PACKET_ID, PACKET_QUEUE})
"""Options that say nothing about anybody."""

_PLAIN_NAMES = re.compile(rb"(any|lo|eth|wlan|en|em|br|tun|tap|veth|wg)[0-9]{0,3}")
"""Names of interfaces that every machine has."""


class Anonymiser:
    """Changes the parts of captures, one after the other; the same `key`, any bytes, makes the same of the same.

    `losses` counts what was left out, and what could not be kept in its form.
    """

    def __init__(self, key: bytes) -> None:
        self.losses = Losses()
        self._stand_ins = StandIns(Keyed(key))

    def __call__(self, part: Part) -> Part | None:
        """What stands in for a part; None where it is left out."""
        if isinstance(part, Record):
            return self._record(part)
        if isinstance(part, Interface):
            return self._interface(part)
        if isinstance(part, SectionHeader):
            self.losses.add("remarks on the file", len(part.options))
            return replace(part, options=())
        return self._block(part)

    def _record(self, record: Record) -> Record:
        data, kept = stand_in(record.data, record.link_type, record.original_length, self._stand_ins)
        options = tuple(option for option in record.options if option[0] in _OF_PACKETS)
        self.losses.add("remarks on packets", len(record.options) - len(options))
        if kept is not Kept.ALL:
            self.losses.add(f"packets in which {kept.value}")
        return replace(record, data=data, options=options)

    def _interface(self, interface: Interface) -> Interface:
        options = tuple(self._option(code, value) for code, value in interface.options)
        kept = tuple(option for option in options if option is not None)
        self.losses.add("remarks on interfaces", len(options) - len(kept))
        return replace(interface, name=None, description=None, options=kept)

    def _option(self, code: int, value: bytes) -> Option | None:
        if code == INTERFACE_NAME:
            return code, value if _PLAIN_NAMES.fullmatch(value) else self._stand_ins.words.text(value)
        return (code, value) if code in _OF_INTERFACES else None

    def _block(self, block: OtherBlock) -> OtherBlock | None:
        if block.kind == INTERFACE_STATISTICS:
            content = without_remarks(block.content, "<" if block.byte_order == "little" else ">")
            return replace(block, content=content)
        self.losses.add(f"blocks of this kind: {block.name}")
        return None
