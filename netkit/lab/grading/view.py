"""The grades of a class as a view: a row for each bundle, then what somebody may want to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netkit.lab.grading.graded import Graded, whole
from netkit.view import Block, Document, Heading, Json, Next, Outcome, Paragraph, Sentence, Table, Trouble

__all__ = ["SCHEMA", "Row", "graded_class"]

SCHEMA = "netkit.grade/1"
MOST_ROWS, MOST_FINDINGS = 400, 60
"""Rows, and refused bundles or findings, that are shown to a person."""

_QUIET = frozenset({"bundle.superseded", "bundle.twice"})
"""Findings that the table tells already: the bundle was replaced."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one bundle needs in the table, so that the grades themselves need not be kept."""

    bundle: str
    student: str
    lab: str
    points: str
    right: str
    remark: str
    findings: Sequence[tuple[str, str, Sequence[str]]]
    refused: str

    @classmethod
    def of(cls, graded: Graded) -> Row:
        """The row of a grade."""
        right = sum(verdict.outcome is Outcome.RIGHT for verdict in graded.verdicts)
        taken: dict[str, float] = {}
        for each in graded.adjustments:
            if each.rule != "scale" and each.points:
                taken[each.rule] = taken.get(each.rule, 0) + each.points
        told = [f"{rule} {whole(points):+}" for rule, points in taken.items()]
        remarks = ["refused"] if graded.refused else told
        if not graded.counts:
            remarks.append("replaced")
        findings = [] if graded.refused else [each for each in graded.findings if each.rule not in _QUIET]
        if not graded.bundle:
            remarks = ["set by hand"]
        if findings:
            remarks.append(f"{len(findings)} to look at")
        return cls(
            bundle=graded.bundle,
            student=" + ".join([graded.student or f"({graded.bundle})", *graded.partners]),
            lab=graded.lab or "–",
            points="–" if graded.refused else f"{whole(graded.score)}/{whole(graded.max_score)}",
            right="–" if not graded.verdicts else f"{right}/{len(graded.verdicts)}",
            remark=", ".join(remarks),
            findings=[(each.rule, each.text, each.innocent) for each in findings],
            refused=graded.refused,
        )


def graded_class(title: str, rows: Sequence[Row], *, results: str, notes: Sequence[str], course: str) -> Document:
    """The grades of a class; `notes` are sentences about what was left aside."""
    refused = [row for row in rows if row.refused]
    found = [(row, finding) for row in rows for finding in row.findings]
    bundles = sum(bool(row.bundle) for row in rows)
    count = f"{bundles:,} {'bundle' if bundles == 1 else 'bundles'}"
    by_hand = f", and {len(rows) - bundles:,} set by hand" if bundles < len(rows) else ""
    table = Table(
        columns=["student", "lab", "right", "points", ""],
        rows=[[row.student, row.lab, row.right, row.points, row.remark] for row in rows[:MOST_ROWS]],
        right=[2, 3],
    )
    blocks: list[Block] = [
        Sentence(text=f"{title} · {count}: {bundles - len(refused):,} graded, {len(refused):,} refused{by_hand}"),
        table,
    ]
    if len(rows) > MOST_ROWS:
        blocks.append(Paragraph(text=f"… and {len(rows) - MOST_ROWS:,} more; --json gives them all.", quiet=True))
    if refused:
        blocks.append(Heading(text="Refused"))
        blocks += [Trouble(text=f"{row.bundle}: {row.refused}") for row in refused[:MOST_FINDINGS]]
    if found:
        blocks.append(Heading(text="To look at"))
        blocks.append(
            Paragraph(text="These are evidence for a talk. None of them took a point from anybody.", quiet=True)
        )
        blocks += [_finding(row, *finding) for row, finding in found[:MOST_FINDINGS]]
        if len(found) > MOST_FINDINGS:
            blocks.append(Paragraph(text=f"… and {len(found) - MOST_FINDINGS:,} more; --json gives them all."))
    blocks += [Paragraph(text=note, quiet=True) for note in notes]
    blocks.append(
        Next(commands=[(f"netkit course report {course}", f"what the class finds hard ({results} has it all)")])
    )
    data: dict[str, Json] = {"bundles": bundles, "refused": len(refused), "results": results}
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _finding(row: Row, rule: str, text: str, innocent: Sequence[str]) -> Trouble:
    harmless = [f"It may be harmless: {'; '.join(innocent)}."] if innocent else []
    return Trouble(text=f"{row.student}, {row.lab}: {text}", source=rule, details=harmless)
