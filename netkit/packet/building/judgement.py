"""Whether what was built breaks a rule that nobody asked it to break: the dissection's problems, but for those that are on purpose.

What is on purpose: a value said to be wrong, and what comes of it (behind a wrong length or number anything may follow); what lies in a
bare layer, in quoted or cut packets, and in plain bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from netkit.errors import BuildError
from netkit.packet.building.assembly import Assembly
from netkit.packet.building.filling.sums import Sum
from netkit.packet.building.frame import Frame
from netkit.packet.place import place

if TYPE_CHECKING:
    from netkit.packet.dissection import Dissection
    from netkit.packet.problem import Problem

__all__ = ["Place", "judge", "places", "unasked"]


class Place(NamedTuple):
    """A field that was built, and where it lies, in bits from the packet's start."""

    frame: Frame
    field: Any
    start_bit: int
    width_bits: int


def places(assembly: Assembly) -> Iterator[Place]:
    """Every field of what was built, in the order of the bytes."""
    for frame in assembly.frames:
        draft = frame.draft
        at = frame.start * 8
        if not draft.only_tail:
            for field in draft.table.fields:
                if field.width:
                    yield Place(frame, field, at + field.offset, field.width)
            at += draft.recipe.size * 8
        end = frame.tail_end * 8
        for field in draft.table.fields:
            if not field.width:
                raw = draft.tail[field.index]
                width = len(raw) * 8 if isinstance(raw, bytes) else end - at
                yield Place(frame, field, at, width)
                at += width


def judge(assembly: Assembly, dissection: Dissection) -> None:
    """BuildError for the first problem that was not asked for."""
    for problem, touched in unasked(assembly, dissection):
        raise _error(problem, touched)


def unasked(assembly: Assembly, dissection: Dissection) -> Iterator[tuple[Problem, list[Place]]]:
    """The problems that were not asked for, each with the fields that it is about."""
    problems = dissection.problems
    if not problems:
        return
    known = list(places(assembly))
    astray = min((each.start_bit for each in known if _is_wrong(each) and not _is_sum(each)), default=None)
    for problem in problems:
        at, end = problem.start_bit, max(problem.start_bit + problem.width_bits, problem.start_bit + 1)
        touched = [each for each in known if each.start_bit < end and at < each.start_bit + each.width_bits] or known[
            -1:
        ]
        follows = astray is not None and at >= astray
        if not follows and not any(map(_is_wrong, touched)) and not all(_is_let_be(each.frame) for each in touched):
            yield problem, touched


def _is_wrong(each: Place) -> bool:
    draft = each.frame.draft
    return bool(draft.wrong & draft.recipe.place(each.field))


def _is_sum(each: Place) -> bool:
    return any(isinstance(fill, Sum) and fill.field is each.field for fill in each.frame.draft.recipe.sums)


def _is_let_be(frame: Frame) -> bool:
    """Whether a header is as it is on purpose."""
    return frame.partial or frame.draft.bare or frame.draft.recipe.is_raw or frame.layer.draft.bare


def _error(problem: Problem, touched: list[Place]) -> BuildError:
    frame, field = touched[0].frame, touched[0].field
    draft, name = frame.draft, field.name.rstrip("_")
    shown = f"{name}=wrong({draft.raw_of(field)})" if field.width else f"{name}=wrong(…)"
    hint = f"if you mean it, say so: {shown}, or “bare” behind {frame.layer.draft.name}"
    where = place(problem.start_bit, problem.width_bits)
    return BuildError(
        problem.text,
        why=" · ".join(part for part in (where, problem.rfc, problem.rule) if part),
        hint=hint,
        draft=draft,
        field=name,
    )
