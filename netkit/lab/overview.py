"""The list of labs, and a lab that was just begun, as views."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from netkit.lab.definition import Lab
from netkit.lab.folder import Work
from netkit.view import Block, Document, Fact, Facts, Json, Next, Paragraph, Sentence

__all__ = ["lab_list", "started"]


def lab_list(labs: Sequence[Lab], scores: Mapping[str, int]) -> Document:
    """Every lab, with the points reached in those that were begun here."""
    data: list[Json] = []
    rows = []
    for lab in labs:
        entry: dict[str, Json] = {
            "slug": lab.slug,
            "version": lab.version,
            "title": lab.title,
            "tasks": len(lab.tasks),
            "points": lab.points,
            "live": lab.live,
        }
        entry |= {"summary": lab.summary, "minutes": lab.minutes, "prerequisites": list(lab.prerequisites)}
        entry["score"] = scores.get(lab.slug)
        data.append(entry)
        begun = f"{scores[lab.slug]} of {lab.points} points · " if lab.slug in scores else ""
        size = f"{begun}{len(lab.tasks)} tasks, about {lab.minutes} minutes"
        after = f", after {' and '.join(lab.prerequisites)}" if lab.prerequisites else ""
        rows.append(Fact(label=lab.slug, value=lab.title, note=f"{size}{after}"))
    first = next((lab for lab in labs if scores.get(lab.slug, 0) < lab.points), labs[0] if labs else None)
    blocks: list[Block] = [Sentence(text=f"{len(labs)} labs"), Facts(rows=rows)]
    if first is not None:
        blocks.append(Next(commands=[(f"netkit lab start {first.slug}", first.summary)]))
    return Document(schema="netkit.lab.list/1", data={"labs": data}, blocks=blocks)


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
            ]
        ),
    ]
    return Document(schema="netkit.lab.start/1", data=data, blocks=blocks)


def _files(work: Work, where: str) -> list[Fact]:
    """What was made or recorded for the student, each where it lies."""
    situation = work.variant.situation
    others = [name for name in situation.files if name != situation.file]
    found = [Fact(label="your traffic", value=f"{where}/{situation.file}")] if situation.file else []
    return found + [Fact(label="your file", value=f"{where}/{name}") for name in others]


def _from_here(folder: Path, here: Path) -> str:
    """A path as one would type it: relative where that is short."""
    if folder.is_relative_to(here):
        return str(folder.relative_to(here))
    return f"../{folder.name}" if folder.parent == here.parent else str(folder)
