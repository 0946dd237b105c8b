"""The report as blocks: what to talk about first, then each lab task by task, then who could do with a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from netkit.lab.report.report import LabReport, Report, Stuck, TaskReport, commonest
from netkit.view import Bar, Bars, Block, Fact, Facts, Heading, Json, Paragraph, Remark, Remarks, Sentence, Table

__all__ = ["report_blocks", "report_data"]

HARDEST, FEWEST = 5, 3
"""Tasks that are worth talking about first, and answers that a task must have to be one of them."""

COMMONEST, GROUPS, MOST_STUCK = 3, 6, 60
"""Misconceptions of a task, groups of its unforeseen answers, and stuck students that are shown."""


def report_blocks(title: str, report: Report, absent: Mapping[str, Sequence[str]], *, when: str) -> list[Block]:
    """The page; `absent` are those of the class list who have not handed in a lab that is due, by lab."""
    students = set().union(*(lab.students for lab in report.labs.values())) if report.labs else set()
    blocks: list[Block] = [
        Sentence(text=f"{title}: {_many(len(students), 'student')}, {_many(report.bundles, 'bundle')}, {when}"),
        *_first(report),
        *_overview(report, absent),
        *_stuck(report.stuck, absent),
    ]
    for lab in report.labs.values():
        blocks += _lab(lab)
    return blocks + _rest(report)


def report_data(report: Report, absent: Mapping[str, Sequence[str]]) -> dict[str, Json]:
    """The same for programs."""
    labs: list[Json] = [
        {
            "lab": lab.lab,
            "students": len(lab.students),
            "late": lab.late,
            "median": round(median(lab.shares), 4) if lab.shares else None,
            "absent": list(absent.get(lab.lab, ())),
            "tasks": [task.json() for task in lab.tasks.values()],
        }
        for lab in report.labs.values()
    ]
    stuck: list[Json] = [
        {"student": each.student, "lab": each.lab, "task": each.task, "answers": each.answers, "hints": each.hints}
        for each in _most_tries_first(report.stuck)
    ]
    return {
        "bundles": report.bundles,
        "refused": len(report.refused),
        "labs": labs,
        "stuck": stuck,
        "findings": dict(commonest(report.findings)),
    }


def _first(report: Report) -> list[Block]:
    """The tasks that fewest were right in at the first try, each with the way of thinking that most had."""
    tasks = [(lab, task) for lab in report.labs.values() for task in lab.tasks.values() if task.tried >= FEWEST]
    hardest = sorted(tasks, key=lambda each: (each[1].at_first, -each[1].tried))[:HARDEST]
    hardest = [each for each in hardest if each[1].at_first < 1]
    if not hardest:
        return []
    rows = []
    for lab, task in hardest:
        text = f"{task.first} of {task.tried} were right at the first try."
        if task.misconceptions:
            slug, count = commonest(task.misconceptions, 1)[0]
            answer, told = task.examples[slug]
            text += f" {_many(count, 'student')} had {slug}, such as {answer!r}: {told}"
        rows.append(Remark(label=f"{lab.lab} {task.task}", value=task.title, text=text))
    return [Heading(text="What to talk about first"), Remarks(rows=rows)]


def _overview(report: Report, absent: Mapping[str, Sequence[str]]) -> list[Block]:
    rows = [
        [
            lab.title,
            str(len(lab.students)),
            str(len(absent.get(lab.lab, ()))),
            _percent(median(lab.shares)),
            str(lab.late),
        ]
        for lab in report.labs.values()
    ]
    columns = ["lab", "handed in", "missing", "median", "late"]
    return [Heading(text="The labs"), Table(columns=columns, rows=rows, right=[1, 2, 3, 4])] if rows else []


def _lab(lab: LabReport) -> list[Block]:
    if not lab.tasks:
        return []  # its points were all set by hand
    bars = [
        Bar(
            label=f"{task.task} {task.title}",
            value=task.first,
            whole=max(1, task.tried),
            note=f"{_percent(task.at_first)} at first try, {task.right} of {task.students} in the end"
            + (f", {task.answers / task.tried:.1f} answers each" if task.tried else "")
            + (f", {task.hints} took hints" if task.hints else ""),
        )
        for task in lab.tasks.values()
    ]
    blocks: list[Block] = [Heading(text=lab.title, source=lab.lab), Bars(rows=bars, caption="Right at the first try")]
    ways = [row for task in lab.tasks.values() for row in _ways(task)]
    if ways:
        blocks += [Heading(text=f"{lab.title}: the commonest misconceptions"), Remarks(rows=ways)]
    groups = [row for task in lab.tasks.values() for row in _groups(task)]
    if groups:
        blocks.append(Heading(text=f"{lab.title}: wrong answers that nobody foresaw"))
        blocks.append(Table(columns=["task", "answer", "students"], rows=groups, right=[2]))
        told = "Several students with one such answer may share a way of thinking that the lab does not know yet."
        blocks.append(Paragraph(text=told, quiet=True))
    return blocks


def _ways(task: TaskReport) -> list[Remark]:
    rows = []
    for slug, count in commonest(task.misconceptions, COMMONEST):
        answer, told = task.examples[slug]
        text = f"{_many(count, 'student')}, such as {answer!r}: {told}"
        rows.append(Remark(label=f"{task.task} {task.title}", value=slug, text=text))
    return rows


def _groups(task: TaskReport) -> list[list[str]]:
    return [[f"{task.task} {task.title}", answer, str(count)] for answer, count in commonest(task.unforeseen, GROUPS)]


def _stuck(stuck: Sequence[Stuck], absent: Mapping[str, Sequence[str]]) -> list[Block]:
    rows = [
        [
            each.student,
            f"{each.lab} {each.task} {each.title}",
            str(each.answers),
            str(each.hints),
            each.last,
            each.misconception,
        ]
        for each in _most_tries_first(stuck)[:MOST_STUCK]
    ]
    blocks: list[Block] = [Heading(text="Who is stuck")]
    if rows:
        columns = ["student", "task", "answers", "hints", "last answer", "misconception"]
        blocks.append(Table(columns=columns, rows=rows, right=[2, 3]))
    else:
        blocks.append(Paragraph(text="Nobody answered a task three times or more without getting it right."))
    missing = [Fact(label=lab, value=_some(students)) for lab, students in absent.items() if students]
    if missing:
        blocks += [Heading(text="Due, and not handed in"), Facts(rows=missing)]
    return blocks


def _most_tries_first(stuck: Sequence[Stuck]) -> list[Stuck]:
    return sorted(stuck, key=lambda each: (-each.answers, each.student, each.lab, each.task))


def _rest(report: Report) -> list[Block]:
    blocks: list[Block] = []
    if report.refused:
        blocks.append(Heading(text="Bundles that could not be graded"))
        blocks.append(
            Facts(rows=[Fact(label=bundle, value=why) for bundle, why in sorted(report.refused)[:MOST_STUCK]])
        )
    if report.findings:
        blocks.append(Heading(text="Evidence for a talk"))
        blocks.append(Facts(rows=[Fact(label=rule, value=f"{count:,}") for rule, count in commonest(report.findings)]))
        blocks.append(
            Paragraph(text="netkit grade shows each with its innocent causes. None took a point.", quiet=True)
        )
    return blocks


def _some(students: Sequence[str]) -> str:
    more = f" … {len(students) - 40:,} more" if len(students) > 40 else ""
    return f"{len(students):,}: {', '.join(students[:40])}{more}"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
