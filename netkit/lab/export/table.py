"""Every form that grades can be exported in: its name, what takes it, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.lab.export.canvas import canvas
from netkit.lab.export.check50 import check50
from netkit.lab.export.github_classroom import github_classroom
from netkit.lab.export.gradescope import gradescope
from netkit.lab.export.junit import junit
from netkit.lab.export.lti import lti
from netkit.lab.export.moodle import moodle
from netkit.lab.export.moodle_questions import moodle_questions
from netkit.lab.export.plain_json import plain_json
from netkit.lab.export.plain_table import plain_table
from netkit.lab.export.prairielearn import prairielearn
from netkit.lab.export.student_page import student_page

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook

__all__ = ["EXPORTS", "Export"]


@dataclass(frozen=True, slots=True)
class Export:
    """One form: who reads it, and what makes its files, by their names, from a gradebook."""

    reader: str
    make: Callable[[Gradebook], dict[str, bytes]]


EXPORTS = MappingProxyType(
    {
        "gradescope": Export("Gradescope: results.json, one a bundle", gradescope),
        "prairielearn": Export("PrairieLearn: results.json, one a bundle", prairielearn),
        "check50": Export("check50 and what reads its JSON, one a bundle", check50),
        "github-classroom": Export("GitHub Classroom's grading reporter, one a bundle", github_classroom),
        "junit": Export("whatever reads JUnit XML: one file", junit),
        "canvas": Export("Canvas, gradebook, Import: one CSV", canvas),
        "moodle": Export("Moodle, grades, Import CSV: one file", moodle),
        "moodle-xml": Export("Moodle, question bank: the labs' tasks as questions", moodle_questions),
        "lti": Export("LTI 1.3 (AGS): scores to post, one file a lab", lti),
        "csv": Export("a spreadsheet: one file", plain_table),
        "json": Export("a program: one file", plain_json),
        "html": Export("the students: a page for each that explains the grade", student_page),
    }
)
