"""What a call gave back, held against what a script says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from netkit.internet.script.language.steps import Anything, Number, Structure, Value
from netkit.internet.script.sockets.descriptors import option_number

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Call
    from netkit.internet.script.machine import Answer

__all__ = ["assertion_fault", "call_faults"]


def call_faults(step: Call, answer: Answer) -> list[str]:
    """What is wrong with an answer, one sentence each."""
    faults = []
    expected = step.result
    if isinstance(expected, Number) and expected.value != answer.value:
        came = f"{answer.value}" + (f" {answer.error}" if answer.error else "")
        faults.append(f"expected {expected.text}{f' {step.error}' if step.error else ''}, and it gives {came}")
    elif step.error and step.error != answer.error:
        faults.append(f"expected the error {step.error or 'none'}, and it gives {answer.error or 'none'}")
    for place, value in answer.written.items():
        faults += _written(step, place, value)
    return faults


def _written(step: Call, place: int, value: int | tuple[int, ...]) -> list[str]:
    """What a call wrote into an argument."""
    if place >= len(step.arguments):
        return []
    argument = step.arguments[place]
    if isinstance(value, tuple):
        return _revents(argument, value)
    expected = option_number(argument)
    if expected is None or expected == value:
        return []
    return [f"argument {place + 1} is to be {expected}, and is {value}"]


def _revents(argument: Value, found: tuple[int, ...]) -> list[str]:
    faults = []
    for entry, came in zip(argument if isinstance(argument, tuple) else (), found, strict=False):
        wanted = entry.fields.get("revents", Number(0, "0")) if isinstance(entry, Structure) else Number(0, "0")
        if isinstance(wanted, Anything) or not isinstance(wanted, Number) or wanted.value == came:
            continue
        faults.append(f"revents is to be {wanted.text} ({wanted.value:#x}), and is {came:#x}")
    return faults


def assertion_fault(test: str, values: Mapping[str, int | float]) -> tuple[str, str]:
    """An assertion that does not hold: the sentence, and the values in it."""
    return f"this does not hold: {test}", ", ".join(f"{name} is {value}" for name, value in values.items())
