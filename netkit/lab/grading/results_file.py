"""The file of results: a line of JSON for each bundle, written as soon as it is known, so that grading goes on where it stopped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from netkit.errors import NetkitError
from netkit.lab.grading.grade import Examined, refused
from netkit.lab.grading.graded import Adjustment, Finding, Graded
from netkit.lab.grading.logs import LogMark
from netkit.lab.grading.tried import Tried
from netkit.lab.verdict import Evidence, Verdict
from netkit.view import Json, Outcome

__all__ = ["HUNG", "SCHEMA", "UNREAD", "LastLines", "Line", "line_of", "lines_in", "read_line"]

SCHEMA = "netkit.grade.result/1"
LONGEST = 8 << 20
"""Bytes of one line; a longer one is none of ours."""

UNREAD = "bundle.file.unread"
"""The rule of a file that nobody could read, which may be otherwise on the next run."""

_HALF = re.compile(rb"\\ud[89a-f]")

HUNG = "timeout"
"""Why a bundle came to nothing that took too long."""

_MAY_CHANGE = frozenset({"bundle.lab.unknown", "bundle.version.unknown", UNREAD})
"""Rules of bundles that could not be graded because the lab, the student's version of it, or the file itself was not there to be read."""


class Line:
    """One line: which bundle (the SHA-256 of the file), under which form of the course, and what came out.

    `seconds` is the time that a bundle was given which took longer; 0 for all others, and in lines of an older netkit.
    """

    __slots__ = ("course", "digest", "examined", "seconds")

    def __init__(self, digest: str, course: str, examined: Examined, seconds: float = 0) -> None:
        self.digest = digest
        self.course = course
        self.examined = examined
        self.seconds = seconds

    def is_final(self, seconds: float) -> bool:
        """Whether it need not be graded again by somebody who gives a bundle so many `seconds`.

        A fault of the grader may not happen a second time, and what was not there, or could not be read, may be there. A bundle that hung
        would cost as long on every run: it is tried again where it is given more time than it had.
        """
        rules = {finding.rule for finding in self.examined.graded.findings}
        rules = {rule for rule in rules if rule.startswith("grading.") or rule in _MAY_CHANGE}
        return not rules or (rules == {f"grading.{HUNG}"} and seconds <= self.seconds)


def line_of(digest: str, course: str, examined: Examined, seconds: float = 0) -> bytes:
    """The line of one bundle, with its end; where it would be longer than is read again, that of a refusal.

    `seconds` is the time that it was given, if it took longer.
    """
    told: dict[str, Json] = {
        "schema": SCHEMA,
        "digest": digest,
        "course": course,
        **examined.graded.json(),
        **({"seconds": seconds} if seconds else {}),
        "log": examined.log.json(),
        "tried": {task: tried.json() for task, tried in examined.tried.items()},
    }
    line = json.dumps(told, ensure_ascii=True).encode() + b"\n"
    if _HALF.search(line):
        # half a character, which no export could write: the last place where one bundle could stop all others
        whole_ones = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        line = json.dumps(json.loads(whole_ones), ensure_ascii=True).encode() + b"\n"
    if len(line) <= LONGEST:
        return line
    graded = examined.graded
    why = NetkitError(
        "what there is to say of it is too long to keep", where=f"{len(line):,} bytes", why=f"the most is {LONGEST:,}"
    )
    told_of = replace(refused(graded.bundle, why), student=graded.student, lab=graded.lab, version=graded.version)
    return line_of(digest, course, Examined(told_of))


def read_line(line: bytes) -> Line | None:
    """What a line says; None where it is torn, or none of ours."""
    try:
        told = json.loads(line)
        if told["schema"] != SCHEMA:
            return None
        tried = {str(task): Tried.of_json(each) for task, each in told["tried"].items()}
        # what an older netkit wrote has neither
        log = LogMark.of_json(told["log"]) if "log" in told else LogMark()
        examined = Examined(_graded(told), tried, log)
        return Line(str(told["digest"]), str(told["course"]), examined, float(told.get("seconds", 0)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def lines_in(path: Path) -> Iterator[Line]:
    """Every line of a file that can be read, one after the other; nothing where there is no file."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        while line := file.readline(LONGEST):
            found = read_line(line)
            if found is not None:
                yield found


class LastLines:
    """The last line of each bundle under one form of a course, over several files, which are read anew each time.

    `names` are what the bundles are called, by the SHA-256 of the file (None: as their lines say). `elsewhere` is how many lines are of
    another form of the course.
    """

    def __init__(self, files: Sequence[Path], course: str, names: Mapping[str, Sequence[str]] | None = None) -> None:
        self._files = files
        self.elsewhere = 0
        last: dict[str, tuple[int, int]] = {}
        found: dict[str, Sequence[str]] = {}
        for place, line in self._placed():
            if line.course != course:
                self.elsewhere += 1
            elif names is None or line.digest in names:
                last[line.digest] = place
                found[line.digest] = names[line.digest] if names is not None else [line.examined.graded.bundle]
        self.names: Mapping[str, Sequence[str]] = found
        self._places = frozenset(last.values())

    def __call__(self) -> Iterator[Line]:
        """Each of these lines."""
        return (line for place, line in self._placed() if place in self._places)

    def _placed(self) -> Iterator[tuple[tuple[int, int], Line]]:
        for number, path in enumerate(self._files):
            for at, line in enumerate(lines_in(path)):
                yield (number, at), line


def _graded(told: Mapping[str, Any]) -> Graded:
    return Graded(
        bundle=told["bundle"],
        student=told["student"],
        partners=tuple(told["partners"]),
        lab=told["lab"],
        title=told["title"],
        version=told["version"],
        submitted=told["submitted"] or "",
        score=told["score"],
        max_score=told["max_score"],
        refused=told["refused"] or "",
        counts=told["counts"],
        verdicts=tuple(_verdict(each) for each in told["verdicts"]),
        adjustments=tuple(Adjustment(**each) for each in told["adjustments"]),
        findings=tuple(_finding(each) for each in told["findings"]),
    )


def _finding(told: Mapping[str, Any]) -> Finding:
    return Finding(**{**told, "innocent": tuple(told["innocent"]), "students": tuple(told["students"])})


def _verdict(told: Mapping[str, Any]) -> Verdict:
    return Verdict(
        task=told["task"],
        title=told["title"],
        outcome=Outcome(told["outcome"]),
        points=told["points"],
        max_points=told["max_points"],
        answer=told["answer"],
        misconception=told["misconception"],
        explanation=told["explanation"],
        evidence=tuple(Evidence(**each) for each in told["evidence"]),
    )
