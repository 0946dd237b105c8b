"""Grading one bundle: a pure function from its bytes to what it is worth. What it claims is not read; nothing of it is run but by `run`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netkit.errors import AccessError, AnswerError, BundleError, NetkitError
from netkit.lab.answer import parse_answer
from netkit.lab.bundle.reading import Bundle, read_bundle
from netkit.lab.definition import Task
from netkit.lab.draw import student_key
from netkit.lab.grading.evidence import findings_of, findings_of_code
from netkit.lab.grading.graded import Finding, Graded
from netkit.lab.grading.logs import LogMark
from netkit.lab.grading.rules import Rules, adjustments
from netkit.lab.grading.shelf import Shelf, Shelved
from netkit.lab.grading.tried import Tried, mark_of
from netkit.lab.judging.code import Run
from netkit.lab.judging.given import Given
from netkit.lab.kinds.capture import EVIDENCE
from netkit.lab.student.enrolment import fingerprint, practice_fingerprint
from netkit.lab.student.folder import begun_in
from netkit.lab.student.results import Results, judge_all
from netkit.lab.variant import Variant, draw_variant
from netkit.lab.verdict import Verdict

__all__ = ["Examined", "examine", "grade", "made_up_rights", "refused"]

WITHOUT_ONE_VALUE = frozenset({"code", "packet", "table", "capture", "text"})
"""Kinds of answers that fit a classmate's numbers in other ways than by one value."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A grade, and what stands beyond it: what the answers to each task show, and which log they stand in."""

    graded: Graded
    tried: Mapping[str, Tried] = field(default_factory=dict)
    log: LogMark = field(default_factory=LogMark)


def grade(
    bundle: bytes,
    *,
    key: bytes,
    name: str = "",
    shelf: Shelf | None = None,
    rules: Rules | None = None,
    run: Run | None = None,
) -> Graded:
    """What a bundle is worth; `key` is the course's, from which the student's numbers are made.

    `name` is what the bundle is called, `shelf` has the labs (else those that come with netkit), `rules` the course's rules (else there are
    none), `run` calls students' functions (else they are not judged). Never raises for what is in the bundle: `refused` says why it could
    not be graded. LabError where the lab itself is broken.
    """
    return examine(bundle, key=key, name=name, shelf=shelf or Shelf(), rules=rules, run=run).graded


def examine(
    data: bytes, *, key: bytes, name: str, shelf: Shelf, rules: Rules | Mapping[str, Rules] | None, run: Run | None
) -> Examined:
    """As `grade`, with what the answers show beyond the grade; `rules` may be those of each lab by its name."""
    try:
        bundle = read_bundle(data, name)
    except BundleError as error:
        return Examined(refused(name, error))
    try:
        _check_owner(bundle, key)
        shelved = shelf.lab(bundle.manifest.lab, bundle.manifest.version)
        mine = rules.get(bundle.manifest.lab) if isinstance(rules, Mapping) else rules
        if mine is None and isinstance(rules, Mapping):
            raise _not_in_course(bundle, rules)
        return _examined(bundle, shelved, key, shelf, mine or Rules(), run)
    except BundleError as error:
        return Examined(refused(name, error, bundle))


def refused(name: str, error: NetkitError, bundle: Bundle | None = None) -> Graded:
    """The grade of a bundle that can't be graded: nothing, with the reason."""
    rule = error.rule if isinstance(error, BundleError) else "grading.fault"
    told = f"{error.what}{f' ({error.where})' if error.where else ''}{f': {error.why}' if error.why else ''}"
    about = bundle.manifest if bundle is not None else None
    return Graded(
        bundle=name,
        student=about.student if about else "",
        lab=about.lab if about else "",
        title="",
        version=about.version if about else "",
        submitted=about.submitted if about else "",
        score=0,
        max_score=0,
        findings=(Finding(rule=rule, text=told),),
        refused=told,
    )


def _check_owner(bundle: Bundle, key: bytes) -> None:
    """That the work was done on the numbers which the course gives this student."""
    manifest, progress = bundle.manifest, bundle.progress
    if manifest.key == practice_fingerprint(manifest.student):
        raise BundleError(
            "bundle.key.practice",
            "it was worked on with the practice numbers",
            why="these are everybody's, so they prove nothing",
            hint="the student begins the lab with the code of the course",
        )
    if manifest.key != fingerprint(student_key(manifest.student, key)):
        raise BundleError(
            "bundle.key.other",
            f"it was worked on with other numbers than those of {manifest.student} in this course",
            where=f"it says that it is for {manifest.course}" if manifest.course else "",
            why="the code was another student's, or another course's",
        )
    if progress.owners - {(manifest.lab, manifest.student)} or progress.key != manifest.key:
        others = ", ".join(f"{student} ({lab})" for lab, student in sorted(progress.owners))[:200]
        raise BundleError(
            "bundle.log.other",
            "its log is of other work than the manifest says",
            where=f"the log: {others or 'nobody'}; the manifest: {manifest.student} ({manifest.lab})",
            why="a bundle holds one student's work on one lab",
        )


