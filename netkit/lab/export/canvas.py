"""Canvas: a CSV for the gradebook's Import.

Its rule (canvas-lms, lib/gradebook_importer.rb): the first column's heading contains Student, the second's ID; then SIS User ID and SIS
Login ID, and Section as the last column about the student. A student is found by ID, else by the two others, else by name. A title that
the course has not makes a new assignment; some words are reserved. `Points Possible` may stand in the first cell of the first row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.lab.cells import table
from netkit.lab.course.headings import FIRST_NAMES, LAST_NAMES
from netkit.lab.grading.graded import whole

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook, Person

__all__ = ["canvas"]

_ABOUT = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def canvas(gradebook: Gradebook) -> dict[str, bytes]:
    """One file for the class; a lab that somebody did not hand in stays as it is in Canvas."""
    columns, standing = gradebook.columns, gradebook.standing()
    rows = [[*_ABOUT, *(_heading(column.title, column.lab) for column in columns)]]
    rows.append(["    Points Possible", "", "", "", "", *(str(whole(column.most)) for column in columns)])
    for person in gradebook.everybody():
        cells = [standing.get((person.id, column.lab)) for column in columns]
        rows.append([*_about(person), *("" if found is None else str(whole(found.score)) for found in cells)])
    return {"canvas.csv": table(rows)}


def _about(person: Person) -> list[str]:
    """How Canvas finds a student: as its own export has it; else the id is taken for what one signs in with."""
    known = [person.under(*names) for names in (("ID",), ("SIS User ID",), ("SIS Login ID", "Login ID"))]
    if not any(known) or (person.id not in known and "id" not in {heading.casefold() for heading in person.row}):
        known[2] = known[2] or person.id
    name = person.under("Student", "Student Name", "Name") or _full_name(person) or person.id
    return [name, *known, person.under("Section")]


def _full_name(person: Person) -> str:
    last, first = person.under(*LAST_NAMES), person.under(*FIRST_NAMES)
    return ", ".join(part for part in (last, first) if part)


def _heading(title: str, lab: str) -> str:
    """The assignment's title; a word that Canvas keeps for its own columns is avoided by the lab's own name."""
    reserved = (
        "current score",
        "current points",
        "current grade",
        "final score",
        "final points",
        "final grade",
        "override",
    )
    return f"netkit {lab}" if any(word in title.casefold() for word in reserved) else title
