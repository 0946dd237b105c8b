"""A course to begin with: course.toml with every lab and a date each, the secret key, and what keeps both out of a repository."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from netkit.errors import AccessError, UsageError
from netkit.lab.course.definition import FILE, LONGEST_NAME
from netkit.lab.course.key import write_key
from netkit.lab.definition import Lab

__all__ = ["write_course"]

KEY = "course.key"
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{LONGEST_NAME - 1}}}")

_IGNORE = """# Secrets and students' work stay out of the repository.
course.key
handouts/
bundles/
handed-in/
grades/
results*.jsonl
report.html
"""

_OVERRIDES = "student,lab,points,reason\n"

_HEAD = """format = 1
name = {name}
title = {title}
# Who takes part: a table as your school exports it, or an id a line.
roster = "roster.csv"
# column = "Login"    # which column of it has the ids; else the one that netkit course handout names
# The times below without an offset are those of this zone.
timezone = "UTC"
languages = ["en"]
# How many students may hand in one bundle together.
group = 1
# Folders with labs of your own, and with older versions of labs, beside this file.
# folders = ["labs"]

[late]
# Up to grace, lateness costs nothing; then per_day of the score for each day begun, most at most; after closes nothing counts.
grace = "15 min"
per_day = "10%"
most = "50%"
closes = "7 days"
"""

_LAB = """
# {title}: {minutes} minutes, {points} points
[[labs]]
name = "{slug}"
version = "{version}"
due = {due}
# opens = {opens}
# points = 10         # what it is worth here; else the {points} points of the lab
# attempts = 5        # how many answers to a task count; else all
# hint_price = 0.5    # points of the lab that each hint costs; else none
"""


def write_course(parent: Path, name: str, title: str, labs: Sequence[Lab], *, key: bytes, today: date) -> Path:
    """Make the folder of a course in `parent`; one lab is due each week from `today` on. Gives the folder.

    UsageError where the name is none, or something lies there already; AccessError where it can't be written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name[:60]!r} can't be a course's name",
            why=f"it is letters, digits, dots and dashes, {LONGEST_NAME} at most",
            hint="netkit course new net101",
        )
    folder = parent / name
    text = _HEAD.format(name=json.dumps(name), title=json.dumps(title or name, ensure_ascii=False))
    for week, lab in enumerate(labs, 1):
        text += _LAB.format(
            title=" ".join(lab.title.split()),
            minutes=lab.minutes,
            points=lab.points,
            slug=lab.slug,
            version=lab.version,
            due=today + timedelta(weeks=week),
            opens=today + timedelta(weeks=week - 1),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(
                f"{folder} is not empty",
                why="a course that is there is never written over: a new key would change everybody's numbers",
                hint="name another, or another place with --folder",
            )
        write_key(folder / KEY, key)
        for file, content in (
            (".gitignore", _IGNORE), ("roster.csv", "Student ID,Name\n"), ("overrides.csv", _OVERRIDES), (FILE, text)
        ):  # fmt: skip
            (folder / file).write_text(content, encoding="utf-8")
    except OSError as error:
        raise AccessError(f"{error.filename or folder} can't be written", why=str(error.strerror)) from error
    return folder
