"""What a change of a few words makes of a checksum, without adding all the others again (RFC 1624)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netkit.packet.checksum import fold, updated
from netkit.packet.summing.covered import Covered
from netkit.packet.summing.word import Word
from netkit.packet.summing.working import UDP, Working

__all__ = ["Exchange", "Update", "updates"]


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
    do not cover the same bytes: then there is nothing to exchange, and all has to be added anew.
    """
    if [_places(each) for each in before] != [_places(each) for each in after]:
        raise ValueError("the change moves what the checksums cover")
    found = []
    for old, new in zip(before, after, strict=True):
        if old.words and (exchanges := tuple(_exchanges(old, new))):
            found.append(Update(Working(old), Working(new), exchanges))
    return found


def _places(covered: Covered) -> tuple[object, ...]:
    return covered.guard.key, covered.field.start_bit, tuple((word.part, word.start_bit) for word in covered.words)


def _exchanges(old: Covered, new: Covered) -> Iterator[Exchange]:
    checksum = old.stored
    for before, after in zip(old.words, new.words, strict=True):
        if before.value != after.value:
            exchange = Exchange(before, after.value, checksum)
            checksum = exchange.checksum
            yield exchange
