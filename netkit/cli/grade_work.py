"""What a process does that helps with grading: one bundle after the other, each to its line in the file of results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from netkit.cli.lab_code import isolated
from netkit.errors import AccessError, BundleError, NetkitError
from netkit.lab.bundle.archive import LARGEST_ARCHIVE
from netkit.lab.bundle.reading import read_bundle
from netkit.lab.course.definition import Course
from netkit.lab.grading.grade import Examined, examine, refused
from netkit.lab.grading.graded import Finding
from netkit.lab.grading.results_file import HUNG, UNREAD, line_of
from netkit.lab.grading.rules import rules_of
from netkit.lab.grading.shelf import Shelf
from netkit.lab.traffic import Library

__all__ = ["Job", "Settings", "lost", "prepare", "shelf_of"]


@dataclass(frozen=True, slots=True)
class Job:
    """One bundle: its name, the SHA-256 of its file, and where it lies; or its bytes, for a machine that has not the file.

    `unread` says why nobody can read it, where that is so; the hash is then one of its name.
    """

    name: str
    digest: str
    path: str
    data: bytes | None = None
    unread: str = ""

    def with_data(self) -> Job:
        """With the bytes of the file, no more of them than are looked at, or why they can't be read."""
        try:
            return self if self.unread else replace(self, data=_read(self.path))
        except OSError as error:
            return replace(self, unread=f"it can't be read: {error.strerror}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a process needs: the course and its key, folders of labs, and the students' public SSH keys."""

    course: Course
    key: bytes
    folders: tuple[Path, ...]
    captures: Path | None = None
    signers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def shelf_of(settings: Settings) -> Shelf:
    """The labs of a course."""
    return Shelf(settings.folders, Library(settings.captures) if settings.captures is not None else None)


def prepare(settings: Settings) -> Callable[[Job], bytes]:
    """What grades one bundle, and gives its line; it never raises."""
    shelf = shelf_of(settings)
    rules = {lab.name: rules_of(settings.course, lab) for lab in settings.course.labs}

    def graded(job: Job) -> bytes:
        try:
            data = _data(job)
            found = examine(data, key=settings.key, name=job.name, shelf=shelf, rules=rules, run=isolated())
            found = _with_signature(found, data, settings)
        except NetkitError as error:
            found = Examined(refused(job.name, error))
        except Exception as error:  # noqa: BLE001  one bundle must not end the grading of all
            told = f"{type(error).__name__}: {str(error)[:300]}"
            found = Examined(refused(job.name, NetkitError("this is a fault in netkit, not in the bundle", where=told)))
        return line_of(job.digest, settings.course.fingerprint, found)

    return graded


def lost(job: Job, course: Course, why: str, told: str, seconds: float) -> bytes:
    """The line of a bundle whose grading came to nothing; it was given so many `seconds`."""
    told = f"{told} after {seconds:,g} s; it is tried again with more --seconds than that" if why == HUNG else told
    finding = Finding(rule=f"grading.{why}", text=told)
    nothing = refused(job.name, NetkitError("it could not be graded", why=told))
    made = Examined(replace(nothing, findings=(finding,)))
    return line_of(job.digest, course.fingerprint, made, seconds if why == HUNG else 0)


def _data(job: Job) -> bytes:
    found = job if job.data is not None else job.with_data()
    if found.data is None:
        raise BundleError(UNREAD, "nobody could look into it", why=found.unread, hint="mend that, and grade again")
    return found.data


def _read(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(LARGEST_ARCHIVE + 1)


def _with_signature(found: Examined, data: bytes, settings: Settings) -> Examined:
    """What the signature says, for students whose public key the class list has."""
    graded = found.graded
    known = settings.signers.get(graded.student)
    if graded.refused or known is None:
        return found
    from netkit.live.ssh_signature import is_signed_by  # noqa: PLC0415 - few courses have keys

    bundle = read_bundle(data, graded.bundle)
    try:
        is_signed = bool(bundle.signature) and is_signed_by(bundle.manifest_data, bundle.signature, known)
    except AccessError as error:
        # it takes nobody's grade, and is looked at again when the program is there
        told = f"Its signature was not looked at: {error.what}. To do: {error.hint}, then grade again."
        finding = Finding(rule="grading.signature.unchecked", text=told)
    else:
        if is_signed:
            return found
        finding = _unsigned() if not bundle.signature else _badly_signed()
    return replace(found, graded=replace(graded, findings=(*graded.findings, finding)))


def _unsigned() -> Finding:
    told = "It is not signed, and the class list has the student's key."
    return Finding(rule="bundle.signature.missing", text=told, innocent=("--sign was forgotten",))


def _badly_signed() -> Finding:
    told = "The signature is not by the key that the class list has, or not of this manifest."
    return Finding(rule="bundle.signature.bad", text=told, innocent=("the student has a new key",))
