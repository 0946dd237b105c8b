"""The files of a lab for every student of a class: a folder each, whole or absent, so that it can be stopped and gone on with."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from netkit.errors import AccessError, UsageError
from netkit.lab.course.answer_key import answer_key
from netkit.lab.draw import PRACTICE_KEY, student_key
from netkit.lab.variant import draw_variant
from netkit.lab.whole_file import write_whole

if TYPE_CHECKING:
    from netkit.lab.definition import Lab
    from netkit.lab.traffic import Library
    from netkit.lab.variant import Variant

__all__ = ["KEYS", "Handed", "folders_of", "hand_out"]

KEYS = "keys"
"""The folder of the answer keys, beside those of the students."""
_MANIFEST = "lab.json"
_KEY = "key.json"

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._+-]{0,79}")
_RESERVED = frozenset({KEYS, "con", "prn", "aux", "nul", "lab.json"})


@dataclass(frozen=True, slots=True)
class Handed:
    """What was done for one student: their folder's name, the files in it, and whether they were made now or there before."""

    student: str
    folder: str
    files: tuple[str, ...]
    made: bool


def folders_of(students: Sequence[str]) -> dict[str, str]:
    """A folder's name for each id: the id itself, or, where no file system would have it or not tell it from another, one like it."""
    count: dict[str, int] = {}
    for student in students:
        count[student.casefold()] = count.get(student.casefold(), 0) + 1
    found = {}
    for student in students:
        low = student.casefold()
        fits = _SAFE.fullmatch(student) and low not in _RESERVED and count[low] == 1 and not student.endswith(".")
        short = re.sub(r"[^A-Za-z0-9]+", "-", student).strip("-")[:40] or "student"
        mark = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        found[student] = student if fits else f"{short}-{mark}"
    return found


def hand_out(
    lab: Lab,
    students: Sequence[str],
    library: Library,
    out: Path,
    *,
    again: bool = False,
    keys: bool = False,
    course: tuple[str, bytes] | None = None,
) -> Iterator[Handed]:
    """Make the files of each student in a folder of `out`, one student after the other; what is whole already is left as it is.

    With `again` everything is made anew; with `keys` each student's answer key lies in the folder `keys` beside theirs. `course` is a
    course's name and key, whose numbers are made (None: the practice numbers). UsageError where `out` holds another lab, version or
    course, AccessError where it can't be written.
    """
    names = folders_of(students)
    try:
        out.mkdir(parents=True, exist_ok=True)
        _claim(lab, course[0] if course else "", out, again=again)
        for student in students:
            variant = partial(_variant, lab, student, library, course[1] if course else PRACTICE_KEY)
            yield _hand(student, variant, out, names[student], again=again, keys=keys)
    except OSError as error:
        raise AccessError(
            f"{error.filename or out} can't be written",
            why=str(error.strerror or error),
            hint="make room, or name another folder with --out; what is whole is not made twice",
        ) from error


def _variant(lab: Lab, student: str, library: Library, course_key: bytes) -> Variant:
    return draw_variant(lab, student, library, key=student_key(student, course_key))


def _claim(lab: Lab, course: str, out: Path, *, again: bool) -> None:
    """Note which lab a folder is for; UsageError where it is for another."""
    about = {"lab": lab.slug, "version": lab.version} | ({"course": course} if course else {})
    path = out / _MANIFEST
    if path.exists() and not again:
        try:
            there = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            there = None
        if there != about:
            told = " ".join(map(str, there.values())) if isinstance(there, dict) else "something else"
            raise UsageError(
                f"{out} was made for {told}, and this is {' '.join(about.values())}",
                why="students of one class get the files of one version and one course",
                hint="name another folder with --out, or make everything anew with --again",
            )
    write_whole(path, json.dumps(about).encode() + b"\n")


def _hand(student: str, drawn: Callable[[], Variant], out: Path, name: str, *, again: bool, keys: bool) -> Handed:
    folder, key = out / name, out / KEYS / name / _KEY
    if folder.is_dir() and not again and (key.is_file() or not keys):
        return Handed(student, name, tuple(sorted(each.name for each in folder.iterdir())), made=False)
    variant = drawn()
    files = variant.situation.all_files
    if folder.is_dir():
        for file, data in files.items():
            write_whole(folder / file, data)
    else:
        _put(folder, files)
    if keys:
        key.parent.mkdir(parents=True, exist_ok=True)
        write_whole(key, json.dumps(answer_key(variant, student), indent=2, ensure_ascii=False).encode() + b"\n")
    return Handed(student, name, tuple(sorted(files)), made=True)


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """A folder with all of its files, or none of it."""
    part = folder.with_name(f".{folder.name}.part")
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(part)  # of one who was stopped
    part.mkdir()
    for file, data in files.items():
        write_whole(part / file, data)
    part.replace(folder)