def _not_in_course(bundle: Bundle, rules: Mapping[str, Rules]) -> BundleError:
    return BundleError(
        "bundle.lab.not-in-course",
        f"the lab {bundle.manifest.lab} is not in this course",
        why=f"course.toml has {', '.join(rules)}",
    )


def _examined(bundle: Bundle, shelved: Shelved, key: bytes, shelf: Shelf, rules: Rules, run: Run | None) -> Examined:
    """What a bundle is worth that is its student's own, of a lab of this course."""
    manifest, lab = bundle.manifest, shelved.lab
    variant = _variant_of(bundle, shelved, key, shelf)
    variant.run = run
    results, tried = _judged(bundle, variant, rules)
    adjusted = adjustments(rules, results.verdicts, bundle.progress.hints, float(manifest.submitted))
    findings = [*findings_of(bundle, shelved, rules)]
    for verdict in results.verdicts:
        findings += findings_of_code(verdict)
    graded = Graded(
        bundle=bundle.name,
        student=manifest.student,
        partners=manifest.partners,
        lab=lab.slug,
        title=lab.title,
        version=lab.version,
        submitted=manifest.submitted,
        score=max(0.0, results.score + sum(each.points for each in adjusted)),
        max_score=rules.points or lab.points,
        verdicts=tuple(results.verdicts),
        adjustments=adjusted,
        findings=tuple(findings),
    )
    return Examined(graded, tried, LogMark.of(bundle))


def _variant_of(bundle: Bundle, shelved: Shelved, key: bytes, shelf: Shelf) -> Variant:
    """The lab as the student had it: on their numbers, in the language in which it was begun, with the captures that they handed in."""
    student, lab = bundle.manifest.student, shelved.lab
    own = student_key(student, key)
    language = begun_in(lab, shelf.shipped, bundle.progress.language)
    variant = draw_variant(lab, student, shelf.library, key=own, language=language, script=shelved.script)
    variant.evidence = lambda wanted: _artefact(bundle, wanted)
    return variant


def _judged(bundle: Bundle, variant: Variant, rules: Rules) -> tuple[Results, dict[str, Tried]]:
    """The answers that count, judged anew in their order, and what those to each task show beyond the verdicts."""
    progress, lab = bundle.progress, variant.lab
    tried = {
        task.id: Tried(hints=progress.hints.get(task.id, 0), right=_right_mark(task, variant)) for task in lab.tasks
    }

    def heard(task: Task, answer: str, verdict: Verdict) -> None:
        tried[task.id].hear(_answer_mark(task, answer, variant), verdict)
        if task.kind == "capture" and EVIDENCE.fullmatch(answer) and answer not in tried[task.id].captures:
            tried[task.id].captures.append(answer)

    answers = progress.by_task()
    if rules.attempts:
        answers = {task: given[: rules.attempts] for task, given in answers.items()}
    return judge_all(lab, variant, answers, heard=heard), tried


def _artefact(bundle: Bundle, name: str) -> bytes:
    """A capture that a task was answered with."""
    if name not in bundle.artefacts:
        raise AccessError(f"{name} is not in the bundle", why="the log says that a task was answered with it")
    return bundle.artefacts[name]


def _right_mark(task: Task, variant: Variant) -> str:
    """The mark of a task's right answer; empty where there is no single one."""
    return "" if task.kind in WITHOUT_ONE_VALUE else mark_of(task, variant.question(task).right)


def _answer_mark(task: Task, answer: str, variant: Variant) -> str:
    """The mark of an answer that may be right for a classmate; empty where that would say nothing."""
    if task.kind in WITHOUT_ONE_VALUE or (isinstance(answer, Given) and answer.draw > 1):
        # fresh numbers after two misses are few, and classmates hit them by chance
        return ""
    try:
        value = parse_answer(
            task.kind, answer, variant.choices(task), variant.rows(task), task=task.id, also=variant.also(task)
        )
    except AnswerError:
        return ""
    return mark_of(task, value)


def made_up_rights(shelf: Shelf, lab: str, version: str, count: int) -> Iterator[dict[str, str]]:
    """The marks of the right answers of students that there are not, by task; none where the lab is not here."""
    try:
        shelved = shelf.lab(lab, version)
    except BundleError:
        return
    for number in range(count):
        variant = draw_variant(shelved.lab, f"made up {number}", shelf.library, script=shelved.script)
        yield {task.id: _right_mark(task, variant) for task in shelved.lab.tasks}
