"""The list of labs, and a lab that was just begun, as views."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from netkit.lab.definition import Lab
from netkit.lab.paths import LabPath, next_lab, open_prerequisites
from netkit.lab.student.folder import Work
from netkit.lab.views.outcome import what_next
from netkit.lab.views.status import points_reached
from netkit.language import ENGLISH, Language
from netkit.view import Bar, Bars, Block, Document, Fact, Facts, Heading, Json, Paragraph, Sentence

__all__ = ["lab_list", "started"]


def lab_list(
    labs: Sequence[Lab], paths: Sequence[LabPath], scores: Mapping[str, int], language: Language = ENGLISH
) -> Document:
    """Every lab, how far those are that were begun here (`scores`), ready paths through them, and what comes next.

    A lab that builds on one that is not done yet is marked, and can be begun all the same.
    """
    waits = {lab.slug: open_prerequisites(lab, labs, scores) for lab in labs}
    rows = [
        Fact(label=lab.slug, value=f"{lab.title}: {_note(lab, language, waits=bool(waits[lab.slug]))}") for lab in labs
    ]
    following = next_lab(labs, paths, scores)
    blocks: list[Block] = [Sentence(text=_so_far(labs, scores, language)), Facts(rows=rows)]
    bars = [_reached(lab, scores[lab.slug], language) for lab in labs if lab.slug in scores]
    if bars:
        blocks.append(Bars(rows=bars, caption=language.say("list.begun", "Begun here")))
    if paths:
        blocks.append(Paragraph(text=language.say("list.orders", "Orders in which the labs can be taken:")))
    for path in paths:
        title = language.template(f"path.{path.id}.title", path.title)
        blocks.append(Heading(text=language.say("list.path", "Path {path}", path=path.id), place=title))
        blocks.append(Paragraph(text=_along(path, {lab.slug: lab for lab in labs}, scores, following, language)))
    if following is not None:
        blocks.append(what_next([(f"netkit lab start {following.slug}", following.summary)], language))
    told: dict[str, Json] = {
        "labs": [_entry(lab, waits[lab.slug], scores) for lab in labs],
        "paths": [{"id": path.id, "title": path.title, "labs": list(path.labs)} for path in paths],
        "next": following.slug if following is not None else None,
    }
    return Document(schema="netkit.lab.list/1", data=told, blocks=blocks)


def _entry(lab: Lab, waits: Sequence[str], scores: Mapping[str, int]) -> Json:
    """A lab as programs read it; `waits` are the labs that it builds on and that are not done."""
    return {
        "slug": lab.slug,
        "version": lab.version,
        "title": lab.title,
        "tasks": len(lab.tasks),
        "points": lab.points,
        "live": lab.live,
        "summary": lab.summary,
        "minutes": lab.minutes,
        "prerequisites": list(lab.prerequisites),
        "open_prerequisites": list(waits),
        "score": scores.get(lab.slug),
    }


def _reached(lab: Lab, score: int, language: Language) -> Bar:
    return Bar(label=lab.slug, value=score, whole=lab.points, note=points_reached(score, lab.points, language))


def _note(lab: Lab, language: Language, *, waits: bool) -> str:
    """How large a lab is, and what it builds on."""
    tasks = language.count("list.tasks", "{n} task", "{n} tasks", len(lab.tasks))
    told = [language.say("list.size", "{tasks}, about {minutes} minutes", tasks=tasks, minutes=lab.minutes)]
    if lab.prerequisites:
        others = language.listed(lab.prerequisites)
        told.append(
            language.say("list.builds-open", "builds on {labs} (still open)", labs=others)
            if waits
            else language.say("list.builds", "builds on {labs}", labs=others)
        )
    return ", ".join(told)


def _so_far(labs: Sequence[Lab], scores: Mapping[str, int], language: Language) -> str:
    count = language.count("list.labs", "{n} lab", "{n} labs", len(labs))
    if not scores:
        return count
    done = sum(scores.get(lab.slug, 0) >= lab.points for lab in labs)
    return language.say(
        "list.so-far", "{labs} · {begun} begun here, {done} done", labs=count, begun=len(scores), done=done
    )


def _along(
    path: LabPath, labs: Mapping[str, Lab], scores: Mapping[str, int], following: Lab | None, language: Language
) -> str:
    """The labs of a path in their order, with a word on those that are done, begun, or next."""
    steps = []
    for number, slug in enumerate(path.labs, 1):
        step = f"{number} {slug}"
        if scores.get(slug, 0) >= labs[slug].points:
            step = language.say("list.step-done", "{step} (done)", step=step)
        elif following is not None and slug == following.slug:
            step = language.say("list.step-next", "{step} (next)", step=step)
        elif slug in scores:
            step = language.say("list.step-begun", "{step} (begun)", step=step)
        steps.append(step)
    return ", ".join(steps)


def _from_before(work: Work) -> list[tuple[str, str]]:
    """The question from before, as long as it is not answered."""
    if work.progress.recalled is None or work.progress.again:
        return []
    told = work.variant.language.say("next.again-question", "a question from before, for practice")
    return [("netkit lab show again", told)]


def started(work: Work, *, new: bool, text: str, here: Path) -> Document:
    """A lab that was begun, or taken up again: the text to read, and where everything lies, seen from the folder `here`."""
    lab, language = work.lab, work.variant.language
    first = lab.tasks[0]
    where = work.folder.name
    data: dict[str, Json] = {
        "lab": lab.slug,
        "version": lab.version,
        "student": work.progress.student,
        "folder": str(work.folder),
        "capture": work.variant.situation.file,
        "new": new,
        "again": work.progress.recalled.lab if work.progress.recalled is not None else None,
    }
    told = (
        language.say("start.begun", "begun")
        if new
        else language.say("start.again", "taken up again: everything that you answered is still there")
    )
    blocks: list[Block] = [
        Sentence(text=f"{lab.title} · {told}"),
        Paragraph(text=text),
        Facts(
            rows=[
                Fact(label=language.say("start.folder", "your folder"), value=str(work.folder)),
                *_files(work, where),
                Fact(label=language.say("start.read", "to read again"), value=f"{where}/README.md"),
            ]
        ),
        what_next(
            [
                *([] if here == work.folder else [(f"cd {shlex.quote(_from_here(work.folder, here))}", "")]),
                ("netkit lab show", language.count("next.all-tasks", "the one task", "all {n} tasks", len(lab.tasks))),
                (f"netkit lab show {first.id}", language.say("next.first-task", "the first one")),
                *(
                    [("netkit lab shell", language.say("next.shell", "opens the lab's own network"))]
                    if lab.live
                    else []
                ),
                *_from_before(work),
                ("netkit lab watch", language.say("next.watch", "judges what you write into answers.txt")),
            ],
            language,
        ),
    ]
    return Document(schema="netkit.lab.start/1", data=data, blocks=blocks)


def _files(work: Work, where: str) -> list[Fact]:
    """What was made or recorded for the student, each where it lies."""
    situation, language = work.variant.situation, work.variant.language
    others = [name for name in situation.files if name != situation.file]
    captures = [*([situation.file] if situation.file else []), *(each.file for each in situation.also)]
    traffic, file = language.say("start.traffic", "your traffic"), language.say("start.file", "your file")
    found = [Fact(label=traffic, value=f"{where}/{name}") for name in captures]
    found += [Fact(label=file, value=f"{where}/{name}") for name in others]
    attempts = sorted(name for each in situation.twins.values() for name in each.files)
    if attempts:
        told = language.say("start.attempts", "recorded attempts")
        span = language.say("start.from-to", "{first} to {last}", first=f"{where}/{attempts[0]}", last=attempts[-1])
        found.append(Fact(label=told, value=span))
    return found


def _from_here(folder: Path, here: Path) -> str:
    """A path as one would type it: relative where that is short."""
    if folder.is_relative_to(here):
        return str(folder.relative_to(here))
    return f"../{folder.name}" if folder.parent == here.parent else str(folder)
