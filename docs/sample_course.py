"""The sample course in docs/sample-course: three bundles of one lab, one right, one with misconceptions, one copied from the first.

    python -m docs.sample_course

writes it anew; that is needed when the lab has a new version. Its key is no secret: it stands here.
"""

from __future__ import annotations

import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from netkit import content
from netkit.lab.bundle.making import bundled, pack
from netkit.lab.course.answer_key import typed
from netkit.lab.course.key import write_key
from netkit.lab.definition import Task
from netkit.lab.draw import student_key
from netkit.lab.student import progress as log
from netkit.lab.student.enrolment import Enrolment
from netkit.lab.student.folder import Work, begin, find, find_lab
from netkit.lab.traffic import Library

__all__ = ["FOLDER", "LAB", "write"]

FOLDER = Path(__file__).with_name("sample-course")
LAB = "subnets"
KEY = sha256(b"netkit's sample course").digest()

_COURSE = """# A sample to try grading with. Its key lies beside it for everybody to read: make a course of your own with netkit course new.
format = 1
name = "sample"
title = "A sample course"
column = "SIS Login ID"

[late]
grace = "15 min"
per_day = "10%"

[[labs]]
name = "{slug}"
version = "{version}"
due = 2026-10-14
hint_price = 0.5
"""
_ROSTER = """Student,ID,SIS Login ID,Section
"Lovelace, Ada",101,ada,A
"Barlow, Ben",102,ben,A
"Cerf, Cleo",103,cleo,A
"""
_BEGUN = 1_791_968_400
"""The morning of 14 October 2026, in seconds since 1970."""


class _Student:
    """Somebody who works on the lab, with a clock of their own that goes on by a minute with each step."""

    def __init__(self, student: str, place: Path, begun: int) -> None:
        self._time = begun
        labs, library = Path(str(content.labs())), Library(Path(str(content.captures())))
        enrolment = Enrolment("sample", student, student_key(student, KEY))
        lab = find_lab(labs, LAB)
        begin(lab, None, place / student, library, now=self._now(), enrolment=enrolment)
        self._place, self._labs, self._library = place / student / LAB, labs, library

    @property
    def work(self) -> Work:
        """The work as it stands."""
        return find(self._labs, self._library, self._place)

    def right(self, task: Task) -> str:
        """The right answer to a task, with this student's numbers."""
        return typed(self.work.variant.question(task).right)

    def answer(self, task: Task, text: str) -> None:
        """Answer a task."""
        self._log("answered", task, answer=text)

    def hint(self, task: Task) -> None:
        """Take a hint."""
        self._log("hinted", task, step=1)

    def bundle(self) -> bytes:
        """What is handed in."""
        return bundled(pack(self.work, now=self._now()))

    def _log(self, event: str, task: Task, **more: str | int) -> None:
        work = self.work
        log.append(work.folder, {"event": event, **work.progress.owner, "time": self._now(), "task": task.id, **more})

    def _now(self) -> str:
        self._time += 60
        return f"{self._time}.000000000"


def write(folder: Path = FOLDER) -> None:
    """Write the course and its three bundles into a folder."""
    bundles = folder / "bundles"
    bundles.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        ada, ben, cleo = (_Student(each, place, _BEGUN + 600 * at) for at, each in enumerate(("ada", "ben", "cleo")))
        lab = ada.work.lab
        for task in lab.tasks:
            ada.answer(task, ada.right(task))
            _misunderstand(ben, task)
            # what is right for Ada, although these are Cleo's numbers
            cleo.answer(task, ada.right(task))
        for student, told in ((ada, "right"), (ben, "misconceptions"), (cleo, "copied")):
            (bundles / f"{told}.zip").write_bytes(student.bundle())
    text = _COURSE.format(slug=lab.slug, version=lab.version)
    (folder / "course.toml").write_text(text, encoding="utf-8")
    (folder / "roster.csv").write_text(_ROSTER, encoding="utf-8")
    key = folder / "course.key"
    key.unlink(missing_ok=True)
    write_key(key, KEY)


def _misunderstand(student: _Student, task: Task) -> None:
    """The first known way of thinking that has one answer, then, for every other task, a hint and the right one."""
    question = student.work.variant.question(task)
    wrong = next((each for each in question.wrong if each.value is not None and not each.kind), None)
    if wrong is not None and wrong.value is not None:
        student.answer(task, typed(wrong.value))
    if wrong is None or int(task.id) % 2:
        student.hint(task)
        student.answer(task, student.right(task))


if __name__ == "__main__":
    write()
    sys.stdout.write(f"written: {FOLDER}\n")
