"""`netkit lab submit`: what you did, as one file to hand in."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import now, of_lab, the_work
from netkit.cli.output import reports, say, show
from netkit.errors import AccessError, UsageError
from netkit.lab.student.results import judge_all
from netkit.view import Block, Document, Fact, Facts, Json, Next, Paragraph, Sentence

if TYPE_CHECKING:
    from netkit.lab.bundle.making import Packed
    from netkit.lab.student.folder import Work
    from netkit.lab.student.progress import Progress

__all__ = ["submit"]


@click.command(
    cls=Command,
    examples=[
        ("netkit lab submit", "writes LAB-STUDENT.zip into the lab's folder, and says what is in it"),
        ("netkit lab submit --look", "says what would go in, and writes nothing"),
        ("netkit lab submit --with bob", "for both of you, where the course allows it"),
        ("netkit lab submit --sign ~/.ssh/id_ed25519", "signed with your SSH key"),
    ],
)
@click.option("--with", "partners", multiple=True, metavar="ID", help="Whom it counts for as well; once for each.")
@click.option("--all", "everything", is_flag=True, help="Everything in the folder, but for your code.")
@click.option("--sign", "key", type=click.Path(path_type=Path), metavar="KEY", help="Sign with this SSH key's file.")
@click.option("--look", is_flag=True, help="Only say what would go in.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it.")
@of_lab
@reports
def submit(
    partners: tuple[str, ...],
    key: Path | None,
    output: Path | None,
    slug: str,
    folder: Path,
    *,
    everything: bool,
    look: bool,
) -> None:
    """What you did, as one file to hand in.

    The file holds your answers with their times, the hints that you took, and the captures that you answered with; nothing else of your
    folder unless you say --all, and never your code. Whoever grades it judges your answers anew. You may hand in again: the last one
    counts.
    """
    work = the_work(slug, folder)
    from netkit.lab.bundle.making import bundled, pack  # noqa: PLC0415 - zipfile is for those who hand in

    packed = pack(work, now=now(), partners=partners, everything=everything)
    _tell_of_changes(work)
    signature = b""
    if key is not None and not look:
        from netkit.live.ssh_signature import sign  # noqa: PLC0415

        signature = sign(packed.manifest.data(), key.expanduser())
    data = bundled(packed, signature)
    target = output or work.folder / f"{work.lab.slug}-{_plain(packed.manifest.student)}.zip"
    if not look:
        _write(target, data)
    show(_told(work, packed, target, len(data), written=not look, signed=bool(signature)))


def _plain(student: str) -> str:
    return re.sub(r"[^A-Za-z0-9._+-]+", "-", student).strip("-.")[:60] or "student"


def _tell_of_changes(work: Work) -> None:
    """Captures in the folder that are not the ones that were handed out: then the answers are to somebody else's numbers, or to less."""
    for name, data in work.variant.situation.all_files.items():
        path = work.folder / name
        if path.is_file() and path.read_bytes() != data:
            restored = f"netkit lab start {work.lab.slug} restores it"
            say(Paragraph(text=f"({name} is not as you got it, and your answers are judged by that: {restored})"))


def _write(target: Path, data: bytes) -> None:
    from netkit.lab.whole_file import write_whole  # noqa: PLC0415

    if target.is_dir():
        raise UsageError(f"{target} is a directory", why="a bundle is one file", hint=f"-o {target}/bundle.zip")
    try:
        write_whole(target, data)
    except OSError as error:
        raise AccessError(
            f"{target} can't be written", why=str(error.strerror), hint="name another place with -o"
        ) from error


def _of_the_log(progress: Progress) -> str:
    answers, earlier = len(progress.attempts), progress.earlier
    count = "1 answer with its time" if answers == 1 else f"{answers} answers with their times"
    if not earlier.logs:
        return f"{count}, and the hints taken"
    before = f"{earlier.answers} {'answer' if earlier.answers == 1 else 'answers'}"
    return f"{count}, the hints taken, and that the lab was begun anew after {before}"


def _told(work: Work, packed: Packed, target: Path, size: int, *, written: bool, signed: bool) -> Document:
    manifest = packed.manifest
    results = judge_all(work.lab, work.variant, work.progress.by_task())
    artefacts: list[Json] = [{"name": e.name, "size": e.size, "sha256": e.sha256} for e in manifest.artefacts]
    data: dict[str, Json] = {
        "lab": manifest.lab,
        "version": manifest.version,
        "course": manifest.course,
        "student": manifest.student,
        "partners": list(manifest.partners),
        "file": str(target) if written else None,
        "size": size,
        "signed": signed,
        "artefacts": artefacts,
        "left_out": list(packed.left_out),
    }
    rows = [Fact(label="log.jsonl", value=_of_the_log(work.progress))]
    rows += [Fact(label=e.name, value=f"{e.size:,} bytes") for e in manifest.artefacts if e.name != "log.jsonl"]
    whose = " and ".join([manifest.student, *manifest.partners])
    blocks: list[Block] = [
        Sentence(
            text=f"{manifest.lab} {manifest.version} · {whose} · {manifest.course}: {'written' if written else 'this would go in'}"
        ),
        Facts(rows=rows),
    ]
    if packed.left_out:
        shown = ", ".join(packed.left_out[:6]) + (" …" if len(packed.left_out) > 6 else "")
        blocks.append(Paragraph(text=f"Stays here: {shown}, and your code.", quiet=True))
    stand = f"{results.right} of {len(results.verdicts)} tasks are right, {results.score} of {work.lab.points} points."
    blocks.append(Paragraph(text=f"{stand} What is late, or costs points, your course lays down."))
    if written:
        blocks.append(Paragraph(text=f"Hand in this file{', signed' if signed else ''}: {target} ({size:,} bytes)"))
    else:
        blocks.append(Next(commands=[(f"netkit lab submit --lab {shlex.quote(manifest.lab)}", "writes it")]))
    return Document(schema="netkit.lab.submit/1", data=data, blocks=blocks)
