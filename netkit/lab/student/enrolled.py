"""Which course the folder of a lab belongs to: what it keeps, what the labs beside it keep, and whose it is."""

from __future__ import annotations

from pathlib import Path

from netkit.errors import ProgressError, UsageError
from netkit.lab.student.enrolment import FILE, Enrolment, kept
from netkit.lab.student.progress import Progress

__all__ = ["check_owner", "enrolment_beside", "enrolment_of"]


def check_owner(folder: Path, known: Progress | None, enrolment: Enrolment) -> None:
    """UsageError where what was done in a folder is another's than the code's."""
    if known is None or (known.student, known.key) == (enrolment.student, enrolment.fingerprint):
        return
    course = f" in the course {known.course}" if known.course else ", without a course"
    raise UsageError(
        f"{folder} was begun by {known.student}{course}",
        why=f"the code is {enrolment.student}'s in the course {enrolment.course}, whose numbers are others",
        hint="netkit lab start NAME --code CODE --folder PATH begins it elsewhere, and leaves this as it is",
    )


def enrolment_of(folder: Path, progress: Progress | None) -> Enrolment | None:
    """What a lab's folder keeps of a course; ProgressError where its log names a course, and the code is lost."""
    found = kept(folder)
    if found is None and progress is not None and progress.course:
        raise ProgressError(
            f"{folder} has lost your code in the course {progress.course}",
            why="without it your numbers can't be made",
            hint=f"netkit lab start {progress.lab} --code CODE writes it anew, and keeps everything that you did",
        )
    return found if progress is None or progress.course else None


def enrolment_beside(folder: Path) -> Enrolment | None:
    """The enrolment of the labs that were begun beside a new one; UsageError where they have several."""
    found = {each for path in sorted(folder.parent.glob(f"*/{FILE}")) if (each := kept(path.parent)) is not None}
    if len(found) > 1:
        told = ", ".join(sorted(f"{each.student} ({each.course})" for each in found)[:8])
        raise UsageError(
            "labs of several codes were begun here",
            where=told,
            why="which one is yours decides your numbers",
            hint="netkit lab start NAME --code CODE, or --student ID for a lab of no course",
        )
    return found.pop() if found else None
