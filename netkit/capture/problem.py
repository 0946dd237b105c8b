"""What is wrong in a capture file, as data: reading goes on or ends, but never raises."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MAXIMUM_PROBLEMS", "Problem", "ProblemLog"]

MAXIMUM_PROBLEMS = 1000
"""How many problems that reading goes on after are kept: a hostile file must not fill the memory with complaints."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a capture file.

    `rule` is a stable dotted id such as `pcap.record.truncated`; `text` is one sentence for a person; `offset` is
    where it happened, in bytes from the start of the file (of the unpacked capture inside a packed file, except for
    rules that begin with `gzip.` or `zstd.`); `record` is the number of the last record read before it, None where there was
    none.
    """

    rule: str
    text: str
    offset: int
    record: int | None = None


class ProblemLog:
    """The problems met so far while one file is read.

    `count` is the number of records read so far, which each problem remembers.
    """

    __slots__ = ("_problems", "count")

    def __init__(self) -> None:
        self.count = 0
        self._problems: list[Problem] = []

    def add(self, rule: str, text: str, offset: int) -> None:
        """Note a problem after which reading goes on.

        After `MAXIMUM_PROBLEMS` of them a last one says that there are more.
        """
        if len(self._problems) < MAXIMUM_PROBLEMS:
            self.end(rule, text, offset)
        elif len(self._problems) == MAXIMUM_PROBLEMS:
            self.end(
                "capture.problems.more", f"more than {MAXIMUM_PROBLEMS:,} problems; further ones are not listed", offset
            )

    def end(self, rule: str, text: str, offset: int) -> None:
        """Note a problem that ends the reading, or the unpacking below it: these are few, and always kept."""
        self._problems.append(Problem(rule, text, offset, self.count or None))

    def take_back(self, rule: str) -> None:
        """Forget the last problem, if it broke this rule: more of the file has come since, or may come."""
        if self._problems and self._problems[-1].rule == rule:
            self._problems.pop()

    def listed(self) -> tuple[Problem, ...]:
        """The problems in the order in which they were met."""
        return tuple(self._problems)
