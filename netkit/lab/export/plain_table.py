"""A plain table: a row a student and lab, for a spreadsheet or a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.lab.cells import table
from netkit.lab.grading.graded import whole

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook

__all__ = ["plain_table"]

_HEADINGS = ("student", "lab", "version", "bundle", "score", "max_score", "adjustments", "findings", "refused")


def plain_table(gradebook: Gradebook) -> dict[str, bytes]:
    """One file: every bundle for everybody whom it counts for, refused ones too."""
    rows: list[list[str]] = [list(_HEADINGS)]
    for bundle in gradebook.graded:
        rows += [
            [
                each.student,
                each.lab,
                each.version,
                each.bundle,
                str(whole(each.score)),
                str(whole(each.max_score)),
                "; ".join(adjustment.text for adjustment in each.adjustments),
                "; ".join(finding.rule for finding in each.findings),
                each.refused,
            ]
            for each in bundle.each() or [bundle]
        ]
    return {"grades.csv": table(rows)}
