"""The page about labs names tasks and misconceptions that there are."""

import re

from tests.lab.students import IDS, LABS, variant
from tests.solutions.key import ROOT

STUDENTS = ("ada", *IDS[:8])
ROW = re.compile(
    r"^\| (?P<title>[^|]+) \| (?P<slug>[\w-]+) (?P<task>\w+)(?P<predict> \*P\*)? \| (?P<wrong>[^|]+) \|$", re.MULTILINE
)


def test_each_row_is_a_task_with_these_misconceptions():
    rows = list(ROW.finditer((ROOT / "docs/labs.md").read_text(encoding="utf-8")))
    assert len(rows) >= 23
    for row in rows:
        task = LABS[row["slug"]].task(row["task"])
        assert task is not None, row[0]
        assert (task.title, task.predict) == (row["title"], row["predict"] is not None)
        told = set(re.findall(r"`([\w-]+)`", row["wrong"]))
        # where variants differ in what can go wrong, the page says so beneath the table, and the row has one of them
        assert any(known(row["slug"], task, student) == told for student in STUDENTS), row[0]


def known(slug, task, student):
    """The misconceptions of a task in one student's variant."""
    question = variant(slug, student).question(task)
    return {wrong.slug for asked in (question, *question.parts, *question.cases) for wrong in asked.wrong}
