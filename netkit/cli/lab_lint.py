"""`netkit lab lint`: find what is wrong in labs before a student does."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import labs_folder, library
from netkit.cli.output import reports, show
from netkit.errors import ExitCode, LabError, UsageError
from netkit.lab.paths import FILE, read_paths
from netkit.lab.student.folder import all_labs

if TYPE_CHECKING:
    from netkit.lab.lint import Found
    from netkit.lab.lint.view import Linted

__all__ = ["lint"]

SEEDS = 20
CHUNK = 10
"""Students that a process takes at once: few, so that progress is seen and Ctrl-C is quick."""


@click.command(
    cls=Command,
    examples=[
        ("netkit lab lint my-lab", "one lab, with the solutions that lie in solutions/ beside it"),
        ("netkit lab lint labs --seeds 1000 --jobs 4", "every lab in a folder, over 1,000 students, by four processes"),
        ("netkit lab lint my-lab --solutions ~/keys/my-lab.py", "solutions that lie elsewhere"),
        ("netkit lab lint", "the labs that come with netkit"),
    ],
)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--seeds",
    type=click.IntRange(1, 1_000_000),
    default=SEEDS,
    metavar="N",
    help=f"How many students to make up ({SEEDS}).",
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, metavar="N", help="How many processes share the work (1)."
)
@click.option(
    "--solutions",
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help="A file of solutions, or a folder of them; else solutions/ beside the lab's folder.",
)
@click.pass_context
@reports
def lint(ctx: click.Context, path: Path | None, seeds: int, jobs: int, solutions: Path | None) -> None:
    """Find what is wrong in labs before a student does.

    PATH is a lab's folder, or a folder of labs. Each lab is drawn for many students, and solved, left empty, and answered with every
    misconception: the verdicts must be what the solutions say. The exit code is 1 if there are errors.
    """
    folders = _folders(path)
    others = _others(folders)
    labs = [_lint(folder, others, seeds, jobs, solutions) for folder in folders]
    from netkit.lab.lint.view import linted  # noqa: PLC0415

    show(linted(labs))
    _check_paths(folders)
    if any(lab.errors for lab in labs):
        ctx.exit(ExitCode.WRONG)


def _folders(path: Path | None) -> list[Path]:
    """The folders of the labs that are meant."""
    place = labs_folder() if path is None else path.absolute()
    if (place / "lab.toml").is_file():
        return [place]
    found = sorted(folder for folder in place.iterdir() if (folder / "lab.toml").is_file()) if place.is_dir() else []
    if not found:
        raise UsageError(
            f"there is no lab in {path or place}",
            why="a lab is a folder with lab.toml",
            hint="netkit lab new NAME makes one",
        )
    return found


def _others(folders: Sequence[Path]) -> list[Path]:
    """Every lab that one of these may build on: those that lie beside it, and those that come with netkit."""
    places = dict.fromkeys([*(folder.parent for folder in folders), labs_folder()])
    found = [folder for place in places for folder in sorted(place.iterdir()) if (folder / "lab.toml").is_file()]
    return list({folder.name: folder for folder in reversed(found)}.values())


def _check_paths(folders: Sequence[Path]) -> None:
    """LabError where the file of paths beside these labs is not as it should be; it is read only where all labs can be."""
    place = folders[0].parent
    if (place / FILE).is_file():
        try:
            labs = all_labs(place)
        except LabError:
            return
        read_paths(place, labs)


def _lint(folder: Path, others: Sequence[Path], seeds: int, jobs: int, where: Path | None) -> Linted:
    from netkit.lab.lint import Found, lint_lab, merged  # noqa: PLC0415  only this command needs it
    from netkit.lab.lint.answer_key import solution_file  # noqa: PLC0415
    from netkit.lab.lint.view import Linted  # noqa: PLC0415

    solutions = solution_file(where, folder.name, folder)
    lab, problems = lint_lab(folder, others, library(), solutions=solutions)
    if lab is None:
        return Linted(
            folder=folder, named=_named(folder), solutions=solutions, students=0, variants=0, problems=problems
        )
    found = list(_over_students(folder, solutions, seeds, jobs))
    whole = merged(lab, found, solved=solutions is not None) if found else Found()
    return Linted(
        folder=folder,
        named=_named(folder),
        solutions=solutions,
        students=whole.students,
        variants=len(whole.variants),
        problems=[*problems, *sorted(whole.problems.values(), key=lambda each: (each.file, each.line, each.rule))],
    )


def _named(folder: Path) -> str:
    """A lab's folder as one would type it: from here where it lies below, with a slash in it, or by its name if it comes with netkit."""
    if folder.parent == labs_folder():
        return folder.name
    here = Path.cwd()
    return f"./{folder.relative_to(here)}" if folder.is_relative_to(here) and folder != here else str(folder)


def _over_students(folder: Path, solutions: Path | None, seeds: int, jobs: int) -> Iterator[Found]:
    """What each chunk of students shows; after a mistake that stops every variant, no more of them."""
    one = partial(_of_students, folder, solutions, library().folder)
    chunks = [range(start, min(start + CHUNK, seeds)) for start in range(0, seeds, CHUNK)]
    done = 0
    for found in _mapped(one, chunks, jobs):
        yield found
        done += CHUNK
        _tell(f"{folder.name}: {min(done, seeds):,} of {seeds:,} variants")
        if not found.variants:
            break
    _tell("")


def _of_students(folder: Path, solutions: Path | None, captures: Path, numbers: range) -> Found:
    """What some students show, in whichever process: their functions run in the isolated room."""
    from netkit.cli.lab_code import isolated  # noqa: PLC0415
    from netkit.lab.lint import lint_students  # noqa: PLC0415

    return lint_students(folder, solutions, captures, numbers, run=isolated())


def _mapped(one: Callable[[range], Found], chunks: Sequence[range], jobs: int) -> Iterator[Found]:
    if jobs == 1 or len(chunks) == 1:
        yield from map(one, chunks)
        return
    with _ctrl_c_later():
        pool = Pool(min(jobs, len(chunks)), initializer=_deaf)
    with pool:  # its end ends the processes, whatever they are at
        yield from pool.imap(one, chunks)


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """While processes are started, Ctrl-C waits: they inherit that, so that not even one that is just beginning tells of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _deaf() -> None:
    """Ctrl-C is for the process that gave out the work: it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _tell(text: str) -> None:
    """How far it is, on a terminal, in one line that is written over."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r{text:<60}" if text else f"\r{'':60}\r")
        sys.stderr.flush()
