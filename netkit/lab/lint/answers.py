"""One task in one variant: the solution in all its forms, each misconception, some answers that nobody foresaw, and the help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from netkit.errors import AnswerError, LabError
from netkit.lab.answer import parse_answer
from netkit.lab.definition import Task
from netkit.lab.judging.help import hint
from netkit.lab.judging.judgement import judge
from netkit.lab.lint.answer_key import Key
from netkit.lab.lint.attempts import attempts_problems
from netkit.lab.lint.functions import function_problems, not_run, words_of
from netkit.lab.lint.giving_away import gives_away
from netkit.lab.lint.lines import Lines
from netkit.lab.lint.problem import Problem, Severity
from netkit.lab.question import Case, Part
from netkit.lab.value import Value, spell
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict
from netkit.view import Outcome

__all__ = ["Answers", "task_problems"]


class Answers:
    """The answers to one task in one variant: those of the solutions, or where there are none, those of the check itself."""

    def __init__(self, task: Task, variant: Variant, key: Key | None) -> None:
        self.task = task
        self.variant = variant
        self.question = variant.question(task)
        asked = self.question
        parted: list[Part | Case] = [*asked.parts, *asked.cases]
        self.own = [*asked.wrong, *(wrong for each in parted for wrong in each.wrong)]
        self.known = tuple(dict.fromkeys(wrong.slug for wrong in self.own))
        self.from_check = key is None
        self.key = key if key is not None else self._key()

    def _key(self) -> Key:
        wrong: dict[str, tuple[str, ...]] = {}
        for each in self.question.wrong:
            if each.value is not None:
                wrong[each.slug] = (*wrong.get(each.slug, ()), _typed(each.value))
        return Key(right=_typed(self.question.right), wrong=wrong)

    @property
    def shown(self) -> frozenset[str]:
        """The values that explanations tell by right: those that the answer is worked out from."""
        return self.key.shown | {_typed(line.value) for line in self.question.working[:-1]}

    def value(self, text: str) -> Value | None:
        """The canonical value of a text; None where it is of another kind."""
        try:
            return parse_answer(
                self.task.kind, text, self.variant.choices(self.task), self.variant.rows(self.task), task=self.task.id
            )
        except AnswerError:
            return None

    def judged(self, text: str) -> Verdict | None:
        """The verdict on a text; None where it is refused."""
        try:
            return judge(self.task, text, self.variant)
        except AnswerError:
            return None


def _typed(value: Value) -> str:
    """A value as one types it, whole."""
    return (
        value if isinstance(value, str) else spell(value).replace(",", "") if isinstance(value, int) else spell(value)
    )


def task_problems(answers: Answers, lines: Lines, *, thorough: bool) -> Iterator[Problem]:
    """What is wrong with one task; `thorough` tries unforeseen answers and the help, too, which take longer."""
    unfilled = list(_sentences(answers, lines))
    yield from unfilled
    if unfilled:
        return
    unjudged = not_run(answers)
    if unjudged is not None:
        yield unjudged
    else:
        yield from _right(answers, lines)
        yield from _wrong(answers, lines)
        yield from function_problems(answers, lines) if answers.task.kind == "code" else _distinct(answers)
    if answers.task.kind == "capture":
        yield from attempts_problems(answers.task, answers.variant, lines, thorough=thorough)
    if thorough:
        yield from _unforeseen(answers, lines)
        yield from _help(answers, lines)


def _sentences(answers: Answers, lines: Lines) -> Iterator[Problem]:
    """Each misconception's sentence filled in, also where the solutions never come to it."""
    task = answers.task
    for wrong in answers.own:
        try:
            answers.variant.told(wrong.why, wrong.facts, answer=spell(wrong.value) if wrong.value is not None else "")
        except LabError as error:
            yield Problem(
                rule="text.fact",
                text=f"Task {task.id}: {error.what} in {error.where!r}",
                file="check.py",
                line=lines.misconception(task.check, wrong.slug),
                hint=error.why,
                task=task.id,
                misconception=wrong.slug,
            )


def _right(answers: Answers, lines: Lines) -> Iterator[Problem]:
    task, line = answers.task, lines.function(answers.task.check)
    for text in (answers.key.right, *answers.key.forms):
        verdict = answers.judged(text)
        if verdict is None:
            yield _refused(task, text, "the right answer")
        elif verdict.outcome is not Outcome.RIGHT or verdict.points != task.points:
            seen = verdict.misconception or verdict.explanation[:80]
            yield Problem(
                rule="answer.not-right",
                text=f"Task {task.id}: the solution {text[:60]!r} is judged {verdict.outcome.value}: {seen.rstrip('.')}.",
                file="check.py",
                line=line,
                hint=f"the check holds {spell(answers.question.right)[:60]!r} for right in this variant",
                task=task.id,
            )
        elif not verdict.explanation:
            yield Problem(
                rule="answer.unexplained",
                text=f"Task {task.id}: a right answer is told nothing.",
                file="check.py",
                line=line,
                hint="give the Question a because: one sentence on why it is so",
                task=task.id,
            )


