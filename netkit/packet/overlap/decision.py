"""What was decided where an arriving piece overlapped one that was held, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from netkit.packet.overlap.policies import Policy
from netkit.packet.place import byte_range

__all__ = ["Decision", "Decisions", "Settled", "joined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who keeps the bytes from `start` up to `end`, of two pieces that both have them.

    `new` and `old` are the numbers of the piece that arrived and of the one that was held; `differ` says whether their bytes do.
    """

    start: int
    end: int
    new: int
    old: int
    new_won: bool
    differ: bool
    policy: Policy

    @property
    def winner(self) -> int:
        """The number of the piece whose bytes stay."""
        return self.new if self.new_won else self.old

    @property
    def loser(self) -> int:
        """The number of the other piece."""
        return self.old if self.new_won else self.new

    def happens(self, noun: str) -> str:
        """What becomes of the bytes: `stay those of fragment 2, not 3`."""
        one = self.end - self.start == 1
        verb = ("becomes" if one else "become") if self.new_won else ("stays" if one else "stay")
        return f"{verb} {'that' if one else 'those'} of {noun} {self.winner}, not {self.loser}"

    def told(self, noun: str = "fragment") -> str:
        """The decision as a sentence: `bytes 8–15 stay those of fragment 2, not 3 (bsd: the old one wins, unless …)`."""
        where = byte_range(self.start, self.end - self.start)
        same = "" if self.differ else "; the bytes are the same"
        return f"{where} {self.happens(noun)} ({self.policy.name}: {self.policy.rule}{same})"


@dataclass(slots=True)
class Decisions:
    """Keeps the first `most` decisions that it is told of, and counts the others (`uncounted`), which need not even be made."""

    most: int
    kept: list[Decision] = field(default_factory=list)
    uncounted: int = 0

    def __call__(self, decision: Decision) -> None:
        """Keep one, if there is room."""
        if self.full:
            self.uncounted += 1
        else:
            self.kept.append(decision)

    @property
    def full(self) -> bool:
        """Whether the next ones are only counted."""
        return len(self.kept) >= self.most


class Settled(NamedTuple):
    """What was settled about the bytes from `start` up to `end`, which the piece `old` holds, when another arrived."""

    start: int
    end: int
    old: int
    new_won: bool
    differ: bool


def joined(settled: Iterable[Settled]) -> list[Settled]:
    """What was settled when one piece arrived, neighbouring bytes of the same old piece as one."""
    found: list[Settled] = []
    for each in settled:
        last = found[-1] if found else None
        if last is not None and (last.end, last.old, last.new_won) == (each.start, each.old, each.new_won):
            found[-1] = Settled(last.start, each.end, last.old, last.new_won, last.differ or each.differ)
        else:
            found.append(each)
    return found
