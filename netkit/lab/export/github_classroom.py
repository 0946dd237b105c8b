"""GitHub Classroom: what `autograding-grading-reporter` reads of its runners, one a task.

Its rule (the reporter's source): for each id in its input `runners` the environment holds `<ID, in capitals>_RESULTS`, base64 of a JSON
object. Its table shows passed tests by their number while the grade sums the tests' scores; with one test a runner the two agree.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from netkit.lab.export.files import one_each
from netkit.lab.export.wording import told
from netkit.view import Outcome

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook
    from netkit.lab.grading.graded import Graded
    from netkit.lab.verdict import Verdict

__all__ = ["environment", "github_classroom"]


def github_classroom(gradebook: Gradebook) -> dict[str, bytes]:
    """For each bundle the lines that a step appends to `$GITHUB_ENV`."""
    return one_each(gradebook, ".env", environment)


def environment(graded: Graded) -> bytes:
    """The lines of one bundle: `RUNNERS`, the ids in a list for the reporter's input, and the results of each."""
    runners = [(f"task{verdict.task}", _runner(verdict)) for verdict in graded.verdicts]
    if graded.refused:
        runners = [("bundle", _results("error", 0, "The bundle", 0, graded.refused))]
    lines = [f"RUNNERS={','.join(name for name, _ in runners)}"]
    lines += [
        f"{name.upper()}_RESULTS={base64.b64encode(json.dumps(found).encode()).decode()}" for name, found in runners
    ]
    return "\n".join(lines).encode() + b"\n"


def _runner(verdict: Verdict) -> dict[str, Any]:
    status = "pass" if verdict.outcome is Outcome.RIGHT else "fail"
    return _results(status, verdict.max_points, f"{verdict.task}. {verdict.title}", verdict.points, told(verdict))


def _results(status: str, most: int, name: str, score: int, message: str) -> dict[str, Any]:
    test = {
        "name": name,
        "status": status,
        "score": score,
        "message": message,
        "test_code": "netkit grade",
        "filename": "",
        "line_no": 0,
        "duration": 0,
    }
    return {"version": 1, "status": status, "max_score": most, "tests": [test]}
