"""Taking an answer: it is saved before anything is said of it, whoever asks for it, a command or a watch over files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from netkit.errors import AnswerError
from netkit.lab.definition import Task
from netkit.lab.judging.fresh import asks_anew, has_few_answers
from netkit.lab.judging.given import Given
from netkit.lab.judging.judgement import judge, waiting
from netkit.lab.student import progress as log
from netkit.lab.student.folder import Work
from netkit.lab.student.results import Results, blocking, judge_all
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict
from netkit.view import Outcome

__all__ = ["Taken", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """The verdict on an answer that was saved, the numbers it was judged on, and how the whole lab stands with it.

    `drawn_anew` says that the task is asked on fresh numbers from now on, `files` are those that came with them.
    """

    verdict: Verdict
    variant: Variant
    results: Results
    drawn_anew: bool = False
    files: Sequence[str] = ()


def take(work: Work, task: Task, text: str, *, now: str) -> Taken:
    """Save an answer and judge it; `now` is text, seconds since 1970.

    AnswerError where it is not of the kind that the task asks for: it is kept, and is no attempt. Errors as `progress.append` raises them
    where it can't be saved: then it is not judged either.
    """
    variant, draw = work.asked(task), work.progress.draw(task.id)
    event: dict[str, str | int] = {**work.progress.owner, "time": now, "task": task.id, "answer": text}
    if draw > 1:
        event["draw"] = draw
    if task.kind == "code":
        # a function may run for long, and whoever loses patience has answered all the same
        log.append(work.folder, {"event": "answered", **event})
        verdict = judge(task, text, variant)
    else:
        verdict = _judged(work, task, text, variant, event)
    answers = work.progress.by_task()
    missing = blocking(judge_all(work.lab, work.variant, answers), task)
    answers.setdefault(task.id, []).append(Given(text, draw))
    results = judge_all(work.lab, work.variant, answers)
    after = replace(work, progress=log.read(work.folder))
    if after.progress.draw(task.id) == draw:
        return Taken(waiting(task, missing, variant.language) if missing else verdict, variant, results)
    return Taken(verdict, variant, results, drawn_anew=True, files=after.hand_over(task))


def _judged(work: Work, task: Task, text: str, variant: Variant, event: dict[str, str | int]) -> Verdict:
    """Judge, and save with what came of it: no attempt, or an answer, and with it whether the task is drawn anew."""
    try:
        verdict = judge(task, text, variant)
    except AnswerError:
        log.append(work.folder, {"event": "refused", **event})
        raise
    if verdict.outcome is not Outcome.RIGHT and _is_drawn_anew(work, task, text):
        event["next_draw"] = work.progress.draw(task.id) + 1
    log.append(work.folder, {"event": "answered", **event})
    return verdict


def _is_drawn_anew(work: Work, task: Task, text: str) -> bool:
    """Whether this miss brings fresh numbers; not while the task waits for others, since nobody was told that it was one."""
    if not has_few_answers(task):
        return False
    # another terminal may have answered meanwhile
    progress, draw = log.read(work.folder), work.progress.draw(task.id)
    answers = [*progress.answers(task.id), Given(text, draw)]
    if progress.draw(task.id) != draw or not asks_anew(work.variant, task, draw, answers):
        return False
    return not (task.needs and blocking(judge_all(work.lab, work.variant, progress.by_task()), task))
