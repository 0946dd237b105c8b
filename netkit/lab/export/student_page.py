"""A page for each student that explains the grade: each task with the answer, why, and the bytes that it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.lab.export.files import one_each
from netkit.lab.grading.graded import whole
from netkit.render.single_page.document import single_page
from netkit.view import Block, CheckItem, Checklist, Fact, Facts, Heading, Outcome, Paragraph, Sentence

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook
    from netkit.lab.grading.graded import Graded
    from netkit.lab.verdict import Verdict

__all__ = ["blocks", "student_page"]


def student_page(gradebook: Gradebook) -> dict[str, bytes]:
    """A page for each bundle, and for points that were set by hand alone."""
    return one_each(gradebook, ".html", lambda each: _page(each, gradebook.course), by_hand=True)


def _page(graded: Graded, course: str) -> bytes:
    title = f"{graded.title or graded.bundle}: {graded.student or 'nobody known'}"
    return single_page(blocks(graded, course), title=title, look="sheet").encode()


def blocks(graded: Graded, course: str) -> list[Block]:
    """What the page shows. Findings are for the lecturer's talk with the student and not on it."""
    if graded.refused:
        return [
            Sentence(text=f"{graded.bundle} could not be graded"),
            Paragraph(text=graded.refused),
            Paragraph(text="Nothing is lost: hand it in again, or ask whoever runs the course.", quiet=True),
        ]
    who = ", ".join([graded.student, *graded.partners])
    found: list[Block] = [
        Sentence(text=f"{graded.title}: {whole(graded.score)} of {whole(graded.max_score)} points"),
        Facts(
            rows=[
                Fact(label="course", value=course),
                Fact(label="student" if not graded.partners else "students", value=who),
                Fact(label="lab", value=f"{graded.lab} {graded.version}".strip()),
                Fact(label="handed in", value=graded.bundle or "nothing that netkit graded"),
            ]
        ),
    ]
    if graded.adjustments:
        points = sum(verdict.points for verdict in graded.verdicts)
        rows = [Fact(label="the tasks", value=f"{points}")] if graded.verdicts else []
        rows += [Fact(label=f"{whole(each.points):+}", value=each.text) for each in graded.adjustments]
        found += [Heading(text="How the points add up"), Facts(rows=rows)]
    if graded.verdicts:
        found += [Heading(text="The tasks"), Checklist(items=[_item(verdict) for verdict in graded.verdicts])]
    return found


def _item(verdict: Verdict) -> CheckItem:
    details: list[Block] = []
    if verdict.answer:
        details.append(Paragraph(text=f"your answer: {verdict.answer}", quiet=True))
    if verdict.explanation and verdict.outcome is not Outcome.UNANSWERED:
        details.append(Paragraph(text=verdict.explanation))
    if verdict.working:
        details.append(Paragraph(text="\n".join(verdict.working)))
    details += [Paragraph(text=evidence.text, quiet=True) for evidence in verdict.evidence]
    return CheckItem(
        outcome=verdict.outcome,
        label=verdict.task,
        text=verdict.title,
        aside=f"{verdict.points}/{verdict.max_points}",
        details=details,
    )
