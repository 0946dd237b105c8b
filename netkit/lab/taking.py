"""Taking an answer: it is saved before anything is said of it, whoever asks for it, a command or a watch over files."""

from __future__ import annotations

from dataclasses import dataclass

from netkit.errors import AnswerError
from netkit.lab import progress as log
from netkit.lab.definition import Task
from netkit.lab.folder import Work
from netkit.lab.judgement import judge, waiting
from netkit.lab.results import Results, blocking, judge_all
from netkit.lab.verdict import Verdict

__all__ = ["Taken", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """The verdict on an answer that was saved, and how the whole lab stands with it."""

    verdict: Verdict
    results: Results


def take(work: Work, task: Task, text: str, *, now: str) -> Taken:
    """Save an answer and judge it; `now` is text, seconds since 1970.

    AnswerError where it is not of the kind that the task asks for: it is kept, and is no attempt. Errors as `progress.append` raises them
    where it can't be saved: then it is not judged either.
    """
    event: dict[str, str | int] = {**work.progress.owner, "time": now, "task": task.id, "answer": text}
    if task.kind == "code":
        # a function may run for long, and whoever loses patience has answered all the same
        log.append(work.folder, {"event": "answered", **event})
        verdict = judge(task, text, work.variant)
    else:
        verdict = _judged(work, task, text, event)
    answers = work.progress.by_task()
    missing = blocking(judge_all(work.lab, work.variant, answers), task)
    answers.setdefault(task.id, []).append(text)
    return Taken(
        waiting(task, missing, work.variant.language) if missing else verdict,
        judge_all(work.lab, work.variant, answers),
    )


def _judged(work: Work, task: Task, text: str, event: dict[str, str | int]) -> Verdict:
    """Judge, and save with what came of it: no attempt, or an answer."""
    try:
        verdict = judge(task, text, work.variant)
    except AnswerError:
        log.append(work.folder, {"event": "refused", **event})
        raise
    log.append(work.folder, {"event": "answered", **event})
    return verdict
