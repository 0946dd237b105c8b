"""What a change of a few words makes of a checksum, without adding all the others again (RFC 1624)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netkit.packet.checksum import fold, updated
from netkit.packet.summing.covered import Covered
from netkit.packet.summing.word import Word
from netkit.packet.summing.working import UDP, Working

__all__ = ["Exchange", "Update", "update", "updates"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One word that changes: HC' = ~(~HC + ~m + m') (RFC 1624 §3, equation 3)."""

    word: Word
    new: int
    checksum_before: int

    @property
    def old(self) -> int:
        """The word before, m."""
        return self.word.value

    @property
    def total(self) -> int:
        """The sum ~HC + ~m + m', with its carries."""
        return (0xFFFF ^ self.checksum_before) + (0xFFFF ^ self.old) + self.new

    @property
    def checksum(self) -> int:
        """The checksum after, HC'."""
        return updated(self.checksum_before, self.old, self.new)

    @property
    def by_rfc_1141(self) -> int:
        """What the older equation gives: HC + m + ~m' (RFC 1624 §2, equation 2), which is 0xffff where 0 is right."""
        return fold(self.checksum_before + self.old + (0xFFFF ^ self.new))


@dataclass(frozen=True, slots=True)
class Update:
    """A checksum before and after a change: by the changed words alone, and by adding all words again."""

    before: Working
    after: Working
    exchanges: tuple[Exchange, ...]

    @property
    def checksum(self) -> int:
        """What the equation gives, from the value that the field holds; of UDP never 0."""
        last = self.exchanges[-1].checksum if self.exchanges else self.before.covered.stored
        return 0xFFFF if not last and self.before.covered.layer == UDP else last

    @property
    def agrees(self) -> bool:
        """Whether that is what the full sum over the changed packet gives; not where the checksum was wrong before: it stays wrong."""
        return self.checksum == self.after.result


def updates(before: Sequence[Covered], after: Sequence[Covered]) -> list[Update]:
    """What becomes of each checksum that covers a changed word.

    `before` and `after` are the checksums of a packet and of the same packet changed, as `covered` gives them. ValueError where they
    do not cover the same words: then there is nothing to exchange, and all has to be added anew.
    """
    if [each.guard for each in before] != [each.guard for each in after]:
        raise ValueError("the change moves what the checksums cover")
    found = [update(old, new) for old, new in zip(before, after, strict=True) if old.words or new.words]
    return [each for each in found if each.exchanges]


def update(before: Covered, after: Covered) -> Update:
    """What becomes of one checksum, perhaps nothing; ValueError where it does not cover the same words in both."""
    if _places(before) != _places(after):
        raise ValueError("the change moves what the checksums cover")
    return Update(Working(before), Working(after), tuple(_exchanges(before, after)))


def _places(covered: Covered) -> list[tuple[object, ...]]:
    """Where the words lie, counted from the first of their part."""
    first: dict[object, int] = {}
    found: list[tuple[object, ...]] = []
    for word in covered.words:
        at = None if word.start_bit is None else word.start_bit - first.setdefault(word.part, word.start_bit)
        found.append((word.part, at, word.width_bits, word.own))
    return found


def _exchanges(old: Covered, new: Covered) -> Iterator[Exchange]:
    checksum = old.stored
    for before, after in zip(old.words, new.words, strict=True):
        if before.value != after.value:
            exchange = Exchange(before, after.value, checksum)
            checksum = exchange.checksum
            yield exchange
