"""What is replaced in the bytes of TCP connections: found in the whole stream, so that names across two segments are found, too."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from netkit.capture.anew.left import LeftOver, reasons
from netkit.capture.anew.texts import Edit
from netkit.capture.rewriting.natures import Nature, nature_of
from netkit.tcp.sequence import MODULUS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netkit.capture.anew.fields import Fields
    from netkit.capture.anew.renaming import Renaming
    from netkit.capture.anew.seen import Seen, Speech
    from netkit.capture.anew.texts import Texts
    from netkit.capture.streams.numbers import Key

__all__ = ["Speeches"]

_LONGEST = 512
"""Bytes of what is replaced at once; a longer text is cut into such pieces."""


class Speeches:
    """The edits of every direction, under the sequence numbers that they had."""

    def __init__(self, seen: Seen, renaming: Renaming, fields: Fields, texts: Texts, left: LeftOver) -> None:
        self._renaming = renaming
        self._fields = fields
        self._texts = texts
        self._edits: dict[Key, list[Edit]] = {}
        for speech in seen.speeches:
            self._hear(speech, left)
        for edits in self._edits.values():
            edits.sort()

    def apply(self, key: Key, sequence: int, old: bytes, new: bytearray, start: int) -> None:
        """Change what a segment of this direction carries: `old`, which lies in `new` from byte `start` on, and begins at `sequence`."""
        edits = self._edits.get(key)
        if not edits or not old:
            return
        first = (sequence - _LONGEST) % MODULUS
        stretch = len(old) + _LONGEST
        for low, high in ((first, first + stretch), (first - MODULUS, first + stretch - MODULUS)):
            for edit in edits[bisect_left(edits, (low,)) : bisect_left(edits, (high,))]:
                at = (edit.start - sequence + _LONGEST) % MODULUS - _LONGEST
                begin, end = max(at, 0), min(at + len(edit.old), len(old))
                if begin < end and old[begin:end] == edit.old[begin - at : end - at]:
                    new[start + begin : start + end] = edit.new[begin - at : end - at]

    def _hear(self, speech: Speech, left: LeftOver) -> None:
        found = self._edits.setdefault(speech.key, [])
        of_fields: list[Edit] = []
        for message in speech.messages:
            fields = list(message.dissection.fields)
            for why in reasons(each.key for each in fields):
                for number in message.packets:
                    left.add(why, number)
            data = message.dissection.data
            for each in fields:
                start, size = each.start_bit // 8, each.width_bits // 8
                if each.start_bit % 8 or each.width_bits % 8 or not size:
                    continue
                old = data[start : start + size]
                if each.key in ("dns.id", "dns.tsig.original_id"):
                    new = self._renaming.numbers.drawn("dns", each.raw_value, 16).to_bytes(2, "big")
                elif nature_of(each.field) is Nature.BYTES:
                    continue  # the whole stream is read as a text, below
                else:
                    new = self._fields.of(each, old)
                if new != old:
                    of_fields.append(Edit(message.base + start, old, new))
        taken = sorted((edit.start, edit.start + len(edit.old)) for edit in of_fields)
        of_texts = [
            Edit(base + edit.start, edit.old, edit.new)
            for base, data in speech.pieces
            for edit in self._texts.edits(data)
            if not _overlaps(taken, base + edit.start, base + edit.start + len(edit.old))
        ]
        for edit in (*of_fields, *of_texts):
            found += _cut((speech.first + edit.start) % MODULUS, edit)


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(taken, (end,))
    return any(last > start for _, last in taken[max(at - 2, 0) : at])


def _cut(sequence: int, edit: Edit) -> Iterable[Edit]:
    for at in range(0, len(edit.old), _LONGEST):
        piece = slice(at, at + _LONGEST)
        yield Edit((sequence + at) % MODULUS, edit.old[piece], edit.new[piece])
