"""check50: the JSON that `check50 --output json` prints, which tools around it read.

Its rule (check50's "JSON Specification"): `slug`, `results` and `version`; of a result `passed` is true, false, or null where it was not
run; `cause` is null just where it passed; `dependency` names the check that had to pass before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from netkit.lab.export.files import one_each
from netkit.lab.export.wording import told
from netkit.view import Outcome

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook
    from netkit.lab.grading.graded import Graded
    from netkit.lab.verdict import Verdict

__all__ = ["check50", "results"]

VERSION = "3.5.0"
"""The version of check50 whose form this is."""


def check50(gradebook: Gradebook) -> dict[str, bytes]:
    """A file for each bundle."""
    return one_each(gradebook, ".json", results)


def results(graded: Graded) -> bytes:
    """The results of one bundle."""
    found: dict[str, Any] = {"slug": f"netkit/{graded.lab}" if graded.lab else "netkit", "version": VERSION}
    if graded.refused:
        found["error"] = {"type": "BundleRefused", "value": graded.refused, "traceback": [], "data": {}}
    else:
        found["results"] = [_result(verdict) for verdict in graded.verdicts]
    return json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n"


def _result(verdict: Verdict) -> dict[str, Any]:
    passed = {Outcome.RIGHT: True, Outcome.SKIPPED: None}.get(verdict.outcome, False)
    why = told(verdict).splitlines() or [""]
    return {
        "name": f"task_{verdict.task}",
        "description": verdict.title,
        "passed": passed,
        "log": why,
        "cause": None if passed else {"rationale": why[0], "help": "\n".join(why[1:]) or None},
        "data": {"points": verdict.points, "max_points": verdict.max_points, "misconception": verdict.misconception},
        "dependency": None,
    }
