"""How a run of a script went, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Script, Step
    from netkit.internet.script.machine import Reason
    from netkit.internet.script.manner import Manner

__all__ = ["Outcome", "Result", "Run"]


class Outcome(Enum):
    """How a step, or a whole script, went; the value is the word in JSON."""

    PASSED = "passed"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"
    NOT_REACHED = "not-reached"


@dataclass(slots=True)
class Result:
    """One step: how it went and when, in seconds (None: it was not reached).

    `text` says what is wrong, `expected` and `found` what was to come and what came, `reasons` why it was sent, `details` the fields that
    differ, or what happened before; `remarks` are what there is to say though nothing is wrong.
    """

    step: Step
    outcome: Outcome = Outcome.NOT_REACHED
    time: float | None = None
    text: str = ""
    expected: str = ""
    found: str = ""
    reasons: tuple[Reason, ...] = ()
    details: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Run:
    """A whole run; `unexpected` are segments behind the last that the script expects, in its words, which is no fault."""

    script: Script
    manner: Manner
    results: list[Result] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """That of the first step that did not pass."""
        for result in self.results:
            if result.outcome in (Outcome.FAILED, Outcome.UNSUPPORTED):
                return result.outcome
        return Outcome.PASSED

    @property
    def fault(self) -> Result | None:
        """The step that did not pass, if there is one."""
        return next((each for each in self.results if each.outcome in (Outcome.FAILED, Outcome.UNSUPPORTED)), None)
