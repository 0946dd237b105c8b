"""The list of labs, and a lab that was just begun, as views."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from netkit.lab.definition import Lab
from netkit.lab.folder import Work
from netkit.lab.paths import LabPath, next_lab, open_prerequisites
from netkit.view import Bar, Bars, Block, Document, Fact, Facts, Heading, Json, Next, Paragraph, Sentence

__all__ = ["lab_list", "started"]


def lab_list(labs: Sequence[Lab], paths: Sequence[LabPath], scores: Mapping[str, int]) -> Document:
    """Every lab, how far those are that were begun here (`scores`), ready paths through them, and what comes next.

    A lab that builds on one that is not done yet is marked, and can be begun all the same.
    """
    data: list[Json] = []
    rows = []
    for lab in labs:
        waits = open_prerequisites(lab, labs, scores)
        entry: dict[str, Json] = {
            "slug": lab.slug,
            "version": lab.version,
            "title": lab.title,
            "tasks": len(lab.tasks),
            "points": lab.points,
            "live": lab.live,
        }
        entry |= {"summary": lab.summary, "minutes": lab.minutes, "prerequisites": list(lab.prerequisites)}
        entry |= {"open_prerequisites": list(waits), "score": scores.get(lab.slug)}
        data.append(entry)
        builds = f", builds on {' and '.join(lab.prerequisites)}" if lab.prerequisites else ""
        note = f"{len(lab.tasks)} tasks, about {lab.minutes} minutes{builds}{' (still open)' if waits else ''}"
        rows.append(Fact(label=lab.slug, value=lab.title, note=note))
    following = next_lab(labs, paths, scores)
    blocks: list[Block] = [Sentence(text=f"{len(labs)} labs{_so_far(labs, scores)}"), Facts(rows=rows)]
    begun = [lab for lab in labs if lab.slug in scores]
    if begun:
        blocks.append(Bars(rows=[_bar(lab, scores[lab.slug]) for lab in begun], caption="Begun here"))
    for path in paths:
        blocks.append(Heading(text=f"Path {path.id}", place=path.title))
        blocks.append(Paragraph(text=_along(path, {lab.slug: lab for lab in labs}, scores, following)))
    if following is not None:
        blocks.append(Next(commands=[(f"netkit lab start {following.slug}", following.summary)]))
    told: dict[str, Json] = {
        "labs": data,
        "paths": [{"id": path.id, "title": path.title, "labs": list(path.labs)} for path in paths],
        "next": following.slug if following is not None else None,
    }
    return Document(schema="netkit.lab.list/1", data=told, blocks=blocks)


def _so_far(labs: Sequence[Lab], scores: Mapping[str, int]) -> str:
    done = sum(scores.get(lab.slug, 0) >= lab.points for lab in labs)
    return f" · {len(scores)} begun here, {done} done" if scores else ""


def _bar(lab: Lab, score: int) -> Bar:
    return Bar(label=lab.slug, value=score, whole=lab.points, note=f"{score} of {lab.points} points")


def _along(path: LabPath, labs: Mapping[str, Lab], scores: Mapping[str, int], following: Lab | None) -> str:
    """The labs of a path in their order, with a word on those that are done, begun, or next."""
    steps = []
    for number, slug in enumerate(path.labs, 1):
        word = ""
        if scores.get(slug, 0) >= labs[slug].points:
            word = " (done)"
        elif following is not None and slug == following.slug:
            word = " (next)"
        elif slug in scores:
            word = " (begun)"
        steps.append(f"{number} {slug}{word}")
    return ", ".join(steps)


def started(work: Work, *, new: bool, text: str, here: Path) -> Document:
    """A lab that was begun, or taken up again: the text to read, and where everything lies, seen from the folder `here`."""
    lab = work.lab
    first = lab.tasks[0]
    where = work.folder.name
    data: dict[str, Json] = {
        "lab": lab.slug,
        "version": lab.version,
        "student": work.progress.student,
        "folder": str(work.folder),
        "capture": work.variant.situation.file,
        "new": new,
    }
    told = "begun" if new else "taken up again: everything that you answered is still there"
    blocks: list[Block] = [
        Sentence(text=f"{lab.title} · {told}"),
        Paragraph(text=text),
        Facts(
            rows=[
                Fact(label="your folder", value=str(work.folder)),
                *_files(work, where),
                Fact(label="to read again", value=f"{where}/README.md"),
            ]
        ),
        Next(
            commands=[
                *([] if here == work.folder else [(f"cd {shlex.quote(_from_here(work.folder, here))}", "")]),
                ("netkit lab show", f"all {len(lab.tasks)} tasks"),
                (f"netkit lab show {first.id}", "the first one"),
                ("netkit lab watch", "judges what you write into answers.txt"),
            ]
        ),
    ]
    return Document(schema="netkit.lab.start/1", data=data, blocks=blocks)


def _files(work: Work, where: str) -> list[Fact]:
    """What was made or recorded for the student, each where it lies."""
    situation = work.variant.situation
    others = [name for name in situation.files if name != situation.file]
    captures = [*([situation.file] if situation.file else []), *(each.file for each in situation.also)]
    found = [Fact(label="your traffic", value=f"{where}/{name}") for name in captures]
    return found + [Fact(label="your file", value=f"{where}/{name}") for name in others]


def _from_here(folder: Path, here: Path) -> str:
    """A path as one would type it: relative where that is short."""
    if folder.is_relative_to(here):
        return str(folder.relative_to(here))
    return f"../{folder.name}" if folder.parent == here.parent else str(folder)
