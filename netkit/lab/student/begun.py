"""The labs that somebody began below a folder, wherever they lie, and how each stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from netkit.errors import NetkitError
from netkit.lab.student import progress as log
from netkit.lab.student.folder import find
from netkit.lab.student.results import judge_all
from netkit.lab.traffic import Library

__all__ = ["Begun", "begun_below", "top_of"]

DEEPEST = 8
"""Folders inside one another that are looked into."""

MOST_FOLDERS = 20_000
"""Folders that are looked into at most, so that a search from the root of a disk ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A lab's folder: whose it is, how many tasks are right and points reached; or the `problem` that stands in the way of telling."""

    folder: Path
    slug: str = ""
    student: str = ""
    score: int = 0
    points: int = 0
    right: int = 0
    tasks: int = 0
    last_time: str = ""
    problem: str = ""


def top_of(place: Path) -> Path:
    """Where to begin looking: the folder itself; from inside a lab's folder, the one that lab lies in."""
    for folder in (place, *place.parents):
        if (folder / log.FILE).is_file():
            return folder.parent
    return place


def begun_below(place: Path, labs: Path, library: Library) -> tuple[list[Begun], bool]:
    """Every lab begun in a folder or below, the one worked on last first; says too whether some folders were not looked into.

    Hidden folders and links are passed over.
    """
    folders: list[Path] = []
    seen = 0
    for folder in _folders(place):
        seen += 1
        if seen > MOST_FOLDERS:
            break
        if (folder / log.FILE).is_file():
            folders.append(folder)
    found = [_begun(folder, labs, library) for folder in folders]
    return sorted(found, key=lambda each: each.last_time, reverse=True), seen > MOST_FOLDERS


def _folders(place: Path) -> Iterator[Path]:
    """A folder and those in it, level by level; one that may not be read has none."""
    level = [place]
    for _ in range(DEEPEST):
        deeper: list[Path] = []
        for folder in level:
            yield folder
            try:
                with os.scandir(folder) as entries:
                    inside = sorted(
                        e.name for e in entries if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)
                    )
            except OSError:
                continue
            deeper += [folder / name for name in inside]
        level = deeper


def _begun(folder: Path, labs: Path, library: Library) -> Begun:
    try:
        work = find(labs, library, folder)
        results = judge_all(work.lab, work.variant, work.progress.by_task())
    except NetkitError as error:
        return Begun(folder=folder, problem=error.what)
    return Begun(
        folder=folder,
        slug=work.lab.slug,
        student=work.progress.student,
        score=results.score,
        points=work.lab.points,
        right=results.right,
        tasks=len(work.lab.tasks),
        last_time=work.progress.last_time,
    )
