"""A chosen list of what is lost: the n-th data segment, the n-th segment from the receiver, the n-th copy of a segment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netkit.errors import UsageError

__all__ = ["Chosen", "Drop", "parse_drop"]

LARGEST = 1 << 40


@dataclass(frozen=True, slots=True)
class Drop:
    """One packet that is to be lost.

    `kind` is `data` (the `number`-th segment with data, first copies only), `ack` (the `number`-th segment from the receiver, its SYN-ACK
    being 1), or `copy` (the `copy`-th copy of the segment that begins at the relative sequence number `number`, the first being 1).
    """

    kind: str
    number: int
    copy: int = 1

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}" + (f":{self.copy}" if self.kind == "copy" else "")


def parse_drop(text: str) -> Drop:
    """What `data:3`, `ack:2` or `copy:2897:2` means; UsageError for anything else."""
    kind, *numbers = text.strip().lower().split(":")
    wanted = {"data": 1, "ack": 1, "copy": 2}.get(kind)
    good = wanted == len(numbers) and all(_is_count(each) for each in numbers)
    if not good:
        raise UsageError(
            f"{text!r} does not say which packet is to be lost",
            why="data:N is the N-th segment with data, ack:N the N-th segment from the receiver (its SYN-ACK is 1), "
            "copy:SEQ:NTH the NTH copy of the segment at sequence number SEQ; all count from 1",
            hint="for example --drop data:3, and --drop copy:2897:2 to lose what is sent again, too",
        )
    return Drop(kind, *map(int, numbers))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12 and 1 <= int(text) < LARGEST


class Chosen:
    """Goes along with a transfer and says which packets are on the list; `unused` are those that never came by."""

    def __init__(self, drops: Iterable[Drop]) -> None:
        self._wanted = {(each.kind, each.number, each.copy): each for each in drops}
        self.unused = set(self._wanted.values())
        self._data = self._answers = 0

    def from_sender(self, sequence: int, length: int, copy: int) -> bool:
        """Whether this one of the sender's is to be lost; `copy` counts those with this sequence number that take numbers."""
        if length and copy == 1:
            self._data += 1
            if self._take("data", self._data, 1):
                return True
        return bool(copy) and self._take("copy", sequence, copy)

    def from_receiver(self) -> bool:
        """Whether this one of the receiver's is to be lost."""
        self._answers += 1
        return self._take("ack", self._answers, 1)

    def _take(self, kind: str, number: int, copy: int) -> bool:
        drop = self._wanted.get((kind, number, copy))
        if drop is None:
            return False
        self.unused.discard(drop)
        return True
