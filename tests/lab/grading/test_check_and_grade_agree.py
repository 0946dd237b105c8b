"""What a student is told and what is graded are the same, answer by answer, for everything that the keys of all labs foresee.

A student of a course answers in the lab's folder as the commands do: each misconception of each task, one after the other, then what is
right. After every round the log is judged as `netkit lab check` judges it, packed as `netkit lab submit` packs it, and graded from the
bundle alone. NETKIT_LONG=1 takes all tasks of some students; without it there is one student, and of each lab a few tasks.
"""

from dataclasses import replace

import pytest

from netkit.lab import grade
from netkit.lab.bundle.making import bundled, pack
from netkit.lab.definition import load
from netkit.lab.draw import student_key
from netkit.lab.grading.shelf import Shelf
from netkit.lab.judging.code import Call
from netkit.lab.judging.judgement import judge
from netkit.lab.student import progress
from netkit.lab.student.enrolment import Enrolment
from netkit.lab.student.evidence import keep
from netkit.lab.student.folder import begin, find
from netkit.lab.student.results import judge_all
from netkit.lab.student.taking import take
from netkit.view import Outcome
from tests.lab.calling import call_here
from tests.lab.course.bundles import KEY, NOON
from tests.lab.judging.test_code import LAB as CODE_LAB
from tests.lab.students import LABS, LIBRARY, given, read, with_own_words
from tests.lab.tiny import write
from tests.length import LONG
from tests.solutions.key import ROOT, key

STUDENTS = ("ada", "bo", "Åsa Öberg 学生") if LONG else ("ada",)
WAYS = 100 if LONG else 3
"""Misconceptions of a task that are tried."""

FORMS = 20 if LONG else 1
"""Ways to type an answer that are tried."""

RIGHT = ""
"""Stands for what is right where others have the slug of what they show."""


class Student:
    """Somebody of the course in the folder of a lab, with a clock of their own."""

    def __init__(self, lab, student, parent, *, labs=ROOT / "labs", run=None):
        self.labs, self.run, self.shelf = labs, run, Shelf((labs,), LIBRARY)
        self._time = NOON
        enrolment = Enrolment("net101", student, student_key(student, KEY))
        begin(lab, None, parent, LIBRARY, now=self._now(), enrolment=enrolment)
        self.folder = parent / lab.slug
        self.work = self._found()
        self._keys = {}

    def key_of(self, task):
        """The independent key of a task on the numbers that it is asked on now."""
        asked = self.work.asked(task)
        if asked not in self._keys:
            self._keys[asked] = key(self.work.lab.slug, given(asked), read(asked))
        return self._keys[asked][task.id]

    def texts(self, task, way):
        """What shows a misconception, or what is right; an attempt at a capture also as a capture of the student's own."""
        one = self.key_of(task)
        texts = (one.right, *one.forms) if way == RIGHT else one.wrong.get(way, ())
        if task.kind != "capture":
            return texts
        made = self.work.variant.situation.twins[task.id].made
        recorded = tuple(keep(self.folder, task.id, made[text]()) for text in texts if text in made)
        return recorded + texts if LONG else (texts, recorded)[int(task.id) % 2]

    def answer(self, task, text):
        """Answer a task as `netkit lab answer` does."""
        take(self.work, task, text, now=self._now())
        self.work = replace(self.work, progress=progress.read(self.folder))

    def compared(self):
        """The verdicts of the local check by their tasks; those of the grade are the same."""
        work = self._found()
        local = judge_all(work.lab, work.variant, work.progress.by_task())
        data = bundled(pack(work, now=self._now()))
        graded = grade(data, key=KEY, name="x.zip", shelf=self.shelf, run=self.run)
        assert (graded.refused, graded.findings) == ("", ())
        assert graded.verdicts == local.verdicts
        assert (graded.score, graded.max_score) == (local.score, work.lab.points)
        return {verdict.task: verdict for verdict in local.verdicts}

    def _found(self):
        """The work as a command finds it that begins now."""
        work = find(self.labs, LIBRARY, self.folder)
        work.variant.run = self.run
        return work

    def _now(self):
        self._time += 1
        return f"{self._time}.000000000"


def chosen(lab):
    """All tasks; in short the first of each kind of answer, those that wait for others, and these others."""
    first = {task.kind: task.id for task in reversed(lab.tasks)}
    waiting = {name for task in lab.tasks for name in (*task.needs, task.id) if task.needs}
    return [task for task in lab.tasks if LONG or task.id in {first[task.kind], *waiting}]


def ways_of(person, task):
    """The misconceptions of a task, those last for which there are the most points: a task stands as its best answer does.

    Some come to nothing wrong in some variants, and have no answers there.
    """
    known = [way for way, answers in person.key_of(task).wrong.items() if answers]

    def points(way):
        own = with_own_words(task, person.work.variant)
        return judge(own, person.key_of(task).wrong[way][0], person.work.variant).points

    return [*sorted(known[:WAYS], key=points), RIGHT]


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("slug", LABS)
def test_every_answer_that_is_foreseen_is_graded_as_it_was_told(slug, student, tmp_path):
    person = Student(LABS[slug], student, tmp_path, run=call_here)
    tasks = [person.work.lab.task(task.id) for task in chosen(person.work.lab)]
    left = {task.id: ways_of(person, task) for task in tasks}
    told = person.compared()
    assert {verdict.outcome for verdict in told.values()} <= {Outcome.UNANSWERED, Outcome.SKIPPED}
    while any(left.values()):
        shown = {}
        for task in tasks:
            if left[task.id] and told[task.id].outcome is not Outcome.SKIPPED:
                way = left[task.id].pop(0)
                for at in range(FORMS):
                    # each answer may bring fresh numbers, on which others show the same
                    texts = person.texts(task, way)
                    if at < len(texts):
                        person.answer(task, texts[at])
                        shown[task.id] = way
        told = person.compared()
        for task, way in shown.items():
            assert (told[task].misconception or RIGHT) == way
            assert (told[task].outcome is Outcome.RIGHT) == (way == RIGHT)
    assert {told[task.id].outcome for task in tasks} == {Outcome.RIGHT}


CODE_CHECK = """
from netkit.lab import Case, Question, Situation, Wrong

def situation(draw, library):
    return Situation(facts={"n": draw.number("n", 1, 10**6)})

def a_sum(now):
    last = [Wrong(slug="last-one", why="Only the last byte.", value=2)]
    cases = [Case(arguments=[b"\\x01\\x02"], right=3, wrong=last), Case(arguments=[b""], right=0)]
    return Question(right="def total(data): return sum(data)", cases=cases)
"""


def called(source, function, calls):
    """What a function of this test gives; it needs no safe place."""
    names = {}
    exec(source, names)  # noqa: S102 - its text stands below
    return [Call(value=names[function](*arguments)) for arguments in calls]


@pytest.mark.parametrize(("gives", "points"), [("sum(data)", 4), ("data[-1] if data else 0", 2), ("None", 0)])
def test_a_function_is_graded_as_it_was_told_in_part_too(gives, points, tmp_path):
    lab = load(write(tmp_path / "labs", CODE_LAB, CODE_CHECK, "# Code\n", slug="code"))
    person = Student(lab, "ada", tmp_path, labs=tmp_path / "labs", run=called)
    person.answer(lab.tasks[0], f"def total(data):\n    return {gives}\n")
    assert person.compared()["1"].points == points
