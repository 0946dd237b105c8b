"""A checksum worked by hand: every addition, the carries, the complement, and the receiver's check (RFC 1071)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from netkit.packet.checksum import fold
from netkit.packet.summing.covered import Covered
from netkit.packet.summing.word import Part, Word

__all__ = ["Line", "Step", "Working", "work"]

UDP = "udp"


class Step(Enum):
    """What a line of the working does; the value is the word in JSON."""

    ADD = "add"
    FOLD = "fold"
    COMPLEMENT = "complement"
    NOT_ZERO = "not zero"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the sum after it, and its carry: how much of that lies above 16 bits. A line that adds has its word."""

    step: Step
    sum: int
    word: Word | None = None

    @property
    def carry(self) -> int:
        """What lies above 16 bits, and is to be added again at the low end."""
        return self.sum >> 16


@dataclass(frozen=True, slots=True)
class Working:
    """The working of one checksum; `covered` has the words."""

    covered: Covered

    @property
    def total(self) -> int:
        """The sum of all words with its carries, the checksum field counted as 0."""
        return sum(word.value for word in self.covered.words)

    @property
    def folded(self) -> int:
        """The one's complement sum, with the carries added in again."""
        return fold(self.total)

    @property
    def result(self) -> int:
        """What the field has to hold: the complement; of UDP never 0, which would say that there is no checksum (RFC 768)."""
        complement = 0xFFFF ^ self.folded
        return 0xFFFF if not complement and self.covered.layer == UDP else complement

    @property
    def right(self) -> bool:
        """Whether the field holds a value with which the receiver's sum comes out as all ones."""
        return self.check == 0xFFFF

    @property
    def check_total(self) -> int:
        """The receiver's sum of all words, the field included, with its carries."""
        return self.total + self.covered.stored

    @property
    def check(self) -> int:
        """The receiver's sum: all ones if nothing was damaged on the way (RFC 1071 §1)."""
        return fold(self.check_total)

    @property
    def pseudo(self) -> int:
        """The sum over the pseudo-header alone: what a field holds whose checksum a network card is to fill in."""
        return fold(sum(word.value for word in self.covered.words if word.part is Part.PSEUDO_HEADER))

    @property
    def offloaded(self) -> bool:
        """Whether the bytes prove that the checksum was left to a network card: it is wrong, and the sum over the pseudo-header."""
        return not self.right and self.covered.guard.pseudo is not None and self.covered.stored == self.pseudo

    @property
    def lines(self) -> Iterator[Line]:
        """Line by line, from the first word to the value of the field."""
        total = 0
        for word in self.covered.words:
            total += word.value
            yield Line(Step.ADD, total, word)
        while total > 0xFFFF:
            total = (total & 0xFFFF) + (total >> 16)
            yield Line(Step.FOLD, total)
        yield Line(Step.COMPLEMENT, 0xFFFF ^ total)
        if self.result != 0xFFFF ^ total:
            yield Line(Step.NOT_ZERO, self.result)


def work(covered: Sequence[Covered]) -> list[Working]:
    """The working of each checksum that can be checked."""
    return [Working(each) for each in covered if each.words]
