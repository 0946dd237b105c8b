"""How a run of a script looks: each step with how it went, and where it went wrong what was expected, what came, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.internet.script.language.steps import Call, Command, Expected, Icmp, Injected
from netkit.internet.script.result import Outcome
from netkit.view import CheckItem, Checklist, Document, Fact, Facts, Heading, Next, Paragraph, Sentence, Trouble
from netkit.view import Outcome as Standing

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Step
    from netkit.internet.script.machine import Reason
    from netkit.internet.script.result import Result, Run
    from netkit.view import Block, Json

__all__ = ["runs_view"]

STANDINGS: Mapping[Outcome, Standing] = MappingProxyType(
    {
        Outcome.PASSED: Standing.RIGHT,
        Outcome.FAILED: Standing.WRONG,
        Outcome.UNSUPPORTED: Standing.SKIPPED,
        Outcome.NOT_REACHED: Standing.UNANSWERED,
    }
)
WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PASSED: "as expected",
        Outcome.FAILED: "not as expected",
        Outcome.UNSUPPORTED: "can't be told here",
        Outcome.NOT_REACHED: "not reached",
    }
)
MOST_LEFT = 5


def runs_view(runs: Sequence[Run], *, quiet: bool = False, next_commands: Sequence[tuple[str, str]] = ()) -> Document:
    """The runs of some scripts; `quiet` leaves out the steps of those that went well."""
    blocks: list[Block] = [Sentence(text=_summary(runs))]
    for run in runs:
        blocks += _run_blocks(run, quiet=quiet)
    if next_commands:
        blocks.append(Next(commands=tuple(next_commands)))
    return Document(schema="netkit.tcp.script/1", data={"scripts": [_run_data(run) for run in runs]}, blocks=blocks)


def _summary(runs: Sequence[Run]) -> str:
    counts = {outcome: sum(run.outcome is outcome for run in runs) for outcome in Outcome}
    if len(runs) == 1:
        run = runs[0]
        done = sum(each.outcome is Outcome.PASSED for each in run.results)
        fault = run.fault
        line = "" if fault is None else f", and stops in line {fault.step.line}"
        return f"{run.script.name}: {WORDS[run.outcome]}; {done} of {len(run.results)} steps{line}"
    parts = [f"{counts[outcome]} {WORDS[outcome]}" for outcome in Outcome if counts[outcome]]
    return f"{len(runs)} scripts: {', '.join(parts)}"


def _run_blocks(run: Run, *, quiet: bool) -> list[Block]:
    brief = quiet and run.outcome is Outcome.PASSED
    blocks: list[Block] = [] if brief else [Heading(text=run.script.name)]
    if not brief:
        blocks += [Paragraph(text=remark, quiet=True) for remark in run.manner.remarks]
    fault = run.fault
    reached = [each for each in run.results if each.outcome is not Outcome.NOT_REACHED]
    if brief:
        blocks.append(
            Checklist(items=[CheckItem(outcome=Standing.RIGHT, label=run.script.name, text=f"{len(reached)} steps")])
        )
        return blocks
    blocks.append(Checklist(items=[_item(each) for each in reached]))
    if fault is not None:
        blocks += _fault_blocks(run, fault)
    elif run.unexpected:
        blocks.append(
            Paragraph(
                text=f"{len(run.unexpected)} more went out behind the last that the script expects, which is no fault: "
                + "; ".join(run.unexpected[:MOST_LEFT]),
                quiet=True,
            )
        )
    return blocks


def _item(result: Result) -> CheckItem:
    time = "" if result.time is None else f"{result.time:.6f}"
    said = list(result.remarks)
    if isinstance(result.step, Expected) and result.outcome is Outcome.PASSED:
        said += [_told(each) for each in result.reasons]
    return CheckItem(
        outcome=STANDINGS[result.outcome],
        label=f"{result.step.line:>3}  {time:>10}",
        text=result.step.text,
        aside="; ".join(each for each in said if each),
    )


def _told(reason: Reason) -> str:
    return reason.text + (f" ({reason.rfc})" if reason.rfc else "")


def _fault_blocks(run: Run, fault: Result) -> list[Block]:
    """Where it went wrong."""
    place = f"{run.script.name}, line {fault.step.line}"
    rows = []
    if fault.expected or isinstance(fault.step, Call):
        rows.append(Fact(label="expected", value=fault.expected or fault.step.text))
    if fault.found:
        rows.append(Fact(label="came", value=fault.found, trouble=True))
    rows += [
        Fact(label="netkit sent it because", value=each.text, source=each.rfc) for each in fault.reasons if each.text
    ]
    blocks: list[Block] = [Trouble(text=fault.text, place=place, details=fault.details)]
    if rows:
        blocks.append(Facts(rows=rows))
    left = sum(each.outcome is Outcome.NOT_REACHED for each in run.results)
    if left:
        behind = "One step behind it was" if left == 1 else f"{left} steps behind it were"
        blocks.append(Paragraph(text=f"{behind} not reached.", quiet=True))
    return blocks


def _run_data(run: Run) -> dict[str, Json]:
    fault = run.fault
    return {
        "script": run.script.name,
        "outcome": run.outcome.value,
        "line": None if fault is None else fault.step.line,
        "steps": [_step_data(each) for each in run.results],
        "unexpected": list(run.unexpected),
        "remarks": list(run.manner.remarks),
    }


def _step_data(result: Result) -> dict[str, Json]:
    return {
        "line": result.step.line,
        "kind": _kind(result.step),
        "text": result.step.text,
        "outcome": result.outcome.value,
        "time": None if result.time is None else f"{result.time:.9f}",
        "wrong": result.text or None,
        "found": result.found or None,
        "details": list(result.details),
        "reasons": [{"rule": each.rule, "reason": each.text, "rfc": each.rfc} for each in result.reasons],
        "remarks": list(result.remarks),
    }


def _kind(step: Step) -> str:
    kinds = ((Injected, "inject"), (Expected, "expect"), (Call, "call"), (Command, "command"), (Icmp, "icmp"))
    return next((word for kind, word in kinds if isinstance(step, kind)), "assert")
