"""Judging an answer, in a fixed order: right; the task's own misconceptions; the general ones; else what the bytes say."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from netkit.errors import AnswerError
from netkit.lab.answer import KINDS, parse_answer
from netkit.lab.definition import Task
from netkit.lab.judging.captured import judge_capture
from netkit.lab.judging.code import judge_code
from netkit.lab.judging.general import GENERAL, Found
from netkit.lab.kinds.shape import Shape
from netkit.lab.packet import Packet
from netkit.lab.parts import judge_parts
from netkit.lab.question import Line, Place, Question, Wrong
from netkit.lab.value import Value, spell
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict, evidence_of
from netkit.language import ENGLISH, Language
from netkit.packet.place import place
from netkit.view import Outcome

__all__ = ["judge", "told_line", "unanswered", "waiting", "working_up_to"]


COMMON_BELOW = 2
"""Numbers below this stand in so many fields that it would mean nothing to name one."""


_ELSEWHERE = MappingProxyType({"capture": judge_capture, "code": judge_code})
"""Kinds of answers that are no values to compare."""


def judge(task: Task, answer: str, variant: Variant) -> Verdict:
    """What an answer is worth, and why; AnswerError where it is not of the kind that the task asks for."""
    question = variant.question(task)
    shape = Shape(variant.choices(task), variant.rows(task), variant.words(task), variant.also(task))
    try:
        value = parse_answer(
            task.kind,
            answer,
            shape.choices,
            shape.rows,
            task=task.id,
            said=shape.said,
            also=shape.also,
            language=variant.language,
        )
    except AnswerError:
        other = _of_another_kind(task, question, answer, shape)
        if other is None:
            raise
        return _wrong(task, answer, question, _found(other, answer, task, variant), variant)
    if task.kind in _ELSEWHERE:
        return _ELSEWHERE[task.kind](task, str(value), question, variant)
    if question.is_right(value):
        return _right(task, value, question, variant)
    met = next((wrong for wrong in question.wrong if wrong.kind in ("", task.kind) and wrong.is_met_by(value)), None)
    met = met or _of_another_kind(task, question, answer, shape)
    if met is not None:
        return _wrong(task, value, question, _found(met, value, task, variant), variant)
    if question.parts:
        return judge_parts(task, value, question, variant)
    return _by_general_ways(task, value, question, variant)


def _by_general_ways(task: Task, value: Value, question: Question, variant: Variant) -> Verdict:
    """The general misconceptions, and else what the bytes say."""
    for general in GENERAL:
        found = general(value, question, task, variant)
        if found is not None:
            return _wrong(task, value, question, found, variant)
    return _unforeseen(task, value, question, variant)


def _found(wrong: Wrong, answer: Value, task: Task, variant: Variant) -> Found:
    return Found(wrong.slug, variant.told(wrong.why, wrong.facts, answer=variant.said(task, answer)), wrong.place)


def unanswered(task: Task) -> Verdict:
    """A task that nobody has answered yet."""
    return Verdict(task=task.id, title=task.title, outcome=Outcome.UNANSWERED, points=0, max_points=task.points)


def waiting(task: Task, needs: Sequence[str], language: Language = ENGLISH) -> Verdict:
    """A task that is not judged, because others have to be right first."""
    others = language.listed([language.say("verdict.task", "task {task}", task=need) for need in needs])
    told = language.say("verdict.waits", "waits for {tasks}", tasks=others)
    return Verdict(
        task=task.id, title=task.title, outcome=Outcome.SKIPPED, points=0, max_points=task.points, explanation=told
    )


def _of_another_kind(task: Task, question: Question, answer: str, shape: Shape) -> Wrong | None:
    """A misconception whose answers are of another kind than the task's, if the text is one of them."""
    for wrong in question.wrong:
        if wrong.kind and wrong.kind != task.kind:
            try:
                value = KINDS[wrong.kind](answer, shape)
            except ValueError:
                continue
            if wrong.is_met_by(value):
                return wrong
    return None


def _right(task: Task, answer: Value, question: Question, variant: Variant) -> Verdict:
    return Verdict(
        task=task.id,
        title=task.title,
        outcome=Outcome.RIGHT,
        points=task.points,
        max_points=task.points,
        answer=variant.said(task, answer),
        explanation=question.because,
        evidence=evidence_of(question.place, variant.language),
    )


def _wrong(task: Task, answer: Value, question: Question, found: Found, variant: Variant) -> Verdict:
    return Verdict(
        task=task.id,
        title=task.title,
        outcome=Outcome.WRONG,
        points=0,
        max_points=task.points,
        answer=variant.said(task, answer),
        misconception=found.slug,
        explanation=found.why,
        # a set is told line by line only as far as it is right already
        working=working_up_to(question.working, answer if isinstance(answer, frozenset) else None, variant.language),
        evidence=evidence_of(found.place, variant.language),
    )


