"""`netkit lab status`: what was done so far."""

from __future__ import annotations

from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import labs_folder, library, of_lab, the_language, the_work
from netkit.cli.output import reports
from netkit.cli.output import show as show_document
from netkit.errors import AccessError, ProgressError, UsageError
from netkit.lab.student.begun import begun_below, top_of
from netkit.lab.student.folder import all_labs, find
from netkit.lab.student.results import judge_all
from netkit.lab.views.status import status as status_view
from netkit.lab.views.status import status_of_all

__all__ = ["status"]


@click.command(
    cls=Command,
    examples=[
        ("netkit lab status", "answers, hints and points so far"),
        ("netkit lab status --all", "every lab begun in this folder and below it"),
    ],
)
@click.option("--all", "everything", is_flag=True, help="Find every lab that was begun in this folder and below.")
@of_lab
@reports
def status(slug: str, folder: Path, *, everything: bool) -> None:
    """What you did so far.

    Answers, hints and points of the lab, and the points of other labs begun here. With --all, every lab that was begun in this folder
    and below it, wherever it lies.
    """
    if everything:
        place = top_of(folder.absolute())
        begun, cut = begun_below(place, labs_folder(), library())
        show_document(status_of_all(place, begun, cut=cut, language=the_language()))
        return
    work = the_work(slug, folder)
    results = judge_all(work.lab, work.variant, work.progress.by_task())
    others = []
    captures = library()
    for lab in all_labs(labs_folder()):
        if lab.slug != work.lab.slug:
            try:
                other = find(labs_folder(), captures, work.folder.parent, lab.slug)
            except (AccessError, ProgressError, UsageError):
                continue
            found = judge_all(other.lab, other.variant, other.progress.by_task())
            others.append((lab.slug, found.score, lab.points))
    show_document(status_view(work, results, others))
