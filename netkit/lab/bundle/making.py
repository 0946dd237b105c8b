"""What goes into a bundle, and the bundle: the log, and of the captures those that the tasks look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from netkit import __version__
from netkit.errors import AccessError, BundleError, UsageError
from netkit.lab.bundle import manifest as manifests
from netkit.lab.bundle.archive import LARGEST_MEMBER, LARGEST_WHOLE, MOST_MEMBERS, write_archive
from netkit.lab.bundle.content import content_hash
from netkit.lab.bundle.manifest import MOST_PARTNERS, Artefact, Manifest
from netkit.lab.bundle.reading import LOG, SIGNATURE, read_bundle
from netkit.lab.kinds.capture import EVIDENCE
from netkit.lab.student import progress as log
from netkit.lab.student.enrolment import FILE as CODE_FILE
from netkit.lab.student.folder import Work

__all__ = ["Packed", "bundled", "pack"]

OTHERS = "files/"
"""Where everything else of the student's folder lies, if it is asked for."""

_OWN = frozenset({log.FILE, CODE_FILE})
"""Files of the folder that are never taken as they are: the log has a name of its own, and the code is a secret."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What goes in: the files by their names in the bundle, and those of the folder that stay out."""

    manifest: Manifest
    files: Mapping[str, bytes]
    left_out: Sequence[str] = field(default_factory=tuple)


def pack(work: Work, *, now: str, partners: Sequence[str] = (), everything: bool = False) -> Packed:
    """Choose what of a student's folder goes in: the log and the captures that it answers with; with `everything`, all files but the code.

    UsageError where the work is of no course, or of other numbers than the code's: nobody could grade it.
    """
    enrolment = work.enrolment
    if enrolment is None:
        raise UsageError(
            "this was worked on with the practice numbers",
            why="these are everybody's, so nobody can grade them; a course gives you a code, and numbers of your own",
            hint=f"netkit lab start {work.lab.slug} --code CODE --folder PATH begins it with yours",
        )
    if work.progress.key != enrolment.fingerprint or work.progress.student != enrolment.student:
        raise UsageError(
            "the answers are to other numbers than those of your code",
            where=f"the log is {work.progress.student}'s, the code {enrolment.student}'s",
            why="whoever grades it makes the numbers from the code's student",
            hint="netkit lab start … --code CODE --folder PATH begins it with yours",
        )
    _check_partners(partners, enrolment.student)
    files = {LOG: _read(work.folder / log.FILE)}
    for name in _evidence(work):
        files[name] = _read(work.folder / name)
    left_out = []
    for path in _others(work.folder):
        name = path.relative_to(work.folder).as_posix()
        if name in files or name in _OWN:
            continue
        if everything:
            files[f"{OTHERS}{name}"] = _read(path)
        else:
            left_out.append(name)
    artefacts = tuple(
        Artefact(name=name, size=len(data), sha256=sha256(data).hexdigest()) for name, data in files.items()
    )
    manifest = Manifest(
        lab=work.lab.slug,
        version=work.progress.version or work.lab.version,
        content="" if work.other_version else content_hash(work.lab),
        course=enrolment.course,
        student=enrolment.student,
        key=enrolment.fingerprint,
        submitted=now,
        netkit=__version__,
        artefacts=artefacts,
        partners=tuple(partners),
    )
    return Packed(manifest, files, left_out)


def bundled(packed: Packed, signature: bytes = b"") -> bytes:
    """The bundle's bytes; UsageError where it would be one that the grader refuses."""
    signed = {SIGNATURE: signature} if signature else {}
    data = write_archive({manifests.FILE: packed.manifest.data(), **signed, **packed.files})
    try:
        read_bundle(data, "")
    except BundleError as error:
        raise UsageError(
            "a bundle of this would be refused",
            where=" ".join(part for part in (error.what, error.where) if part),
            why=error.why,
            hint="leave --all out" if any(name.startswith(OTHERS) for name in packed.files) else "",
        ) from error
    return data


def _check_partners(partners: Sequence[str], student: str) -> None:
    for partner in partners:
        if not partner.strip() or not partner.isprintable() or len(partner) > manifests.LONGEST_ID:
            raise UsageError("a partner is named by an id", where=repr(partner[:60]), hint="--with bob")
        if partner == student or partners.count(partner) > 1:
            raise UsageError(f"{partner} is named twice", why="you are in it already; name each other one once")
    if len(partners) > MOST_PARTNERS:
        raise UsageError(f"{len(partners)} partners are too many", why=f"at most {MOST_PARTNERS}")


def _evidence(work: Work) -> list[str]:
    """The captures that the log answers with, each once: those that a task is judged by."""
    tasks = {task.id for task in work.lab.tasks if task.kind == "capture"}
    named = dict.fromkeys(attempt.answer for attempt in work.progress.attempts if attempt.task in tasks)
    return [name for name in named if EVIDENCE.fullmatch(name) and (work.folder / name).is_file()]


def _others(folder: Path) -> Iterator[Path]:
    """Every file of the student's folder that is seen, in order, but for bundles; links are followed by nobody."""
    for path in sorted(folder.rglob("*"))[: 10 * MOST_MEMBERS]:
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix != ".zip" and path.is_file() and not path.is_symlink():
            yield path


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > min(LARGEST_MEMBER, LARGEST_WHOLE):
            raise UsageError(f"{path.name} is too large for a bundle", where=f"{path.stat().st_size:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise AccessError(f"{path} can't be read", why=str(error.strerror)) from error
