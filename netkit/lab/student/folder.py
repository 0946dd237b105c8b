"""The student's folder of a lab: what lies in it, how it is begun, and which one a command means."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from netkit.errors import AccessError, LabError, NetkitError, ProgressError, UsageError
from netkit.lab.definition import Lab, Task, load
from netkit.lab.judging.fresh import drawn, files_of
from netkit.lab.sentences import said_in
from netkit.lab.student import progress as log
from netkit.lab.student.enrolled import check_owner, enrolment_beside, enrolment_of
from netkit.lab.student.enrolment import Enrolment, keep
from netkit.lab.student.evidence import kept_in
from netkit.lab.student.locating import begun_folder, no_such_lab, progress_or_none
from netkit.lab.student.progress import Progress
from netkit.lab.traffic import Library
from netkit.lab.variant import Variant, draw_variant
from netkit.lab.whole_file import write_whole
from netkit.language import ENGLISH, Language, named
from netkit.language import FOLDER as LANGUAGES

__all__ = [
    "Work",
    "all_labs",
    "begin",
    "begun_in",
    "find",
    "find_lab",
    "find_task",
    "folder_of",
    "language_of",
    "named_lab",
    "reading",
]


PRACTICE = "practice"
"""The id of a student who gave none."""


@dataclass(frozen=True, slots=True)
class Work:
    """One student's work on one lab: the folder, the lab, the student's numbers, what was done so far, and the course it is for, if any."""

    folder: Path
    lab: Lab
    variant: Variant
    progress: Progress
    enrolment: Enrolment | None = None

    @property
    def other_version(self) -> bool:
        """Whether the work was begun with another version of the lab."""
        return bool(self.progress.version) and self.progress.version != self.lab.version

    def asked(self, task: Task) -> Variant:
        """The numbers on which a task is asked now: the student's, or where it was missed twice, fresh ones."""
        return drawn(self.variant, task, self.progress.draw(task.id))

    def hand_over(self, task: Task) -> list[str]:
        """Put a task's files of fresh numbers beside those that are there, and give their names; AccessError where that can't be."""
        return self.hand_over_of(self.asked(task), task)

    def hand_over_of(self, variant: Variant, task: Task) -> list[str]:
        """The same of a task on another variant."""
        files = files_of(variant, task)
        for name, data in files.items():
            _restore(self.folder / name, data)
        return list(files)


def all_labs(labs: Path, language: Language = ENGLISH) -> list[Lab]:
    """Every lab in a folder of labs, each after those that it builds on; of what may stand beside one another the shortest first."""
    found = [
        said_in(load(folder), language.template) for folder in sorted(labs.iterdir()) if (folder / "lab.toml").is_file()
    ]
    known = {lab.slug: lab for lab in found}
    return sorted(found, key=lambda lab: (_depth(lab, known), lab.minutes, lab.slug))


def _depth(lab: Lab, known: Mapping[str, Lab], above: tuple[str, ...] = ()) -> int:
    """How many labs come one after the other before this one; what builds on itself, or on a lab that is not there, ends the count."""
    before = [known[slug] for slug in lab.prerequisites if slug in known and slug not in above]
    return max((_depth(each, known, (*above, lab.slug)) + 1 for each in before), default=0)


def _slugs(labs: Path) -> list[str]:
    return sorted(folder.name for folder in labs.iterdir() if (folder / "lab.toml").is_file())


def find_lab(labs: Path, slug: str) -> Lab:
    """A lab that comes with netkit, by its name; UsageError with the one that was meant."""
    slugs = _slugs(labs)
    if slug in slugs:
        return load(labs / slug)
    near = get_close_matches(slug, slugs, n=1, cutoff=0.4)
    raise UsageError(
        f"there is no lab {slug[:60]!r}",
        why=f"there are {', '.join(slugs)}",
        hint=f"did you mean {near[0]}? · netkit lab list"
        if near
        else "netkit lab list · a lab elsewhere is named by its path, ./NAME",
    )


