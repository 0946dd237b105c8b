"""`netkit lab list`: which labs there are."""

from __future__ import annotations

from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import labs_folder, library, speaks, the_language
from netkit.cli.output import reports, show
from netkit.errors import AccessError, ProgressError, UsageError
from netkit.lab.paths import check_prerequisites, read_paths
from netkit.lab.student.folder import all_labs, find
from netkit.lab.student.results import judge_all
from netkit.lab.views.overview import lab_list

__all__ = ["list_labs"]


@click.command(
    "list", cls=Command, examples=[("netkit lab list", "all labs"), ("netkit lab list --json", "for programs")]
)
@speaks
@reports
def list_labs() -> None:
    """Which labs there are, and how far you are.

    What was begun in this folder or above it has a bar; the paths are two orders in which the labs can be taken, from the top of the
    stack down or from its bottom up. A lab that builds on one which is still open can be begun all the same.
    """
    language = the_language()
    labs = all_labs(labs_folder(), language)
    check_prerequisites(labs)
    paths = read_paths(labs_folder(), labs)
    captures = library()
    scores = {}
    for lab in labs:
        try:
            work = find(labs_folder(), captures, Path.cwd(), lab.slug)
        except (AccessError, ProgressError, UsageError):
            continue
        scores[lab.slug] = judge_all(work.lab, work.variant, work.progress.by_task()).score
    show(lab_list(labs, paths, scores, language))
