"""A script is run on a machine, step by step, up to the first that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.errors import UsageError
from netkit.internet.script.assertions import AssertionTrouble, failing_assertion, parsed_assertions
from netkit.internet.script.checking import assertion_fault, call_faults
from netkit.internet.script.expecting import Watch
from netkit.internet.script.language.scanner import refused
from netkit.internet.script.language.steps import Assertion, Call, Command, Expected, Icmp, Injected
from netkit.internet.script.manner import manner_of
from netkit.internet.script.result import Outcome, Result, Run
from netkit.internet.script.settings import assumed_buffer
from netkit.internet.script.sockets.simulated import Simulated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netkit.internet.script.language.steps import Script, Step
    from netkit.internet.script.machine import Machine

__all__ = ["run_script"]

MICROSECONDS = 1e6
TINY = 1e-9
"""Seconds: sums of times are not exact."""


def run_script(script: Script, *, profile: str = "linux", machine: Machine | None = None) -> Run:
    """Run a script on netkit's endpoint, or on another machine.

    UsageError, with the line, for options and assertions that are not understood: before anything runs. What the endpoint can't do is
    the outcome of its step.
    """
    manner = manner_of(script)
    for step in script.steps:
        if isinstance(step, Assertion):
            try:
                parsed_assertions(step.code)
            except AssertionTrouble as trouble:
                raise refused(str(trouble), line=step.line + trouble.line, name=script.name) from trouble
    run = Run(script, manner, [Result(step) for step in script.steps])
    if machine is None:
        machine = Simulated(manner, profile, buffer=assumed_buffer(script))
    _Runner(run, machine).run()
    return run


class _Runner:
    def __init__(self, run: Run, machine: Machine) -> None:
        self._run, self._machine = run, machine
        self._waiting: tuple[Result, Call, float] | None = None
        self._watch = Watch(machine, run.manner, self._look)
        self._injected_at: float | None = None

    def run(self) -> None:
        """Each step in turn; the first fault ends it."""
        result = None
        try:
            for result in self._run.results:
                self._step(result)
                if self._broken():
                    return
            if self._waiting is not None:
                result = self._waiting[0]
                self._finish_waiting()
        except UsageError as error:
            if result is not None:
                result.outcome, result.time = Outcome.UNSUPPORTED, self._machine.now
                result.text, result.details = error.what, (error.why,) if error.why else ()
            return
        while (outgoing := self._machine.sent(take=True)) is not None and len(self._run.unexpected) < 10:
            self._run.unexpected.append(f"{outgoing.time:.6f} {self._watch.told(outgoing)}")

    def _broken(self) -> bool:
        return self._run.fault is not None

    def _step(self, result: Result) -> None:
        step, machine = result.step, self._machine
        base = machine.now
        if isinstance(step, Injected) and self._injected_at is not None:
            base = self._injected_at
        moment = step.moment
        start = moment.start / MICROSECONDS + (base if moment.relative else 0.0)
        allowed = self._run.manner.tolerance / MICROSECONDS
        if isinstance(step, Expected):
            self._injected_at = None
            end = None if moment.end is None else moment.end / MICROSECONDS + (base if moment.relative else 0.0)
            allowed = max(allowed, self._run.manner.tolerance_percent / 100 * max(0.0, start - base))
            self._watch.expect(result, step, start=None if moment.any else start, end=end, tolerance=allowed)
            return
        if start < machine.now - allowed - TINY:
            result.outcome, result.time = Outcome.FAILED, machine.now
            result.text = f"it is {machine.now:.6f} s already: too late for what is to happen at {start:.6f} s"
            return
        if isinstance(step, Call) and self._waiting is not None:
            self._finish_waiting(until=start)
            if self._broken():
                return
        machine.wait(start, self._look)
        if self._broken():
            return
        result.time = machine.now
        self._injected_at = start if isinstance(step, Injected) else None
        result.outcome = Outcome.PASSED
        self._do(result, step, base)

    def _do(self, result: Result, step: Step, base: float) -> None:
        machine = self._machine
        if isinstance(step, Injected):
            machine.inject(step.segment)
            self._look()
        elif isinstance(step, Call):
            self._call(result, step, base)
        elif isinstance(step, Command):
            result.remarks = machine.set(step)
        elif isinstance(step, Assertion):
            self._assert(result, step)
        elif isinstance(step, Icmp):
            raise UsageError("ICMP messages are not supported", why="netkit's endpoint does not take them")

    def _call(self, result: Result, step: Call, base: float) -> None:
        answer = self._machine.call(step)
        if answer is not None:
            faults = call_faults(step, answer)
            if step.end is not None and not faults and not self._timely(step, base):
                faults = [
                    f"it returns at once, at {self._machine.now:.6f} s, and not at {self._ends(step, base):.6f} s"
                ]
            self._judge(result, step, faults, str(answer.value) + (f" {answer.error}" if answer.error else ""))
        elif step.end is None:
            self._judge(result, step, ["it waits, and is not to"], "it waits")
        else:
            self._waiting = (result, step, self._ends(step, base))

    def _ends(self, step: Call, base: float) -> float:
        return (step.end or 0) / MICROSECONDS + (base if step.moment.relative else 0.0)

    def _timely(self, step: Call, base: float) -> bool:
        return abs(self._ends(step, base) - self._machine.now) <= self._run.manner.tolerance / MICROSECONDS + TINY

    def _look(self) -> bool:
        """Whether the call that waits is done; True where a fault ends the run."""
        if self._waiting is None:
            return False
        result, step, end = self._waiting
        answer = self._machine.call(step)
        if answer is None:
            return False
        self._waiting = None
        now = self._machine.now
        faults = call_faults(step, answer)
        if abs(now - end) > self._run.manner.tolerance / MICROSECONDS + TINY:
            faults.append(f"it returns at {now:.6f} s, and not at {end:.6f} s")
        self._judge(result, step, faults, str(answer.value) + (f" {answer.error}" if answer.error else ""))
        return self._broken()

    def _finish_waiting(self, until: float | None = None) -> None:
        """The call that waits has to be done before another is made, and before the end."""
        if self._waiting is None:
            return
        result, step, end = self._waiting
        last = end + self._run.manner.tolerance / MICROSECONDS
        self._machine.wait(
            last if until is None else min(max(until, self._machine.now), last),
            lambda: self._look() or self._waiting is None,
        )
        if self._waiting is not None:
            self._judge(result, step, [f"it waits still, and is to return at {end:.6f} s"], "it waits")

    def _judge(self, result: Result, step: Call, faults: list[str], found: str) -> None:
        result.outcome = Outcome.FAILED if faults else Outcome.PASSED
        if faults:
            result.text, result.details = f"{step.name}: {faults[0]}", tuple(faults[1:])
            result.found = found
            result.details += self._machine.doings()

    def _assert(self, result: Result, step: Assertion) -> None:
        values: Mapping[str, int] = self._machine.information()
        try:
            failing = failing_assertion(parsed_assertions(step.code), values)
        except AssertionTrouble as trouble:
            raise UsageError(str(trouble), why=f"in line {step.line + trouble.line}") from trouble
        if failing is not None:
            result.outcome = Outcome.FAILED
            result.text, result.found = assertion_fault(*failing)
            result.details = self._machine.doings()
