"""`netkit dns trace --names`: many names, one after the other, with one cache; a line of JSON for each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import dns.rcode

from netkit.cli.output import show_stream
from netkit.cli.text_file import text_of
from netkit.dns.asked import parse_words
from netkit.dns.cache import Cache
from netkit.dns.name_text import name_text
from netkit.dns.view.records import records_json, type_text
from netkit.errors import ExitCode, UsageError

if TYPE_CHECKING:
    import dns.name

    from netkit.cli.dns_place import Place
    from netkit.dns.query import Question
    from netkit.view import Json

__all__ = ["SCHEMA", "trace_names"]

SCHEMA = "netkit.dns.trace.names/1"
LONGEST_LINE = 4096
"""Characters of a line; a name has 255 bytes, each of which can be written with four."""

EVERY = 50
"""Names after which the progress is told again."""


def trace_names(path: str, kind: str | None, place_for: Callable[[dns.name.Name], Place], start: float) -> ExitCode:
    """Trace each line's name, and say how it went.

    A line is `NAME [TYPE]`; `#` begins a comment. `kind` is the type for lines without one. A line that is wrong is told on
    standard error and in its own line of the output, and the others go on. The code is FINE if every name came to an answer, or to
    a sound denial.
    """
    lines = list(_lines(text_of(path)))
    if not lines:
        raise UsageError(f"{path} has no names", why="a line is NAME or NAME TYPE, and # begins a comment")
    names = _Names(path, kind, place_for, start, len(lines))
    show_stream(SCHEMA, (names.row(number, text) for number, text in lines))
    names.progress(end=True)
    return ExitCode.WRONG if names.wrong else ExitCode.FINE


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that have something in them, with their numbers from 1."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        # a # within a word is part of the name
        words = []
        for word in line.split():
            if word.startswith("#"):
                break
            words.append(word)
        if words:
            yield number, " ".join(words)


class _Names:
    """The walks so far: one cache and one clock for each place."""

    def __init__(
        self, path: str, kind: str | None, place_for: Callable[[dns.name.Name], Place], start: float, count: int
    ) -> None:
        self._path, self._kind, self._place_for, self._count = path, kind, place_for, count
        self._caches = {False: Cache(), True: Cache()}
        self._places: dict[bool, Place] = {}
        self._now = start
        self.done = self.wrong = 0

    def row(self, number: int, text: str) -> dict[str, Json]:
        """What came of one line."""
        try:
            question = self._question(text)
        except UsageError as error:
            self.wrong += 1
            self.done += 1
            self._complain(number, error)
            return _row(
                text[:LONGEST_LINE].partition(" ")[0],
                None,
                error=f"line {number}: {error.what}",
                reason=error.where or error.why,
            )
        place = self._place_for(question.name)
        place = self._places.setdefault(place.live, place)
        now = place.time() if place.live else place.epoch + self._now
        walker, ended = place.walked(question, self._caches[place.live], now)
        if not place.live:
            self._now = ended - place.epoch
        result = walker.result
        failed = result.rcode not in (0, 3)
        self.wrong += failed
        self.done += 1
        self.progress()
        reason = "" if result.reason is None else result.reason.text
        return _row(
            name_text(question.name),
            type_text(question.type),
            rcode=dns.rcode.to_text(result.rcode),
            records=records_json(result.answer),
            queries=result.queries,
            security=result.security.value if place.dnssec else None,
            reason=reason,
            error=reason if failed else None,
        )

    def _question(self, text: str) -> Question:
        if len(text) > LONGEST_LINE:
            raise UsageError("the line is too long", where=f"it has {len(text):,} characters")
        words = text.split()
        if any(word.startswith("@") for word in words):
            raise UsageError("a line has no server", why="all names share one: @SERVER stands behind the command")
        if len(words) == 1 and self._kind is not None:
            words.append(self._kind)
        question = parse_words(words, form="NAME [TYPE]").question
        if question is None:
            raise UsageError("the line has no name")
        return question

    def _complain(self, number: int, error: UsageError) -> None:
        if sys.stderr is not None:
            from netkit.cli.output import say  # noqa: PLC0415
            from netkit.view import Trouble  # noqa: PLC0415

            details = [part for part in (error.where, error.why, error.hint) if part]
            say(Trouble(text=error.what, place=f"{self._path}, line {number}", details=details))

    def progress(self, *, end: bool = False) -> None:
        """How far it is, on a terminal."""
        if sys.stderr is None or not sys.stderr.isatty():
            return
        if end:
            sys.stderr.write(f"\r{self.done:,} of {self._count:,} names, {self.wrong:,} without an answer\n")
        elif self.done % EVERY == 0 or self._places.get(True):
            sys.stderr.write(f"\r{self.done:,} of {self._count:,} names")
        sys.stderr.flush()


def _row(
    name: str,
    kind: str | None,
    *,
    rcode: str | None = None,
    records: list[Json] | None = None,
    queries: int = 0,
    security: str | None = None,
    reason: str = "",
    error: str | None = None,
) -> dict[str, Json]:
    return {
        "name": name,
        "type": kind,
        "rcode": rcode,
        "records": records or [],
        "queries": queries,
        "security": security,
        "reason": reason or None,
        "error": error,
    }
