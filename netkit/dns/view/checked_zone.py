"""A checked delegation for a person: each fault as a small story, and what is in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.dns.checking.areas import areas_of
from netkit.dns.checking.rule import Severity
from netkit.dns.name_text import name_text, zone_text
from netkit.dns.view.checked_json import SCHEMA, checked_json
from netkit.dns.view.checked_servers import servers_table
from netkit.view import (
    Block,
    CheckItem,
    Checklist,
    Document,
    Heading,
    Next,
    Outcome,
    Paragraph,
    Sentence,
    Stage,
    StageLine,
    Stages,
)

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault

__all__ = ["checked_view", "story"]

MOST_SEEN = 8
"""Lines that tell what was seen."""


def checked_view(
    findings: Findings,
    faults: Sequence[Fault],
    *,
    where: str,
    questions: int,
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """What a check of a zone comes to; `where` says in which internet it was, `questions` how many it took."""
    blocks: list[Block] = [Sentence(text=f"{_verdict(findings, faults)} · {where}")]
    if findings.name != findings.zone and not findings.why_not:
        name, zone = name_text(findings.name), zone_text(findings.zone)
        blocks.append(Paragraph(text=f"{name} is no zone of its own: it lies in {zone}, which was checked."))
    if faults:
        blocks.append(Stages(rows=[story(number, each) for number, each in enumerate(faults, 1)]))
    if findings.servers and any(each.rule.severity is not Severity.REMARK for each in faults):
        blocks += [Heading(text=f"The servers of {zone_text(findings.zone)}"), servers_table(findings)]
    blocks += _checked(findings, faults)
    if findings.untold:
        blocks += [Heading(text="What could not be told"), Paragraph(text="\n".join(findings.untold))]
    blocks.append(Paragraph(text=_price(findings, questions), quiet=True))
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=checked_json(findings, faults, where=where, questions=questions), blocks=blocks)


def _verdict(findings: Findings, faults: Sequence[Fault]) -> str:
    zone = zone_text(findings.zone)
    counts = [(sum(each.rule.severity is severity for each in faults), severity) for severity in Severity]
    worse = [_counted(count, severity.value) for count, severity in counts if count]
    if any(count for count, severity in counts if severity is not Severity.REMARK):
        return f"{zone}: {_joined(worse)}"
    if findings.untold:
        return f"{zone}: no fault in what could be seen{f', {_joined(worse)}' if worse else ''}"
    return f"{zone} is in good order{f', with {_joined(worse)}' if worse else ''}"


def story(number: int, fault: Fault) -> Stage:
    """A fault as a small story: what was seen, what it breaks, and how to mend it."""
    rule = fault.rule
    lines = [
        StageLine(
            label=rule.severity.value,
            text=fault.headline,
            source=rule.rfc,
            trouble=rule.severity is not Severity.REMARK,
        )
    ]
    for place, seen in enumerate(fault.seen[:MOST_SEEN]):
        lines.append(StageLine(label="" if place else "seen", text=seen))
    if len(fault.seen) > MOST_SEEN:
        lines.append(StageLine(label="", text=f"and {len(fault.seen) - MOST_SEEN} more", quiet=True))
    lines += [StageLine(label="breaks", text=fault.breaks), StageLine(label="to mend", text=fault.mend)]
    return Stage(number=number, place=rule.rule, lines=lines)


def _checked(findings: Findings, faults: Sequence[Fault]) -> Iterator[Block]:
    """The parts in which nothing is wrong, and those of which nothing is known."""
    worse = any(each.rule.severity is not Severity.REMARK for each in faults)
    items = [
        CheckItem(outcome=Outcome.RIGHT if area.known else Outcome.SKIPPED, label=area.name, text=area.text)
        for area in areas_of(findings, faults)
        if all(each.rule.severity is Severity.REMARK for each in area.faults)
        and (area.known or not worse or area.name == "trust")
    ]
    if items:
        yield Heading(text="What is in order" if worse else "What was checked")
        yield Checklist(items=items)


def _price(findings: Findings, questions: int) -> str:
    if findings.captured:
        return f"{_counted(questions, 'question')} in the capture."
    return f"{_counted(questions, 'question')} asked."


def _counted(count: int, word: str) -> str:
    many = word[:-1] + "ies" if word.endswith("y") else f"{word}es" if word.endswith("s") else f"{word}s"
    return f"{count:,} {word if count == 1 else many}"


def _joined(texts: Sequence[str]) -> str:
    return ", ".join(texts[:-1]) + (" and " if len(texts) > 1 else "") + texts[-1]