def named_lab(labs: Path, name: str) -> Lab:
    """A lab as somebody names it: the path of its folder (with a slash in it), or the name of one that comes with netkit."""
    try:
        elsewhere = "/" in name.replace(os.sep, "/") and (Path(name) / "lab.toml").is_file()
    except OSError:
        elsewhere = False
    return load(Path(os.path.normpath(Path(name).absolute()))) if elsewhere else find_lab(labs, name)


def find_task(lab: Lab, name: str, language: Language = ENGLISH) -> Task:
    """A task by its id; UsageError names those there are."""
    cleaned = name.strip().lower().removeprefix("task").strip().rstrip(".:")
    task = lab.task(cleaned)
    if task is not None:
        return task
    tasks = ", ".join(task.id for task in lab.tasks)
    raise UsageError(
        language.say("error.no-task", "{lab} has no task {task}", lab=lab.slug, task=repr(name)),
        why=language.say("error.its-tasks", "its tasks are {tasks}", tasks=tasks),
        hint=language.say("error.show-tasks", "netkit lab show lists them"),
    )


def begin(
    lab: Lab,
    student: str | None,
    parent: Path,
    library: Library,
    *,
    now: str,
    named: bool = False,
    source: str = "",
    enrolment: Enrolment | None = None,
    speak: Callable[[str], Language] = named,
) -> tuple[Work, bool]:
    """Make the student's folder in `parent`, or restore what is missing in one that is there; says whether it is new.

    Standing in a lab's folder, the new one comes beside it, not into it, unless `parent` was `named` by the user.

    `now` is text, seconds since 1970; `source` is the folder of a lab that does not come with netkit. Nothing that is there is written
    over: notes in the text stay, and a capture that was changed is kept under another name. Without an id, the student is the one whose
    log was moved aside there last, or `practice`. With an `enrolment` the numbers are those of the course, and the folder keeps its code;
    a lab that is new here takes it from those that were begun beside it. `speak` gives the language for the code of the one that it was
    begun in (empty: for none), and the log keeps it.
    """
    folder = (parent if named else _beside(parent, lab.slug)) / lab.slug
    known = _opened(folder, lab)
    enrolment = enrolment or enrolment_of(folder, known)
    if enrolment is None and known is None and student is None:
        enrolment = enrolment_beside(folder)
    if enrolment is None:
        student = known.student if known is not None else student or log.last_student(folder) or PRACTICE
    else:
        student = enrolment.student
        check_owner(folder, known, enrolment)
    language = speak(known.language if known is not None else "")
    variant = draw_variant(lab, student, library, key=enrolment.key if enrolment else None, language=language)
    variant.evidence = kept_in(folder)
    _lay_out(folder, variant, enrolment)
    chosen = "" if language is ENGLISH else language.code
    if known is None or (known.source, known.language) != (source, chosen):
        event: dict[str, str | int] = {
            "event": "started",
            "time": now,
            "lab": lab.slug,
            "version": lab.version,
            "student": student,
        }
        event |= {"course": enrolment.course, "key": enrolment.fingerprint} if enrolment else {}
        event |= {"source": source} if source else {}
        event |= log.earlier(folder).event() if known is None else {}
        log.append(folder, event | ({"language": chosen} if chosen else {}))
    work = Work(folder, variant.lab, variant, log.read(folder), enrolment)
    for task in lab.tasks:
        work.hand_over(task)
    return work, known is None


