"""The work of `netkit grade`: which bundles are to be graded, and grading them, so that a run can be broken off and goes on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from netkit.cli.class_list import with_progress
from netkit.cli.grade_work import Job, Settings, lost, prepare
from netkit.cli.output import say
from netkit.errors import AccessError
from netkit.lab.course.definition import Course
from netkit.lab.grading.results_file import lines_in
from netkit.live.workers import Lost, shared
from netkit.view import Paragraph

__all__ = ["grade_each", "not_graded"]


def not_graded(jobs: Iterable[Job], course: Course, files: Iterable[Path], seconds: float) -> list[Job]:
    """The bundles that no file of results has under this form of the course, each once; or that hung with less than `seconds`."""
    done = {
        line.digest
        for path in files
        for line in lines_in(path)
        if line.course == course.fingerprint and line.is_final(seconds)
    }
    each = {job.digest: job for job in jobs}
    waiting = [job for digest, job in each.items() if digest not in done]
    before = len(each) - len(waiting)
    if before:
        told = f"{len(waiting):,} {'is' if len(waiting) == 1 else 'are'} to do" if waiting else "--again grades anew"
        say(Paragraph(text=f"({before:,} {'was' if before == 1 else 'were'} graded before; {told})", quiet=True))
    return waiting


def grade_each(
    waiting: Sequence[Job], settings: Settings, target: Path, processes: int, scheduler: str | None, seconds: float
) -> None:
    """Grade bundles, in so many processes or on the workers of a scheduler, and write each line into `target` as soon as it is known."""
    course, done = settings.course, 0
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
                file.write(lost(job, course, line.why, line.told, seconds) if isinstance(line, Lost) else line)
                file.flush()
                done += 1
    except KeyboardInterrupt:
        told = f"{done:,} of {len(waiting):,} are graded, and kept: the same command goes on from there"
        say(Paragraph(text=f"({told})", quiet=True))
        raise
    except OSError as error:
        raise AccessError(
            f"{target} can't be written", why=str(error.strerror), hint="name another file with --results"
        ) from error


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
