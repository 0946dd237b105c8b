"""Moodle: a CSV for its grade import.

Its rule (grade/import/csv/classes/load_data.php): any headings; a student is mapped by id number, user name or email address, a grade of
`-` is none, and one above the item's maximum is refused (100 unless it says otherwise), so larger labs are given of 100. Each item may
have a column of feedback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.lab.cells import table
from netkit.lab.course.headings import EMAILS, LOGINS
from netkit.lab.export.wording import told_grade
from netkit.lab.grading.graded import whole

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Column, Gradebook

__all__ = ["moodle"]

_ID_NUMBERS = ("ID number", "idnumber", "ID-Nummer", "Student ID", "SIS User ID", "Matrikelnummer", "Matrikel-Nr")
"""Headings of what Moodle may have as the ID number, its own words for it first."""

MOST = 100
"""What a grade item of Moodle's takes unless its settings say otherwise."""


def moodle(gradebook: Gradebook) -> dict[str, bytes]:
    """One file for the class."""
    columns, standing = gradebook.columns, gradebook.standing()
    headings = ["ID number", "Username", "Email address"]
    for column in columns:
        headings += [_heading(column), f"Feedback: {column.title}"]
    rows = [headings]
    for person in gradebook.everybody():
        email = person.under(*EMAILS)
        row = [
            person.under(*_ID_NUMBERS) or person.id,
            person.under("Username", *LOGINS) or person.id,
            email or (person.id if "@" in person.id else ""),
        ]
        for column in columns:
            found = standing.get((person.id, column.lab))
            row += ["-", ""] if found is None else [str(whole(_scaled(found.score, column))), told_grade(found)]
        rows.append(row)
    return {"moodle.csv": table(rows)}


def _heading(column: Column) -> str:
    return f"{column.title} (of 100)" if column.most > MOST else column.title


def _scaled(score: float, column: Column) -> float:
    return score * MOST / column.most if column.most > MOST else score
