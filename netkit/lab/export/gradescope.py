"""Gradescope: `results.json`, which its autograder reads from /autograder/results.

Its rule (the autograder documentation's "Output Format"): a top-level `score`, which overrides the sum, or a score for each test. A test's
`status` is passed or failed; texts are shown as they stand. Points that are not a test's (lateness, hints) are tests without a maximum.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from netkit.lab.export.files import one_each
from netkit.lab.export.wording import told, told_grade
from netkit.lab.grading.graded import whole
from netkit.view import Outcome

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook
    from netkit.lab.grading.graded import Graded
    from netkit.lab.verdict import Verdict

__all__ = ["gradescope", "results"]


def gradescope(gradebook: Gradebook) -> dict[str, bytes]:
    """A results file for each bundle."""
    return one_each(gradebook, ".json", results)


def results(graded: Graded) -> bytes:
    """The results of one bundle."""
    found: dict[str, Any] = {
        "score": whole(graded.score),
        "output": told_grade(graded) if graded.refused else "",
        "output_format": "text",
        "visibility": "visible",
        "tests": [_test(verdict) for verdict in graded.verdicts],
        # what was found odd is for a talk, and not for whoever else may read this
        "extra_data": {"netkit": {key: value for key, value in graded.json().items() if key != "findings"}},
    }
    found["tests"] += [
        {
            "name": adjustment.text,
            "score": whole(adjustment.points),
            "max_score": 0,
            "status": "passed" if adjustment.points >= 0 else "failed",
            "visibility": "visible",
        }
        for adjustment in graded.adjustments
    ]
    return json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n"


def _test(verdict: Verdict) -> dict[str, Any]:
    return {
        "number": verdict.task,
        "name": verdict.title,
        "name_format": "text",
        "score": verdict.points,
        "max_score": verdict.max_points,
        "status": "passed" if verdict.outcome is Outcome.RIGHT else "failed",
        "output": told(verdict),
        "output_format": "text",
        "tags": [verdict.misconception] if verdict.misconception else [],
        "visibility": "visible",
    }
