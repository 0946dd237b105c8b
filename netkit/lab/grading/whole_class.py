"""From single grades to those of a class: which bundle counts, who may hand in with whom, answers of classmates, and points set by hand."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from netkit.lab.grading.copied import Class
from netkit.lab.grading.grade import Examined
from netkit.lab.grading.graded import Finding, Graded
from netkit.lab.grading.logs import Logs
from netkit.lab.grading.overrides import Overrides
from netkit.lab.grading.results_file import Line

__all__ = ["Facing", "of_class", "pseudonym"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facing:
    """What is known of a class: its `students` (None: nobody knows), how many may hand in together, and what was set by hand.

    `worth` is the title and the points of a lab of the course, by its name: with it, points that were set for what nobody handed in, or
    what was refused, are grades of their own.
    """

    students: frozenset[str] | None = None
    group: int = 1
    overrides: Overrides | None = None
    worth: Callable[[str], tuple[str, float] | None] | None = None


def of_class(
    lines: Callable[[], Iterable[Line]],
    names: Mapping[str, Sequence[str]],
    facing: Facing,
    made_up: Callable[[str, str], Iterable[Mapping[str, str]]] | None = None,
) -> Iterator[tuple[Line, Graded]]:
    """Each bundle's grade as it stands in its class, then what was set by hand alone.

    `lines` gives all results, and is gone through three times.

    `names` are the bundles that are there, by the SHA-256 of the file. The memory taken grows with the wrong answers, not with all.
    """
    mates, logs = Class(made_up), Logs()
    latest: dict[tuple[str, str], tuple[float, str]] = {}
    for line in lines():
        graded = line.examined.graded
        mates.take(line.examined)
        logs.take(graded, line.examined.log)
        if not graded.refused:
            whose, when = (graded.student, graded.lab), (float(graded.submitted), line.digest)
            latest[whose] = max(latest.get(whose, when), when)
    for line in lines():
        mates.match(line.examined)
    copied = mates.findings()
    for line in lines():
        first, *others = names[line.digest]
        found = replace(line.examined.graded, bundle=first)
        found = _last_counts(found, line.digest, latest)
        found = _in_its_class(found, facing, copied)
        if found.counts:
            found = replace(found, findings=(*found.findings, *logs.findings(found, line.examined.log)))
        yield line, facing.overrides.applied(found) if facing.overrides is not None and found.counts else found
        for other in others:
            told = f"It is the same file as {first}."
            same = Finding(rule="bundle.twice", text=told, innocent=("it was handed in twice",))
            yield line, replace(found, bundle=other, counts=False, findings=(*found.findings, same))
    if facing.overrides is not None and facing.worth is not None:
        for by_hand in facing.overrides.by_hand(facing.students, facing.worth):
            yield Line("", "", Examined(by_hand)), by_hand


def _last_counts(graded: Graded, digest: str, latest: Mapping[tuple[str, str], tuple[float, str]]) -> Graded:
    """A grade that another bundle of the same work takes the place of does not count: that is the latest which is not refused."""
    when = latest.get((graded.student, graded.lab))
    if when is None or when[1] == digest:
        return graded
    if graded.refused:
        return replace(graded, counts=False)
    told = "A later bundle of the same work is there, and counts."
    later = Finding(rule="bundle.superseded", text=told, innocent=("it was handed in again",))
    return replace(graded, counts=False, findings=(*graded.findings, later))


def _in_its_class(graded: Graded, facing: Facing, copied: Mapping[tuple[str, str, str], Sequence[Finding]]) -> Graded:
    """A grade with what the class list and classmates' answers add: who is not in the list, too many together, answers that fit others."""
    if graded.refused:
        return graded
    findings = [*graded.findings]
    partners = graded.partners
    if facing.students is not None and graded.student not in facing.students:
        findings.append(Finding(rule="student.unknown", text=f"{graded.student} is not in the class list."))
    strangers = [] if facing.students is None else [each for each in partners if each not in facing.students]
    if strangers:
        partners = tuple(each for each in partners if each not in strangers)
        told = f"Not in the class list, so it does not count for them: {', '.join(strangers)}."
        findings.append(
            Finding(rule="partner.unknown", text=told, innocent=("an id was mistyped",), students=tuple(strangers))
        )
    if len(partners) >= facing.group:
        many, most = len(partners) + 1, facing.group
        told = f"Handed in by {many} together, and the course allows {most}: it counts for {graded.student} alone."
        if partners:
            findings.append(Finding(rule="group.too-many", text=told, students=partners))
        partners = ()
    findings += copied.get((graded.student, graded.lab, graded.version), ())
    return replace(graded, partners=partners, findings=tuple(findings))


def pseudonym(graded: Graded, digest: str, key: bytes) -> Graded:
    """A grade without names: each student has another one, the same in all grades; only the course's key leads back."""

    def called(student: str) -> str:
        return f"student-{hmac.digest(key, f'pseudonym {student}'.encode(), 'sha256').hex()[:8]}" if student else ""

    def told(text: str) -> str:
        for name in names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", called(name), text)
        return text

    named = [each for finding in graded.findings for each in finding.students]
    names = sorted({graded.student, *graded.partners, *named} - {""}, key=len, reverse=True)
    return replace(
        graded,
        bundle=f"{digest[:12]}.zip" if graded.bundle else "",
        student=called(graded.student),
        partners=tuple(map(called, graded.partners)),
        refused=told(graded.refused),
        findings=tuple(_told(each, told, called) for each in graded.findings),
    )


def _told(finding: Finding, told: Callable[[str], str], called: Callable[[str], str]) -> Finding:
    return replace(finding, text=told(finding.text), students=tuple(map(called, finding.students)))
