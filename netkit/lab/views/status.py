"""Where somebody stands, as views: in one lab with its tasks, or in all labs that were begun below a folder."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from netkit.lab.judging.help import STEPS
from netkit.lab.student.begun import Begun
from netkit.lab.student.folder import Work
from netkit.lab.student.results import Results, first_open
from netkit.lab.views.outcome import item, what_next
from netkit.language import ENGLISH, Language
from netkit.view import Bar, Bars, Block, Checklist, Document, Heading, Json, Sentence, Trouble

__all__ = ["how_far", "points_reached", "status", "status_of_all"]


def status(work: Work, results: Results, others: Sequence[tuple[str, int, int]]) -> Document:
    """Where one stands: this lab's tasks in a line each, how often one answered and took help, and the other labs begun here."""
    lab, progress, language = work.lab, work.progress, work.variant.language
    tasks: list[Json] = []
    rows = []
    for verdict in results.verdicts:
        tries, hints = len(progress.answers(verdict.task)), progress.hints.get(verdict.task, 0)
        entry: dict[str, Json] = {"task": verdict.task, "outcome": verdict.outcome.value, "points": verdict.points}
        tasks.append(
            entry
            | {"max_points": verdict.max_points, "answers": tries, "hints": hints, "draw": progress.draw(verdict.task)}
        )
        told = [language.count("status.answers", "{n} answer", "{n} answers", tries)]
        if hints:
            told.append(language.say("status.hints", "{hints} of {steps} hints", hints=hints, steps=STEPS))
        if progress.draw(verdict.task) > 1:
            told.append(language.say("status.drawn-anew", "new numbers"))
        text = f"{verdict.title} ({', '.join(told)})" if tries or hints else verdict.title
        rows.append(item(verdict, (), language, text=text))
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
    blocks: list[Block] = [
        Sentence(text=f"{lab.slug} · {lab.title}"),
        how_far(results, language),
        Checklist(items=rows),
    ]
    if others:
        bars = [
            Bar(label=slug, value=score, whole=most, note=points_reached(score, most, language))
            for slug, score, most in others
        ]
        blocks.append(Bars(rows=bars, caption=language.say("status.others", "Other labs begun here")))
    blocks.append(what_next([first_open(lab, results, language)], language))
    return Document(schema="netkit.lab.status/1", data=data, blocks=blocks)


def how_far(results: Results, language: Language = ENGLISH) -> Bars:
    """Tasks that are right, and points reached, as bars."""
    count, points = len(results.verdicts), results.lab.points
    right = language.say("status.right", "{right} of {tasks} right", right=results.right, tasks=count)
    reached = language.say("status.reached", "{score} of {points}", score=results.score, points=points)
    return Bars(
        rows=[
            Bar(label=language.say("status.tasks", "tasks"), value=results.right, whole=count, note=right),
            Bar(label=language.say("status.points", "points"), value=results.score, whole=points, note=reached),
        ]
    )


def points_reached(score: int, most: int, language: Language) -> str:
    """How much of a lab is reached."""
    return language.say("status.score", "{score} of {points} points", score=score, points=most)


def status_of_all(place: Path, found: Sequence[Begun], *, cut: bool, language: Language = ENGLISH) -> Document:
    """Every lab begun below a folder, the one worked on last first; `cut` says that not all folders were looked into."""
    sentence = (
        language.count(
            "status.begun",
            "{n} lab begun in {place} and below",
            "{n} labs begun in {place} and below",
            len(found),
            place=place,
        )
        if found
        else language.say("status.none-begun", "no lab was begun below {place}", place=place)
    )
    blocks: list[Block] = [Sentence(text=sentence)]
    bars = [_bar_of(each, place, language) for each in found if not each.problem]
    if bars:
        blocks.append(Bars(rows=bars))
    blocks += [Trouble(text=each.problem, place=_seen_from(each.folder, place)) for each in found if each.problem]
    if cut:
        told = language.say(
            "status.cut", "There are more folders here than were looked into: begin in one nearer to your labs."
        )
        blocks.append(Heading(text=told))
    blocks.append(what_next(_to_go_on(found, language), language))
    return Document(
        schema="netkit.lab.status-all/1",
        data={"folder": str(place), "labs": [_json_of(each) for each in found], "all_looked_into": not cut},
        blocks=blocks,
    )


def _json_of(begun: Begun) -> Json:
    return {
        "lab": begun.slug,
        "student": begun.student,
        "folder": str(begun.folder),
        "score": begun.score,
        "max_score": begun.points,
        "right": begun.right,
        "tasks": begun.tasks,
        "last_time": begun.last_time or None,
        "problem": begun.problem or None,
    }


def _bar_of(begun: Begun, place: Path, language: Language) -> Bar:
    note = language.say(
        "status.of-all",
        "{right} of {tasks} tasks, {score} of {points} points ({student})",
        right=begun.right,
        tasks=begun.tasks,
        score=begun.score,
        points=begun.points,
        student=begun.student,
    )
    return Bar(label=_seen_from(begun.folder, place), value=begun.score, whole=begun.points, note=note)


def _to_go_on(found: Sequence[Begun], language: Language) -> list[tuple[str, str]]:
    """To the lab worked on last that is not done, or else to the list of labs."""
    left = next((each for each in found if not each.problem and each.score < each.points), None)
    if left is None:
        return [("netkit lab list", language.say("next.list", "which labs there are"))]
    there = f"cd {shlex.quote(str(left.folder))}"
    return [
        (there, language.say("next.last", "{lab}, worked on last", lab=left.slug)),
        ("netkit lab show", language.say("next.its-tasks", "its tasks")),
    ]


def _seen_from(folder: Path, place: Path) -> str:
    return str(folder.relative_to(place)) if folder.is_relative_to(place) and folder != place else str(folder)
