"""A question from before: who met a way of thinking in one lab gets one question with it in the next lab that knows it, too.

It is asked on new numbers, counts for nothing, and says why it is asked. The log of the later lab says which one it is; its numbers are
made from the student's key and from that alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from netkit.errors import NetkitError
from netkit.lab.definition import Lab, Task, load
from netkit.lab.judging.fresh import TRIES
from netkit.lab.judging.judgement import judge
from netkit.lab.student import progress as log
from netkit.lab.student.folder import Work, find, find_lab
from netkit.lab.student.progress import Recalled
from netkit.lab.student.results import judge_all
from netkit.lab.traffic import Library
from netkit.lab.variant import Variant, draw_variant
from netkit.lab.verdict import Verdict

__all__ = ["AGAIN", "Again", "asked_again", "recall", "take_again"]

AGAIN = "again"
"""What stands for the question's number on a command line."""

NOT_ASKED = ("capture", "code", "packet")
"""Kinds of tasks that are no short questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The question: a task of the lab in which the way of thinking (`slug`) was met, on a variant of its own."""

    slug: str
    lab: Lab
    task: Task
    variant: Variant


def _ways(variant: Variant) -> set[str]:
    """The ways of thinking that a lab's own checks know."""
    questions = [variant.question(task) for task in variant.lab.tasks]
    own = {wrong.slug for question in questions for wrong in question.wrong}
    return own | {wrong.slug for question in questions for part in question.parts for wrong in part.wrong}


def recall(work: Work, labs: Path, library: Library, *, now: str) -> Work:
    """Look into the labs begun beside this one for a way of thinking that it knows, too, and note the question in its log; once for a lab.

    `now` is text, seconds since 1970. Gives the work as it stands then; errors as `progress.append` raises them.
    """
    if work.progress.recalled is not None:
        return work
    known, asked, met = _ways(work.variant), set[str](), Counter[Recalled]()
    for other in _beside(work, labs, library):
        if other.progress.recalled is not None:
            asked.add(other.progress.recalled.slug)
        met.update(_met(other))
    open_ones = [each for each, _ in met.most_common() if each.slug in known - asked]
    if not open_ones:
        return work
    chosen = open_ones[0]
    told = {"slug": chosen.slug, "from": chosen.lab, "task": chosen.task}
    told |= {"source": chosen.source} if chosen.source else {}
    log.append(work.folder, {"event": "recalled", **work.progress.owner, "time": now, **told})
    return Work(work.folder, work.lab, work.variant, log.read(work.folder), work.enrolment)


def _beside(work: Work, labs: Path, library: Library) -> Iterator[Work]:
    """The same student's work on other labs in the folders beside; what can't be read is passed over."""
    for path in sorted(work.folder.parent.glob(f"*/{log.FILE}")):
        if path.parent == work.folder:
            continue
        try:
            other = find(labs, library, path.parent)
        except NetkitError:
            continue
        if other.progress.student == work.progress.student and other.lab.slug != work.lab.slug:
            yield other


def _met(work: Work) -> Counter[Recalled]:
    """The ways of thinking that wrong answers of a lab came from, each with the task, and how often."""
    found = Counter[Recalled]()

    def heard(task: Task, _: str, verdict: Verdict) -> None:
        if verdict.misconception and task.kind not in NOT_ASKED:
            found[Recalled(verdict.misconception, work.lab.slug, task.id, work.progress.source)] += 1

    judge_all(work.lab, work.variant, work.progress.by_task(), heard=heard)
    return found


def asked_again(work: Work, labs: Path, library: Library) -> Again | None:
    """The question from before that a lab's log names; None where it names none, or one of a lab that is not there any more."""
    recalled = work.progress.recalled
    if recalled is None:
        return None
    try:
        lab = load(recalled.source) if recalled.source else find_lab(labs, recalled.lab)
        key = work.enrolment.key if work.enrolment is not None else None
        own = draw_variant(lab, work.progress.student, library, key=key, language=work.variant.language)
        task = own.lab.task(recalled.task)
        if task is None or task.kind in NOT_ASKED:
            return None
        return Again(
            slug=recalled.slug, lab=own.lab, task=task, variant=_fresh(own, task, recalled.slug, work.lab.slug)
        )
    except NetkitError:
        return None


def _fresh(own: Variant, task: Task, slug: str, place: str) -> Variant:
    """New numbers, with another right answer than that of the student's own where there is one."""
    found = own
    for attempt in range(TRIES):
        found = own.another(f"again in {place}, {slug}, {attempt}", draw=1, suffix="-again")
        if found.question(task).right != own.question(task).right:
            break
    return found


def take_again(work: Work, again: Again, text: str, *, now: str) -> Verdict:
    """Judge an answer to it, and save it where it is no attempt at any task; AnswerError where it is not of the kind that is asked for."""
    # what is refused names the question as one asks for it here
    verdict = replace(judge(replace(again.task, id=AGAIN), text, again.variant), task=again.task.id)
    log.append(work.folder, {"event": "again", **work.progress.owner, "time": now, "answer": text})
    return verdict