def _wrong(answers: Answers, lines: Lines) -> Iterator[Problem]:
    told: dict[str, str] = {}
    own = words_of(answers)
    for slug, texts in answers.key.wrong.items():
        line = lines.misconception(answers.task.check, slug)
        for text in texts:
            verdict = answers.judged(text)
            if verdict is None:
                yield _refused(answers.task, text, slug)
            elif verdict.outcome is Outcome.RIGHT or verdict.misconception != slug:
                yield _not_known(answers.task, slug, text, verdict, line)
            else:
                yield from _given_away(answers, text, verdict, line)
                words = own.get(slug, verdict.explanation)
                yield from _alike(answers.task, slug, words, told, line)
                told.setdefault(slug, words)


def _refused(task: Task, text: str, what: str) -> Problem:
    return Problem(
        rule="answer.refused",
        text=f"Task {task.id}: {text[:60]!r} ({what}) is not of the kind {task.kind}.",
        file="solutions",
        hint=f"task {task.id} takes answers of the kind {task.kind}; a misconception of another kind says so: Wrong(kind=…)",
        task=task.id,
        misconception=what,
    )


def _not_known(task: Task, slug: str, text: str, verdict: Verdict, line: int) -> Problem:
    right = verdict.outcome is Outcome.RIGHT
    seen = "right" if right else verdict.misconception or "an answer that nobody foresaw"
    return Problem(
        rule="answer.not-known",
        text=f"Task {task.id}: {text[:60]!r} comes from {slug}, and is judged as {seen}.",
        file="check.py",
        line=line,
        hint="its formula in check.py, or that in the solutions, is off; or another misconception stands before it",
        task=task.id,
        misconception=slug,
    )


def _alike(task: Task, slug: str, words: str, told: Mapping[str, str], line: int) -> Iterator[Problem]:
    same = next((other for other, others in told.items() if others == words and other != slug), None)
    if same is not None or not words:
        yield Problem(
            rule="answer.alike",
            text=f"Task {task.id}: {slug} is told {f'the same as {same}' if same else 'nothing'}.",
            file="check.py",
            line=line,
            hint="say what this number is, and why it is not what was asked",
            task=task.id,
            misconception=slug,
        )


def _given_away(answers: Answers, text: str, verdict: Verdict, line: int) -> Iterator[Problem]:
    words = "\n".join([verdict.explanation, *verdict.working])
    right, typed = answers.question.right, answers.key.right
    had = answers.value(text)
    if verdict.outcome is Outcome.WRONG and gives_away(
        words, right, typed, kind=answers.task.kind, answer=text, had=had, shown=answers.shown
    ):
        yield Problem(
            rule="answer.given-away",
            text=f"Task {answers.task.id}: who answers {text[:60]!r} is told {typed[:60]!r}: {' '.join(words.split())[:160]}",
            file="check.py",
            line=line,
            hint="say what the wrong number is; the working leads to the right one, and its last line stays open",
            task=answers.task.id,
            misconception=verdict.misconception or "",
        )


def _distinct(answers: Answers) -> Iterator[Problem]:
    """Right and wrong answers differ, and so do those of different misconceptions."""
    task = answers.task
    seen: dict[Value, str] = {}
    wrong = [(slug, text) for slug, each in answers.key.wrong.items() for text in each]
    for what, text in [("the right answer", answers.key.right), *wrong]:
        value = answers.value(text)
        if value is not None and seen.setdefault(value, what) != what:
            yield Problem(
                rule="answer.same-value",
                text=f"Task {task.id}: {text[:60]!r} is {seen[value]} and {what}, too.",
                file="check.py",
                hint="give both to the check as Wrong(value=…): a variant in which they are the same is then drawn again",
                task=task.id,
                misconception=what,
            )


def _unforeseen(answers: Answers, lines: Lines) -> Iterator[Problem]:
    """Answers near the right one and far from it are wrong, and told something that does not give the right one away."""
    right, line = answers.question.right, lines.function(answers.task.check)
    texts: Iterable[str] = ()
    if isinstance(right, int):
        texts = [str(right + 1000), str(right * 2 + 7), "987654321"]
    elif answers.task.kind == "ipv4":
        texts = ["198.18.0.77"]
    elif answers.task.kind == "name":
        texts = [f"x{right}", "nonsense.invalid"]
    for text in texts:
        verdict = answers.judged(text)
        if verdict is not None and verdict.outcome is Outcome.WRONG:
            yield from _given_away(answers, text, verdict, line)


def _help(answers: Answers, lines: Lines) -> Iterator[Problem]:
    task, variant = answers.task, answers.variant
    if not task.hint.strip():
        yield Problem(
            rule="help.missing",
            text=f"Task {task.id} has no hint.",
            file="lab.toml",
            line=lines.task(task.id, "hint"),
            task=task.id,
            hint="say where to look, and with which command",
        )
    if not answers.question.working:
        yield Problem(
            rule="help.missing",
            text=f"Task {task.id} has no working.",
            file="check.py",
            line=lines.function(task.check),
            hint="give the Question a working: a Line for each step, the last one giving the answer",
            task=task.id,
        )
    for step in (1, 2, 3):
        told = hint(task, variant, step)
        words = "\n".join([told.text, *told.working]) if step < 3 else ""
        if gives_away(words, answers.question.right, answers.key.right, kind=task.kind, shown=answers.shown):
            yield Problem(
                rule="help.given-away",
                text=f"Task {task.id}: hint {step} tells the answer: {' '.join(words.split())[:160]}",
                file="lab.toml" if step == 1 else "check.py",
                line=lines.task(task.id, "hint") if step == 1 else lines.function(task.check),
                hint="a hint says where to look",
                task=task.id,
                severity=Severity.WARNING,
            )
