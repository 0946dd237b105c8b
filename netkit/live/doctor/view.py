"""What the doctor found, as a report: first what one can do here, then what stands in the way and what mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from netkit.live.doctor.abilities import Judged
from netkit.live.doctor.finding import Finding, State
from netkit.view import (
    Block,
    CheckItem,
    Checklist,
    Document,
    Fact,
    Facts,
    Heading,
    Json,
    Next,
    Outcome,
    Paragraph,
    Sentence,
)

__all__ = ["SCHEMA", "report"]

SCHEMA = "netkit.doctor/1"

OUTCOMES: Mapping[State, Outcome] = MappingProxyType(
    {
        State.WORKS: Outcome.RIGHT,
        State.PART: Outcome.PARTIAL,
        State.MISSING: Outcome.WRONG,
        State.UNASKED: Outcome.SKIPPED,
        State.UNKNOWN: Outcome.SKIPPED,
    }
)
WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.WORKS: "works",
        State.PART: "works in part",
        State.MISSING: "does not work",
        State.UNASKED: "not asked",
        State.UNKNOWN: "unknown",
    }
)

LACKING: Mapping[State, str] = MappingProxyType(
    {
        State.PART: "without {names}",
        State.MISSING: "needs {names}",
        State.UNASKED: "not tried: --outside asks them",
        State.UNKNOWN: "not known without {names}",
    }
)


def report(
    machine: Mapping[str, str], judged: Sequence[Judged], findings: Sequence[Finding], *, everything: bool
) -> Document:
    """The document; `machine` says what this is in words, `everything` shows all that was looked at."""
    blocks: list[Block] = [
        Sentence(text=" · ".join(text for text in machine.values() if text)),
        Checklist(items=[_ability(each) for each in judged]),
    ]
    in_the_way = [each for each in findings if each.state not in (State.WORKS, State.UNASKED)]
    if everything:
        blocks += [Heading(text="Everything that was looked at"), Facts(rows=list(_rows(findings)))]
    elif in_the_way:
        blocks += [Heading(text="What stands in the way, and what mends it"), Facts(rows=list(_rows(in_the_way)))]
    commands = [] if everything else [("netkit doctor --all", "everything that was looked at")]
    if any(each.state is State.UNASKED for each in findings):
        commands.append(("netkit doctor --outside", "name servers outside, too: that sends a few packets"))
    if commands:
        blocks.append(Next(commands=commands))
    return Document(schema=SCHEMA, data=_data(machine, judged, findings), blocks=blocks)


def _ability(each: Judged) -> CheckItem:
    """How a thing stands, what it lacks, and what to do instead."""
    names = ", ".join(found.name for found in each.missing)
    lacks = f" ({LACKING[each.state].format(names=names)})" if each.state in LACKING else ""
    instead = each.ability.instead if each.state is State.MISSING else ""
    return CheckItem(
        outcome=OUTCOMES[each.state],
        label="",
        text=f"{each.ability.name}{lacks}",
        details=[Paragraph(text=f"instead: {instead}", quiet=True)] if instead else (),
        word=WORDS[each.state],
    )


def _rows(findings: Sequence[Finding]) -> Iterator[Fact]:
    for each in findings:
        yield Fact(label=each.name, value=each.found, note=each.why, trouble=each.state is State.MISSING)
        if each.mend and each.state is not State.UNASKED:
            yield Fact(label="to mend it", value=each.mend)


def _data(machine: Mapping[str, str], judged: Sequence[Judged], findings: Sequence[Finding]) -> Mapping[str, Json]:
    return {
        "machine": dict(machine),
        "abilities": [
            {
                "key": each.ability.key,
                "name": each.ability.name,
                "state": each.state.value,
                "missing": [found.key for found in each.missing],
                "instead": each.ability.instead or None,
            }
            for each in judged
        ],
        "findings": [
            {
                "key": each.key,
                "name": each.name,
                "state": each.state.value,
                "found": each.found,
                "why": each.why or None,
                "mend": each.mend or None,
            }
            for each in findings
        ],
    }