def _opened(folder: Path, lab: Lab) -> Progress | None:
    """The folder for a lab, made where it is not there, with what its log says; UsageError where something else lies in it."""
    if (folder / "lab.toml").is_file():
        raise UsageError(
            f"{folder} is the lab itself, as its author wrote it",
            why="a student's work would be mixed with it",
            hint="go to another folder, or name one: netkit lab start … --folder PATH",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    known = progress_or_none(folder)
    if known is not None and known.lab != lab.slug:
        raise UsageError(
            f"{folder} holds another lab, {known.lab}", hint="netkit lab start … --folder PATH starts one elsewhere"
        )
    return known


def _lay_out(folder: Path, variant: Variant, enrolment: Enrolment | None) -> None:
    """The student's code of the course, the text to read, and the files; what is there is not written over."""
    if enrolment is not None:
        try:
            keep(folder, enrolment)
        except OSError as error:
            raise _unwritable(folder, error) from error
    if not (folder / "README.md").exists():
        _write(folder / "README.md", variant.text(reading(variant.lab, variant.language)).encode())
    for name, data in variant.situation.all_files.items():
        _restore(folder / name, data)


def reading(lab: Lab, language: Language = ENGLISH) -> str:
    """What the student of a lab reads; LabError where its author forgot it."""
    try:
        return language.template(f"lab.{lab.slug}.readme", (lab.folder / "README.md").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(
            f"{lab.folder / 'README.md'} can't be read", why=str(error), hint="it is what the student reads"
        ) from error


def _beside(place: Path, slug: str) -> Path:
    """Where a new lab's folder goes: into `place`, or beside the lab in whose folder that is."""
    for folder in (place, *place.parents):
        if progress_or_none(folder) is not None:
            return folder.parent
    # the lab's own folder, whose log was lost
    return place.parent if place.name == slug and (place / "README.md").is_file() else place


def _restore(path: Path, data: bytes) -> None:
    """Make a file whole, keeping what somebody made of it."""
    if path.is_file() and path.read_bytes() != data:
        number = 1
        while (kept := path.with_stem(f"{path.stem}-{number}")).exists():
            number += 1
        path.replace(kept)
    if not path.exists():
        _write(path, data)


def _write(path: Path, data: bytes) -> None:
    """A file that is complete or absent."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> AccessError:
    return AccessError(
        f"{path} can't be written",
        why=str(error.strerror),
        hint="go to a folder of your own, or name one: netkit lab start NAME --folder PATH",
    )


def find(labs: Path, library: Library, place: Path, slug: str = "", *, language: str = "") -> Work:
    """The work that a command means: the lab named, the one in whose folder one stands, the only one, or the last worked on.

    `language` is the code of the one to say it in; without it, it is the one in which the lab was begun.
    """
    folder = folder_of(labs, place, slug)
    progress = log.read(folder)
    if slug and progress.lab != slug:
        raise ProgressError(
            f"{folder} is not the folder of {slug}",
            where=f"its log is that of {progress.lab}",
            hint="netkit lab start … --folder PATH begins one elsewhere",
        )
    lab = _begun_lab(labs, progress)
    chosen = language_of(lab, labs, language) if language else begun_in(lab, labs, progress.language)
    enrolment = enrolment_of(folder, progress)
    key = enrolment.key if enrolment else None
    variant = draw_variant(lab, progress.student, library, key=key, language=chosen)
    variant.evidence = kept_in(folder)
    return Work(folder, variant.lab, variant, progress, enrolment)


def folder_of(labs: Path, place: Path, slug: str = "") -> Path:
    """As `begun_folder`; a name that no lab has is told as such: beginning it would lead nowhere."""
    try:
        return begun_folder(place, slug)
    except ProgressError as error:
        slugs = _slugs(labs)
        if not slug or slug in slugs:
            raise
        raise no_such_lab(place, slug, slugs) from error


def begun_in(lab: Lab, labs: Path, code: str) -> Language:
    """The language that a log names by its code; English where this machine has it not: nobody asked for it now."""
    try:
        return ENGLISH if code.endswith(".toml") else language_of(lab, labs, code)
    except NetkitError:
        return ENGLISH


def language_of(lab: Lab, labs: Path, code: str) -> Language:
    """The language of a code, of the labs that come with netkit and of those beside a lab; errors as `netkit.language.named` has them."""
    return named(code, *dict.fromkeys((labs / LANGUAGES, lab.folder.parent / LANGUAGES)))


def _begun_lab(labs: Path, progress: Progress) -> Lab:
    """The lab that a log is of: one that comes with netkit, or one that lies where it lay when it was begun."""
    if not progress.source:
        return find_lab(labs, progress.lab)
    if not (Path(progress.source) / "lab.toml").is_file():
        raise UsageError(
            f"the lab {progress.lab} is not where it was when you began it",
            where=f"there is no lab in {progress.source}",
            hint=f"netkit lab start PATH/{progress.lab} --folder . says where it is now, and keeps everything that you did",
        )
    return load(progress.source)
