"""Every form that grades can be exported in: its name, what takes it, and what makes it, which is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook

__all__ = ["EXPORTS", "Export"]


@dataclass(frozen=True, slots=True)
class Export:
    """One form: who reads it, and the function, in a file of its name here, that makes its files from a gradebook."""

    reader: str
    function: str

    def make(self, gradebook: Gradebook) -> dict[str, bytes]:
        """The files, by their names."""
        made = getattr(import_module(f"netkit.lab.export.{self.function}"), self.function)
        return cast("Callable[[Gradebook], dict[str, bytes]]", made)(gradebook)


EXPORTS = MappingProxyType(
    {
        "gradescope": Export("Gradescope: results.json, one a bundle", "gradescope"),
        "prairielearn": Export("PrairieLearn: results.json, one a bundle", "prairielearn"),
        "check50": Export("what reads check50's JSON, one a bundle", "check50"),
        "github-classroom": Export("GitHub Classroom's grading reporter, one a bundle", "github_classroom"),
        "junit": Export("whatever reads JUnit XML", "junit"),
        "canvas": Export("Canvas: Grades, Import", "canvas"),
        "moodle": Export("Moodle: Grades, Import, CSV file", "moodle"),
        "moodle-xml": Export("Moodle: Question bank, Import, Moodle XML", "moodle_questions"),
        "lti": Export("a tool that speaks LTI 1.3, one a lab", "lti"),
        "csv": Export("a spreadsheet", "plain_table"),
        "json": Export("a program", "plain_json"),
        "html": Export("the students, one a bundle", "student_page"),
    }
)
