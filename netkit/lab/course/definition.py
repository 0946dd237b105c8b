"""A course as its instructor writes it: `course.toml`, read into values, every mistake told with its place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from netkit.errors import CourseError
from netkit.lab.course.durations import seconds_of, share_of
from netkit.lab.table import build

__all__ = ["FILE", "FORMAT", "Course", "CourseLab", "Late", "read_course"]

FILE = "course.toml"
FORMAT = 1
"""The version of the form of course.toml that this program reads."""

LONGEST_NAME = 40
LARGEST = 1 << 20
LARGEST_GROUP = 20
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{LONGEST_NAME - 1}}}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What lateness costs. Up to `grace` nothing; then `per_day` of the score for each day begun, `most` at most; after `closes` all of it.

    Spans are text (`"15 min"`), shares too (`"10%"`); without `closes` nothing is too late.
    """

    grace: str = "0 min"
    per_day: str = "0%"
    most: str = "100%"
    closes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLab:
    """One lab of a course: its `version` is pinned; `due` (and `opens`) are times, or days, which end (and begin) at midnight.

    `points` is what it is worth here (0: what the lab itself says), `attempts` how many answers to a task count (0: all), `hint_price`
    the points of the lab that each hint costs.
    """

    name: str
    version: str
    due: date
    opens: date | None = None
    points: float = 0
    attempts: int = 0
    hint_price: float = 0

    def due_at(self, zone: tzinfo) -> float:
        """When it is due, in seconds since 1970."""
        return _moment(self.due, zone, end=True)

    def opens_at(self, zone: tzinfo) -> float | None:
        """When it opens, in seconds since 1970, if that is laid down."""
        return None if self.opens is None else _moment(self.opens, zone, end=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course: `folder` holds course.toml, and beside it `key_file`, `roster`, `overrides` and the `folders` of other labs.

    `group` is how many students may hand in one bundle. Times without an offset are those of `timezone`. `fingerprint` tells this form of
    the course from any other.
    """

    name: str
    title: str
    labs: tuple[CourseLab, ...]
    folder: Path
    fingerprint: str = ""
    key_file: str = "course.key"
    roster: str = "roster.csv"
    column: str = ""
    overrides: str = "overrides.csv"
    folders: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    timezone: str = "UTC"
    group: int = 1
    late: Late = field(default_factory=Late)

    @property
    def zone(self) -> tzinfo:
        """The time zone of times that have no offset of their own."""
        return ZoneInfo(self.timezone)

    def lab(self, name: str) -> CourseLab | None:
        """A lab of the course by its name, or None."""
        return next((lab for lab in self.labs if lab.name == name), None)

    def path(self, name: str) -> Path:
        """A file of the course by what course.toml calls it."""
        return self.folder / name


def _with_its_line(told: str, data: bytes) -> str:
    """What the reader of TOML says, and the line that it speaks of."""
    found = re.search(r"at line (\d+)", told)
    lines = data.decode("utf-8", "replace").splitlines()
    number = int(found[1]) if found else 0
    return f"{told}\nline {number}: {lines[number - 1].strip()[:100]}" if 0 < number <= len(lines) else told


def read_course(path: str | Path) -> Course:
    """The course of a course.toml, or of the folder that it lies in; CourseError says what its instructor has to mend, and where."""
    file = Path(path)
    file = file / FILE if file.is_dir() else file
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise CourseError(f"{file} is too large for a course", why=f"the most is {LARGEST:,} bytes")
        table: dict[str, Any] = tomllib.loads(data.decode())
    except OSError as error:
        raise CourseError(
            f"{file} can't be read", why=str(error.strerror), hint="netkit course new NAME makes a course"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CourseError(
            f"{file} is not TOML",
            where=_with_its_line(str(error), data),
            hint="text stands in quotes, a date is 2026-10-14, and a remark begins with #",
        ) from error
    if table.pop("format", None) != FORMAT:
        raise CourseError(
            f"{file} does not say format = {FORMAT}", why="so an older netkit knows that it can't read a newer course"
        )
    labs, late = table.pop("labs", None), table.pop("late", {})
    if not isinstance(labs, list) or not labs or not all(isinstance(lab, dict) for lab in labs):
        raise CourseError(f"{file} has no [[labs]]", why="a course has at least one, each a table of its own")
    if not isinstance(late, dict):
        raise CourseError(f"{file}: late is no table", hint='[late], and beneath it per_day = "10%"')
    for key in ("folder", "fingerprint"):
        if key in table:
            raise CourseError(f"{file}: the course has the unknown key {key}")
    made = {
        "labs": tuple(_lab(lab, file, number) for number, lab in enumerate(labs, 1)),
        "late": build(Late, late, file, "[late]", error=CourseError),
        "folder": file.parent,
        "fingerprint": sha256(data).hexdigest()[:16],
    }
    course = build(Course, table | made, file, "the course", error=CourseError)
    _check(course, file)
    return course


def _lab(table: dict[str, Any], file: Path, number: int) -> CourseLab:
    name = table.get("name")
    return build(CourseLab, table, file, f"lab {number}{f' ({name})' if name else ''}", error=CourseError)


def _check(course: Course, file: Path) -> None:
    """What can't be said by types."""
    if not _NAME.fullmatch(course.name):
        raise CourseError(
            f"{file}: the name {course.name[:60]!r} is none",
            why=f"a course's name is letters, digits, dots and dashes, {LONGEST_NAME} at most; title is for people",
        )
    try:
        zone = course.zone
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CourseError(
            f"{file}: there is no time zone {course.timezone[:60]!r}",
            why="zones are named as Europe/Berlin, America/New_York, UTC",
            hint="on Windows: pip install tzdata",
        ) from error
    for language in course.languages:
        if not _LANGUAGE.fullmatch(language):
            raise CourseError(f"{file}: {language[:40]!r} is no language", hint='languages = ["en", "de"]')
    if not 1 <= course.group <= LARGEST_GROUP:
        raise CourseError(
            f"{file}: group is {course.group}",
            why=f"it says how many may hand in together, from 1 to {LARGEST_GROUP}",
        )
    _check_late(course.late, file)
    seen: set[str] = set()
    for lab in course.labs:
        if lab.name in seen:
            raise CourseError(f"{file}: the lab {lab.name} stands there twice")
        seen.add(lab.name)
        _check_lab(lab, file, zone)


def _check_late(late: Late, file: Path) -> None:
    for key in ("grace", "closes"):
        text = getattr(late, key)
        if text:
            _told(seconds_of, text, file, f"{key} of [late]")
    for key in ("per_day", "most"):
        _told(share_of, getattr(late, key), file, f"{key} of [late]")


def _told(read: Any, text: str, file: Path, whose: str) -> None:
    try:
        read(text)
    except ValueError as error:
        raise CourseError(f"{file}: {whose} can't be {text[:40]!r}", why=str(error)) from error


def _check_lab(lab: CourseLab, file: Path, zone: tzinfo) -> None:
    if not _SLUG.fullmatch(lab.name):
        raise CourseError(
            f"{file}: {lab.name[:60]!r} is no lab's name", why="it is one of those that netkit lab list shows"
        )
    for key in ("points", "attempts", "hint_price"):
        if not 0 <= getattr(lab, key) <= 1_000_000:
            raise CourseError(f"{file}: {key} of the lab {lab.name} is {getattr(lab, key)}", why="it is 0 or more")
    opens = lab.opens_at(zone)
    if opens is not None and opens >= lab.due_at(zone):
        raise CourseError(
            f"{file}: the lab {lab.name} is due before it opens", where=f"opens {lab.opens}, due {lab.due}"
        )


def _moment(day: date, zone: tzinfo, *, end: bool) -> float:
    """Seconds since 1970 of a time, or of a day's beginning or its last second."""
    if not isinstance(day, datetime):
        day = datetime.combine(day, time(23, 59, 59) if end else time(0), tzinfo=zone)
    return (day if day.tzinfo is not None else day.replace(tzinfo=zone)).timestamp()
