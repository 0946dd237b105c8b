"""`netkit grade`: what a class handed in, judged anew."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netkit.cli.class_list import with_progress
from netkit.cli.grade_bundles import Shard, Sharded, bundles_below
from netkit.cli.grade_export import FOLDER, FormName, export
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, say, show, show_stream
from netkit.errors import AccessError
from netkit.lab.export.table import EXPORTS
from netkit.view import Paragraph

if TYPE_CHECKING:
    from netkit.cli.grade_work import Job, Settings
    from netkit.lab.course.definition import Course
    from netkit.lab.grading.graded import Graded
    from netkit.lab.grading.results_file import Line
    from netkit.view import Json

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
        RESULTS,
        class_facing,
        graded_class_of,
        results_of,
        roster_of,
    )
    from netkit.cli.grade_work import Settings, shelf_of  # noqa: PLC0415
    from netkit.lab.course.definition import read_course  # noqa: PLC0415
    from netkit.lab.course.key import read_key  # noqa: PLC0415
    from netkit.lab.grading.results_file import LastLines  # noqa: PLC0415
    from netkit.lab.grading.whole_class import pseudonym  # noqa: PLC0415

    course = read_course(course_path)
    roster = roster_of(course)
    folders = tuple(each.absolute() for each in (*labs, *map(course.path, course.folders)))
    signers = roster.cells("ssh key", "ssh public key", "public key") if roster else {}
    settings = Settings(course=course, key=read_key(course), folders=folders, signers=signers)
    found = bundles_below(folder, shard)
    target = results or course.folder / (f"results-{shard.number}-of-{shard.count}.jsonl" if shard else RESULTS)
    before = [] if again or shard or results else [path for path in results_of(course) if path != target]
    waiting = _not_graded(found.jobs, course, [] if again else [target, *before])
    if waiting:
        _grade(waiting, settings, target, jobs or os.cpu_count() or 1, scheduler, seconds)
    facing = class_facing(course, roster)
    lines = LastLines([target, *before], course.fingerprint, found.names)
    graded = graded_class_of(lines, facing, shelf_of(settings))
    if pseudonyms:
        graded = ((line, pseudonym(each, line.digest, settings.key)) for line, each in graded)
    if forms:
        # which process was done first is nobody's business
        known = sorted(graded, key=lambda pair: pair[1].bundle)
        graded = iter(known)
        if export(forms, [each for _, each in known], course, None if pseudonyms else roster, shelf_of(settings), out):
            return
    if form() is Form.JSON:
        show_stream("netkit.grade/1", (_told(line, each) for line, each in graded))
    else:
        from netkit.lab.grading.view import Row, graded_class  # noqa: PLC0415

        rows = sorted((Row.of(each) for _, each in graded), key=lambda row: (row.student, row.lab, row.bundle))
        title = f"{course.title}{f', share {shard.number} of {shard.count}' if shard else ''}"
        notes = [*found.notes]
        if facing.overrides is not None:
            notes += [f"Nothing in the folder is meant by {each}." for each in facing.overrides.unused if not shard]
        show(graded_class(title, rows, results=str(target), notes=notes, course=shlex.quote(str(course_path))))


def _told(line: Line, graded: Graded) -> dict[str, Json]:
    return {**graded.json(), "sha256": line.digest}


def _not_graded(jobs: Iterable[Job], course: Course, files: Iterable[Path]) -> list[Job]:
    """The bundles that no file of results has under this form of the course, each once."""
    from netkit.lab.grading.results_file import lines_in  # noqa: PLC0415

    done = {
        line.digest for path in files for line in lines_in(path) if line.course == course.fingerprint and line.is_final
    }
    waiting = [job for job in {job.digest: job for job in jobs}.values() if job.digest not in done]
    if done and waiting:
        say(Paragraph(text=f"({len(done):,} were graded before; {len(waiting):,} are new)", quiet=True))
    return waiting


def _grade(
    waiting: Sequence[Job], settings: Settings, target: Path, processes: int, scheduler: str | None, seconds: float
) -> None:
    """Grade bundles, and write each line as soon as it is known."""
    from netkit.cli.grade_work import lost, prepare  # noqa: PLC0415
    from netkit.live.workers import Lost, shared  # noqa: PLC0415

    course = settings.course
    if scheduler is not None:
        from netkit.live.dask_scheduler import shared_on_dask  # noqa: PLC0415

        given = (job.with_data() for job in waiting)
        finished = shared_on_dask(prepare, settings, given, scheduler=scheduler, seconds=seconds)
    else:
        finished = shared(prepare, settings, waiting, processes=min(processes, len(waiting)), seconds=seconds)
    try:
        with target.open("ab") as file:
            if file.tell() and not _ends_whole(target):
                file.write(b"\n")
            for job, line in with_progress(finished, len(waiting), course.name):
                file.write(lost(job, course, line.why, line.told) if isinstance(line, Lost) else line)
                file.flush()
    except OSError as error:
        raise AccessError(
            f"{target} can't be written", why=str(error.strerror), hint="name another file with --results"
        ) from error


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
