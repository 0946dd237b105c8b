"""Where somebody stands, as views: in one lab with its tasks, or in all labs that were begun below a folder."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from netkit.lab.begun import Begun
from netkit.lab.folder import Work
from netkit.lab.help import STEPS
from netkit.lab.results import Results, first_open
from netkit.view import Bar, Bars, Block, CheckItem, Checklist, Document, Heading, Json, Next, Sentence, Trouble

__all__ = ["how_far", "status", "status_of_all"]


def status(work: Work, results: Results, others: Sequence[tuple[str, int, int]]) -> Document:
    """Where one stands: this lab's tasks in a line each, how often one answered and took help, and the other labs begun here."""
    lab, progress = work.lab, work.progress
    tasks: list[Json] = []
    rows = []
    for verdict in results.verdicts:
        tries, hints = len(progress.answers(verdict.task)), progress.hints.get(verdict.task, 0)
        entry: dict[str, Json] = {"task": verdict.task, "outcome": verdict.outcome.value, "points": verdict.points}
        tasks.append(
            entry
            | {"max_points": verdict.max_points, "answers": tries, "hints": hints, "draw": progress.draw(verdict.task)}
        )
        told = [f"{tries} {'answer' if tries == 1 else 'answers'}"] + ([f"{hints} of {STEPS} hints"] if hints else [])
        told += ["new numbers"] if progress.draw(verdict.task) > 1 else []
        text = f"{verdict.title} ({', '.join(told)})" if tries or hints else verdict.title
        rows.append(
            CheckItem(
                outcome=verdict.outcome, label=verdict.task, text=text, aside=f"{verdict.points}/{verdict.max_points}"
            )
        )
    data: dict[str, Json] = {
        "lab": lab.slug,
        "version": lab.version,
        "student": progress.student,
        "folder": str(work.folder),
        "score": results.score,
        "max_score": lab.points,
        "tasks": tasks,
        "others": [{"lab": slug, "score": score, "max_score": most} for slug, score, most in others],
    }
    blocks: list[Block] = [Sentence(text=f"{lab.slug} · {lab.title}"), how_far(results), Checklist(items=rows)]
    if others:
        bars = [
            Bar(label=slug, value=score, whole=most, note=f"{score} of {most} points") for slug, score, most in others
        ]
        blocks.append(Bars(rows=bars, caption="Other labs begun here"))
    blocks.append(Next(commands=[first_open(lab, results)]))
    return Document(schema="netkit.lab.status/1", data=data, blocks=blocks)


def how_far(results: Results) -> Bars:
    """Tasks that are right, and points reached, as bars."""
    count, points = len(results.verdicts), results.lab.points
    return Bars(
        rows=[
            Bar(label="tasks", value=results.right, whole=count, note=f"{results.right} of {count} right"),
            Bar(label="points", value=results.score, whole=points, note=f"{results.score} of {points}"),
        ]
    )


def status_of_all(place: Path, found: Sequence[Begun], *, cut: bool) -> Document:
    """Every lab begun below a folder, the one worked on last first; `cut` says that not all folders were looked into."""
    data: list[Json] = [
        {
            "lab": each.slug,
            "student": each.student,
            "folder": str(each.folder),
            "score": each.score,
            "max_score": each.points,
            "right": each.right,
            "tasks": each.tasks,
            "last_time": each.last_time or None,
            "problem": each.problem or None,
        }
        for each in found
    ]
    count = len(found)
    sentence = (
        f"{count} {'lab' if count == 1 else 'labs'} begun in {place} and below"
        if found
        else f"no lab was begun below {place}"
    )
    blocks: list[Block] = [Sentence(text=sentence)]
    bars = [
        Bar(
            label=_seen_from(each.folder, place),
            value=each.score,
            whole=each.points,
            note=f"{each.right} of {each.tasks} tasks, {each.score} of {each.points} points ({each.student})",
        )
        for each in found
        if not each.problem
    ]
    if bars:
        blocks.append(Bars(rows=bars))
    blocks += [Trouble(text=each.problem, place=_seen_from(each.folder, place)) for each in found if each.problem]
    if cut:
        blocks.append(
            Heading(text="There are more folders here than were looked into: begin in one nearer to your labs.")
        )
    left = next((each for each in found if not each.problem and each.score < each.points), None)
    commands = [("netkit lab list", "which labs there are")]
    if left is not None:
        commands = [
            (f"cd {shlex.quote(str(left.folder))}", f"{left.slug}, worked on last"),
            ("netkit lab show", "its tasks"),
        ]
    blocks.append(Next(commands=commands))
    return Document(
        schema="netkit.lab.status-all/1",
        data={"folder": str(place), "labs": data, "all_looked_into": not cut},
        blocks=blocks,
    )


def _seen_from(folder: Path, place: Path) -> str:
    return str(folder.relative_to(place)) if folder.is_relative_to(place) and folder != place else str(folder)
