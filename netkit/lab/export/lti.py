"""LTI 1.3 Assignment and Grade Services: the score objects that a tool posts to a line item.

Its rule (the specification's "Score publish service"): `userId`, `scoreGiven` with `scoreMaximum`, `timestamp` with fractions of a second,
`activityProgress` and `gradingProgress`. netkit hosts no tool: whoever does posts these lines.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netkit.lab.export.wording import told_grade
from netkit.lab.grading.graded import whole

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook

__all__ = ["lti"]


def lti(gradebook: Gradebook) -> dict[str, bytes]:
    """A file for each lab, one score a line."""
    lines: dict[str, list[str]] = {}
    for (student, lab), found in gradebook.standing().items():
        score = {
            "userId": student,
            "scoreGiven": whole(max(found.score, 0)),
            "scoreMaximum": whole(found.max_score),
            "timestamp": gradebook.time,
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "comment": told_grade(found),
        }
        lines.setdefault(f"{lab}.jsonl", []).append(json.dumps(score, ensure_ascii=False))
    return {name: "\n".join(scores).encode() + b"\n" for name, scores in lines.items()}
