"""A walk from its question to its end, for a person and for a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import dns.rcode

from netkit.dns.query import PurposeKind
from netkit.dns.view.blame import blamed
from netkit.dns.view.chain import chain_blocks, verdict_block
from netkit.dns.view.records import sets_text
from netkit.dns.view.stage import stage, stage_short
from netkit.dns.view.trace_json import SCHEMA, trace_json
from netkit.view import Block, Document, Next, Paragraph, Sentence, Stages

if TYPE_CHECKING:
    from netkit.dns.result import Result
    from netkit.dns.step import Step

__all__ = ["trace_view"]


def trace_view(
    result: Result,
    steps: Sequence[Step],
    *,
    where: str,
    short: bool = False,
    again: int | None = None,
    epoch: float = 0.0,
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """The walk; `where` says in which internet it was and what was known before, `again` what the same walk would ask now (if known).

    `epoch` is the moment of the walk's clock from which the times in the data are counted.
    """
    blocks: list[Block] = [
        Sentence(text=f"{result.question}? · {where}"),
        Stages(rows=[stage_short(each) if short else stage(each, beside=_beside(each, steps)) for each in steps]),
        *chain_blocks(result),
        *_end(result, steps, again),
    ]
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=trace_json(result, steps, epoch=epoch), blocks=blocks)


def _beside(step: Step, steps: Sequence[Step]) -> int | None:
    """The number of a step that was under way when this one, for the chain of trust, was asked."""
    if step.purpose.kind is not PurposeKind.KEYS:
        return None
    others = (each for each in steps if each.purpose.kind is not PurposeKind.KEYS and each.ended_at is not None)
    return next((each.number for each in others if each.asked_at <= step.asked_at < (each.ended_at or 0.0)), None)


def _end(result: Result, steps: Sequence[Step], again: int | None) -> Iterator[Block]:
    lines = [f"{text}, good for {seconds:,} s" for text, seconds in sets_text(result.answer)]
    if not lines and result.reason is not None and result.rcode in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        lines.append(f"{dns.rcode.to_text(result.rcode)}: {result.reason.text}")
    lines.append(_price(result, steps, again))
    trouble = blamed(result, steps)
    if trouble is not None:
        yield trouble
    if result.links or result.checked:
        yield verdict_block(result)
    yield Paragraph(text="\n".join(lines))


def _price(result: Result, steps: Sequence[Step], again: int | None) -> str:
    keys = sum(step.purpose.kind is PurposeKind.KEYS and step.server is not None for step in steps)
    links = f", {keys} of them for the chain of trust" if keys else ""
    asked = f"{result.queries} question{'' if result.queries == 1 else 's'}{links}."
    if result.rcode not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return asked
    kept = min((rrset.ttl for rrset in (*result.answer, *result.authority)), default=0)
    told = f" The same again within {kept:,} s would ask nobody (cached)" if kept else " The answer may not be kept"
    after = "" if again is None else f"; after that {again}, while the delegations last"
    return f"{asked}{told}{after}."
