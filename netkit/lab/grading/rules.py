"""What a course makes of points: hints that cost, what the lab is worth here, and lateness. Pure: times are numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from netkit.lab.course.definition import Course, CourseLab, Late
from netkit.lab.course.durations import seconds_of, share_of, told
from netkit.lab.grading.graded import Adjustment, whole
from netkit.lab.verdict import Verdict

__all__ = ["Rules", "adjustments", "late_share", "rules_of"]

DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules for one lab; `due` is seconds since 1970 (None: never). `attempts` answers to a task count (0: all)."""

    version: str = ""
    attempts: int = 0
    hint_price: float = 0
    points: float = 0
    due: float | None = None
    late: Late = field(default_factory=Late)


def rules_of(course: Course, lab: CourseLab) -> Rules:
    """The rules of a course for one of its labs."""
    return Rules(
        version=lab.version,
        attempts=lab.attempts,
        hint_price=lab.hint_price,
        points=lab.points,
        due=lab.due_at(course.zone),
        late=course.late,
    )


def late_share(late: Late, seconds: float) -> float:
    """The share of the score, 0 to 1, that so many seconds after the due time cost."""
    if seconds <= seconds_of(late.grace):
        return 0.0
    if late.closes and seconds > seconds_of(late.closes):
        return 1.0
    days = -(-seconds // DAY)
    return min(days * share_of(late.per_day), share_of(late.most))


def adjustments(
    rules: Rules, verdicts: Sequence[Verdict], hints: Mapping[str, int], submitted: float
) -> tuple[Adjustment, ...]:
    """What is added to the verdicts' points, in order: for hints, for what the lab is worth here, for lateness."""
    found = _for_hints(rules, verdicts, hints) if rules.hint_price else []
    score = sum(verdict.points for verdict in verdicts) + sum(each.points for each in found)
    most = sum(verdict.max_points for verdict in verdicts)
    if rules.points and most and rules.points != most:
        scaled = score * rules.points / most
        text = f"The lab's {most} points are worth {whole(rules.points)} here: {whole(score)} are {whole(scaled)}."
        found.append(Adjustment(rule="scale", points=scaled - score, text=text))
        score = scaled
    if rules.due is not None and submitted > rules.due:
        found.append(_for_lateness(rules.late, score, submitted - rules.due))
    return tuple(found)


def _for_hints(rules: Rules, verdicts: Sequence[Verdict], hints: Mapping[str, int]) -> list[Adjustment]:
    """Each hint has its price, and a task is never worth less than nothing."""
    found = []
    for verdict in verdicts:
        count = hints.get(verdict.task, 0)
        cost = min(count * rules.hint_price, verdict.points)
        if cost:
            text = f"{count} {'hint' if count == 1 else 'hints'} in task {verdict.task}: {whole(cost)} of {verdict.points} points."
            found.append(Adjustment(rule="hint", points=-cost, text=text, task=verdict.task))
    return found


def _for_lateness(late: Late, score: float, seconds: float) -> Adjustment:
    """What so many seconds after the due time take of a score; nothing where the course lets them pass."""
    share = late_share(late, seconds)
    taken = score * share
    much = "too late to count" if share == 1 and taken else f"{whole(taken)} of {whole(score)} points"
    text = f"Handed in {told(seconds)} late: {much if taken else 'nothing is taken off for that'}."
    return Adjustment(rule="late", points=-taken, text=text)