def _unforeseen(task: Task, value: Value, question: Question, variant: Variant) -> Verdict:
    """Nobody foresaw this answer: say where the number does stand, and the working up to where it can't have come from."""
    stands = _where_it_stands(value, question, variant)
    language, said = variant.language, variant.said(task, value)
    about_bytes = question.packet is not None or _first_place(question) is not None
    told = (
        _told(said, stands, language) if stands else _nowhere(value, said, task.kind, language, about_bytes=about_bytes)
    )
    working = working_up_to(question.working, value, language)
    if isinstance(value, frozenset) and isinstance(question.right, frozenset) and question.right < value:
        told, working = _too_many(task.kind, language), []
    return Verdict(
        task=task.id,
        title=task.title,
        outcome=Outcome.WRONG,
        points=0,
        max_points=task.points,
        answer=said,
        explanation=told,
        working=working,
        evidence=evidence_of(stands, language) or evidence_of(_first_place(question), language),
    )


def _told(answer: str, stands: Place, language: Language) -> str:
    found = stands.field
    return language.say(
        "verdict.stands-elsewhere",
        "{answer} stands in {place}, as {name} ({key}): {meaning}.",
        answer=answer,
        place=stands.where(language),
        name=found.name,
        key=found.key,
        meaning=found.meaning,
    )


def _nowhere(value: Value, answer: str, kind: str, language: Language, *, about_bytes: bool) -> str:
    if kind == "hex" and about_bytes:
        return language.say("verdict.not-there", "{answer} is not what stands there.", answer=answer)
    if kind == "packets" and isinstance(value, frozenset):
        return language.count(
            "verdict.not-these-packets",
            "Packet {answer}: not these, or not these alone.",
            "Packets {answer}: not these, or not these alone.",
            len(value),
            answer=answer,
        )
    if isinstance(value, frozenset):
        return language.say("verdict.not-these", "{answer}: not these, or not these alone.", answer=answer)
    if isinstance(value, tuple):
        return language.say("verdict.not-all", "{answer}: not all of these are as they should be.", answer=answer)
    if about_bytes:
        return language.say("verdict.not-in-bytes", "{answer} is not what the bytes say here.", answer=answer)
    return language.say("verdict.not-result", "{answer} is not what comes out here.", answer=answer)


def _too_many(kind: str, language: Language) -> str:
    if kind == "packets":
        return language.say(
            "verdict.too-many-packets",
            "The packets that are asked for are among these, but not all of these belong to them.",
        )
    return language.say(
        "verdict.too-many", "The ones that are asked for are among these, but not all of these belong to them."
    )


def _where_it_stands(value: Value, question: Question, variant: Variant) -> Place | None:
    """A field with this value, where the task is about packets: in its own packet first, then in the others, the nearest first."""
    first = _first_place(question)
    traffic = variant.situation.traffic_of(first.packet.file if first is not None else "")
    if (
        traffic is None
        or (question.packet is None and first is None)
        or isinstance(value, frozenset | tuple)
        or (isinstance(value, int) and value < COMMON_BELOW)
    ):
        return None
    packets = [first.packet, *traffic.around(first.packet.number)] if first else list(traffic.packets)
    return next((stands for packet in packets if (stands := _holding(packet, value)) is not None), None)


def _holding(packet: Packet, value: Value) -> Place | None:
    """The first field of a packet that has this value; None too where it is a later one under its key, which no place can name."""
    for found in packet.fields:
        if (
            not isinstance(found.value, bool)
            and found.value == value
            and found.width_bits
            and packet.field(found.key) is found
        ):
            return Place(packet, found.key)
    return None


def _first_place(question: Question) -> Place | None:
    if question.place is not None:
        return question.place
    return next((line.place for line in question.working if line.place is not None), None)


def working_up_to(working: Sequence[Line], answer: Value | None = None, language: Language = ENGLISH) -> list[str]:
    """The working's lines up to the first that the answer can't have come from, whose own number is left open.

    Without an answer, or where every line may have led to it, only the last is left open. The result is never told.
    """
    stop = len(working) - 1
    for number, line in enumerate(working):
        if answer is not None and line.possible is not None and not line.possible(answer):
            stop = number
            break
    return [told_line(line, language, open_end=number == stop) for number, line in enumerate(working[: stop + 1])]


def told_line(line: Line, language: Language, *, open_end: bool) -> str:
    """One line of a working: with its number, and the bytes it is read from; or with a question mark, and where to look."""
    value = line.said or spell(line.value)
    if line.place is None:
        return f"{line.text} ?" if open_end else f"{line.text} {value}"
    if open_end:
        look = language.say("help.look-at", "look at {place}", place=line.place.where(language))
        return f"{line.text} ? ({look})"
    found = line.place.field
    where = place(found.start_bit, found.width_bits, language)
    if found.start_bit % 8 or found.width_bits % 8:
        return f"{line.text} {value} ({where})"
    return f"{line.text} {value} ({where}: {line.place.hex})"
