"""Answers in parts, each of which counts for itself: the fields of a packet, the rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from netkit.lab.definition import Task
from netkit.lab.question import Facts, Part, Place, Question, Wrong
from netkit.lab.value import Value
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict, evidence_of
from netkit.language import Language
from netkit.packet import Dissection, dissect
from netkit.view import Outcome

__all__ = ["field_part", "judge_parts", "row_part"]

RAW_IP = 101
"""LINKTYPE_RAW: a packet that begins with IP, of either version."""

SHOWN = 16
"""Bytes of a packet that are told with a verdict."""

ETHERNET = 1
"""LINKTYPE_ETHERNET: what a packet out of a capture mostly begins with."""


def row_part(
    number: int,
    name: str,
    right: str,
    *,
    wrong: Sequence[Wrong] = (),
    accepts: Callable[[Value], bool] | None = None,
    why: str = "",
    facts: Facts | None = None,
    weight: int = 1,
) -> Part:
    """The part for a table's row, counted from 0."""
    return Part(
        name=name, right=right, of=_cell(number), wrong=wrong, accepts=accepts, why=why, facts=facts, weight=weight
    )


def field_part(
    key: str,
    right: Value,
    *,
    link_type: int = RAW_IP,
    name: str = "",
    wrong: Sequence[Wrong] = (),
    accepts: Callable[[Value], bool] | None = None,
    why: str = "",
    facts: Facts | None = None,
    raw: bool = False,
    place: Place | None = None,
    weight: int = 1,
) -> Part:
    """The part for a field of a packet that was given as bytes: its first value under a Wireshark key, or its bits with `raw`.

    Where packets are to begin with IP (`link_type`), one in an Ethernet frame is as good.
    """
    return Part(
        name=name or key, right=right, of=_field(key, link_type, raw=raw), wrong=wrong, accepts=accepts, why=why, facts=facts,
        place=place, weight=weight,
    )  # fmt: skip


def judge_parts(task: Task, value: Value, question: Question, variant: Variant) -> Verdict:
    """What the parts of an answer are worth; the first wrong one is explained."""
    right = [part for part in question.parts if part.is_right(value)]
    wrong = [part for part in question.parts if part not in right]
    share = sum(part.weight for part in right) * task.points // sum(part.weight for part in question.parts)
    first = wrong[0]
    found = first.of(value)
    met = next((each for each in first.wrong if found is not None and each.is_met_by(found)), None)
    told = [_standing(right, wrong, variant.language), _why(first, found, met, task, variant)]
    return Verdict(
        task=task.id,
        title=task.title,
        outcome=Outcome.PARTIAL if share else Outcome.WRONG,
        points=share,
        max_points=task.points,
        answer=_spelled(task, value, variant),
        misconception=met.slug if met is not None else None,
        explanation=" ".join(each for each in told if each),
        evidence=evidence_of((met.place if met is not None else None) or first.place, variant.language),
    )


def _spelled(task: Task, value: Value, variant: Variant) -> str:
    """An answer as a person can look over it: of a packet, how long it is and how it begins."""
    if task.kind != "packet":
        return variant.said(task, value)
    octets = bytes.fromhex(str(value))
    shown = f"{octets[:SHOWN].hex(' ')}{' …' if len(octets) > SHOWN else ''}"
    return variant.language.count("parts.bytes", "{n} byte: {shown}", "{n} bytes: {shown}", len(octets), shown=shown)


def _standing(right: Sequence[Part], wrong: Sequence[Part], language: Language) -> str:
    """How many are right, and which are not: `5 of 7 right; not yet: source, checksum`."""
    if len(right) + len(wrong) == 1:
        return ""
    return language.say(
        "parts.standing",
        "{right} of {all} right; not yet: {wrong}.",
        right=len(right),
        all=len(right) + len(wrong),
        wrong=", ".join(part.name for part in wrong),
    )


def _why(part: Part, found: Value | None, met: Wrong | None, task: Task, variant: Variant) -> str:
    language, said = variant.language, variant.said(task, found) if found is not None else ""
    if met is not None:
        return f"{part.name}: {variant.told(met.why, met.facts, answer=said)}"
    if found is None:
        return language.say("parts.no-field", "{part}: there is no such field.", part=part.name)
    if found == "":
        return language.say("parts.left-open", "{part}: nothing is said of it.", part=part.name)
    told = variant.told(part.why, part.facts, answer=said)
    if told:
        return language.say("parts.is", "{part} is {answer}. {why}", part=part.name, answer=said, why=told)
    return language.say(
        "parts.not-result", "{part} is {answer}: that is not what comes out here.", part=part.name, answer=said
    )


def _cell(number: int) -> Callable[[Value], Value | None]:
    def cell(answer: Value) -> Value | None:
        return answer[number] if isinstance(answer, tuple) and number < len(answer) else None

    return cell


def _field(key: str, link_type: int, *, raw: bool) -> Callable[[Value], Value | None]:
    def value(answer: Value) -> Value | None:
        for found in _dissected(str(answer), link_type).fields:
            if found.key == key and isinstance(found.raw if raw else found.value, int | str):
                return found.raw if raw else found.value
        return None

    return value


@lru_cache(maxsize=16)
def _dissected(digits: str, link_type: int) -> Dissection:
    if link_type == RAW_IP and digits[:1] not in ("4", "6"):
        link_type = ETHERNET
    return dissect(bytes.fromhex(digits), link_type)
