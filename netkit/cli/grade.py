"""`netkit grade`: what a class handed in, judged anew."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netkit.cli.grade_bundles import Shard, Sharded, bundles_below
from netkit.cli.grade_export import FOLDER, FormName, export
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, show, show_stream
from netkit.lab.export.table import EXPORTS

if TYPE_CHECKING:
    from netkit.cli.grade_work import Settings
    from netkit.lab.course.definition import Course
    from netkit.lab.course.roster import Roster
    from netkit.lab.grading.whole_class import Facing

__all__ = ["grade"]

SECONDS = 120.0
"""The longest that one bundle may take."""


@click.command(
    cls=Command,
    examples=[
        ("netkit grade bundles --course net101", "every bundle in the folder bundles, and below"),
        ("netkit grade bundles --course net101 --json", "a line of JSON for each, for programs"),
        ("netkit grade bundles --course net101 --jobs 8", "with eight processes"),
        ("netkit grade bundles --course net101 --export canvas > canvas.csv", "the grades, for Canvas to import"),
        (
            "netkit grade bundles --course net101 --export moodle --export html",
            "for Moodle, and a page for each student",
        ),
        ("netkit grade bundles --course net101 --shard 3/8", "the third eighth, for a batch system"),
        ("netkit grade bundles --course net101 --scheduler tcp://head:8786", "on the workers of a Dask scheduler"),
    ],
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--course",
    "course_path",
    type=click.Path(path_type=Path),
    default=".",
    metavar="COURSE",
    help="The course.toml, or its folder.",
)
@click.option(
    "--labs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="More labs, and older versions of labs.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help="How many processes share the work; else one a processor."
)
@click.option("--shard", type=Sharded(), metavar="I/N", help="Only this share of the bundles, from 1/N to N/N.")
@click.option("--scheduler", metavar="ADDRESS", help="Give the work to the Dask scheduler at this address.")
@click.option(
    "--export",
    "forms",
    multiple=True,
    type=FormName(),
    metavar="FORM",
    help=f"Write the grades for another system: {', '.join(EXPORTS)}.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help=f"Where exports go: FOLDER/FORM; else one file is printed, and several go into {FOLDER}.",
)
@click.option("--pseudonyms", is_flag=True, help="Give every student another name in what is shown.")
@click.option("--again", is_flag=True, help="Grade everything anew, also what was graded before.")
@click.option(
    "--seconds",
    type=click.FloatRange(1, 86_400),
    default=SECONDS,
    metavar="N",
    help=f"The longest for one bundle ({SECONDS:.0f}).",
)
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file of results; else results.jsonl, in the course.",
)
@reports
def grade(
    folder: Path,
    course_path: Path,
    labs: tuple[Path, ...],
    jobs: int | None,
    shard: Shard | None,
    scheduler: str | None,
    results: Path | None,
    seconds: float,
    forms: tuple[str, ...],
    out: Path | None,
    *,
    pseudonyms: bool,
    again: bool,
) -> None:
    """What a class handed in, judged anew from the artefacts.

    FOLDER holds the bundles (*.zip), in folders of their own if you like. Nothing that a bundle claims is believed, and no bad one stops
    the others. What is graded stands in the file of results at once, so grading goes on where it stopped; what it finds odd is for you to
    talk about, and takes no point. Points that you set in the course's overrides.csv win.
    """
    from netkit.cli.grade_class import (  # noqa: PLC0415 - help needs none of it
        class_facing,
        graded_class_of,
        missing_labs,
        newest_last,
        roster_of,
    )
    from netkit.cli.grade_run import grade_each, not_graded  # noqa: PLC0415
    from netkit.cli.grade_work import shelf_of  # noqa: PLC0415
    from netkit.lab.course.definition import read_course  # noqa: PLC0415
    from netkit.lab.grading.results_file import LastLines  # noqa: PLC0415
    from netkit.lab.grading.view import Row, graded_class  # noqa: PLC0415
    from netkit.lab.grading.whole_class import pseudonym  # noqa: PLC0415

    course = read_course(course_path)
    roster = roster_of(course)
    settings = _settings(course, roster, labs)
    shelf = shelf_of(settings)
    found = bundles_below(folder, shard)
    target, before = _results(course, results, shard, again=again)
    waiting = not_graded(found.jobs, course, [] if again else [target, *before], seconds)
    if waiting:
        grade_each(waiting, settings, target, jobs or os.cpu_count() or 1, scheduler, seconds)
    facing = class_facing(course, roster, None if shard else shelf)
    lines = LastLines(newest_last([target, *before]), course.fingerprint, found.names)
    graded = graded_class_of(lines, facing, shelf)
    if pseudonyms:
        graded = ((line, pseudonym(each, line.digest, settings.key)) for line, each in graded)
    if forms:
        # which process was done first is nobody's business; what was set by hand comes last, and counts
        known = sorted(graded, key=lambda pair: (not pair[1].bundle, pair[1].bundle))
        graded = iter(known)
        if export(forms, [each for _, each in known], course, None if pseudonyms else roster, shelf, out):
            return
    if form() is Form.JSON:
        show_stream("netkit.grade/1", ({**each.json(), "sha256": line.digest or None} for line, each in graded))
        return
    rows = sorted((Row.of(each) for _, each in graded), key=lambda row: (row.student, row.lab, row.bundle))
    title = f"{course.title}{f', share {shard.number} of {shard.count}' if shard else ''}"
    notes = [*found.notes, *missing_labs(course, shelf), *_notes(facing, is_whole=shard is None)]
    show(graded_class(title, rows, results=str(target), notes=notes, course=shlex.quote(str(course_path))))


def _settings(course: Course, roster: Roster | None, labs: Sequence[Path]) -> Settings:
    """What grading needs of a course, of its class list, and of `labs`, more folders of labs."""
    from netkit.cli.grade_work import Settings  # noqa: PLC0415 - help needs none of it
    from netkit.lab.course.key import read_key  # noqa: PLC0415

    folders = tuple(each.absolute() for each in (*labs, *map(course.path, course.folders)))
    signers = roster.cells("ssh key", "ssh public key", "public key") if roster else {}
    return Settings(course=course, key=read_key(course), folders=folders, signers=signers)


def _results(course: Course, results: Path | None, shard: Shard | None, *, again: bool) -> tuple[Path, list[Path]]:
    """The file that results are written into, and those of before that count beside it."""
    from netkit.cli.grade_class import RESULTS, results_of  # noqa: PLC0415 - help needs none of it

    target = results or course.folder / (f"results-{shard.number}-of-{shard.count}.jsonl" if shard else RESULTS)
    counts_alone = again or shard or results
    return target, [] if counts_alone else [path for path in results_of(course) if path != target]


def _notes(facing: Facing, *, is_whole: bool) -> list[str]:
    """What may be a slip in the points that were set by hand; of a share it is not known which of them are about no bundle."""
    if facing.overrides is None:
        return []
    unused = facing.overrides.unused if is_whole else []
    told = [
        f"Nothing in the folder is meant by {each}: the class list has no such student, or the course no such lab."
        for each in unused
    ]
    return told + [f"More points than the lab has, if that is meant: {each}." for each in facing.overrides.above]
