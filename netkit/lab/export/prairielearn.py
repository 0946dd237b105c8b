"""PrairieLearn: `results.json`, which its external grader reads from /grade/results.

Its rule (the documentation's "External grading"): `score` from 0 to 1, or `gradable: false` with `format_errors`, which costs the student
no attempt. Where one test lacks points, none is shown with points, so each has them. At most 1 MB is read.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from netkit.lab.export.files import one_each
from netkit.lab.export.wording import told, told_grade
from netkit.lab.grading.graded import whole

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook
    from netkit.lab.grading.graded import Graded

__all__ = ["LARGEST", "prairielearn", "results"]

LARGEST = 1_000_000
"""Bytes of a results file that PrairieLearn reads."""

_LONGEST_MESSAGE = 4000


def prairielearn(gradebook: Gradebook) -> dict[str, bytes]:
    """A results file for each bundle."""
    return one_each(gradebook, ".json", results)


def results(graded: Graded) -> bytes:
    """The results of one bundle; texts are shortened where the whole would be larger than is read."""
    for longest in (_LONGEST_MESSAGE, 400, 40):
        data = json.dumps(_results(graded, longest), ensure_ascii=False, indent=2).encode() + b"\n"
        if len(data) <= LARGEST:
            break
    return data


def _results(graded: Graded, longest: int) -> dict[str, Any]:
    if graded.refused:
        return {"gradable": False, "format_errors": [graded.refused[:longest]]}
    share = graded.score / graded.max_score if graded.max_score else 0.0
    tests: list[dict[str, Any]] = [
        {
            "name": f"{verdict.task}. {verdict.title}",
            "points": verdict.points,
            "max_points": verdict.max_points,
            "message": told(verdict)[:longest],
        }
        for verdict in graded.verdicts
    ]
    tests += [
        {"name": adjustment.rule, "points": whole(adjustment.points), "max_points": 0, "message": adjustment.text}
        for adjustment in graded.adjustments
    ]
    return {
        "gradable": True,
        "score": min(max(share, 0.0), 1.0),
        "message": told_grade(graded).partition("\n")[0],
        "tests": tests,
    }
