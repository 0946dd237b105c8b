"""The scripts of the textbook's topics: each goes well, and a change of what any of them expects is noticed."""

import re

import pytest

from netkit.internet.script.language.steps import Expected
from netkit.internet.script.result import Outcome
from tests.internet.script.running import SCRIPTS, run

NUMBERS = re.compile(r"(\d+):(\d+)\((\d+)\)")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_goes_as_it_says(path):
    made = run(path.read_text("utf-8"))
    assert made.fault is None, f"line {made.fault.step.line}: {made.fault.text}"
    assert all(each.outcome is Outcome.PASSED for each in made.results)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_other_numbers_than_came_are_noticed_in_their_line(path):
    lines = path.read_text("utf-8").splitlines()
    expected = [each.step.line for each in run("\n".join(lines)).results if isinstance(each.step, Expected)]
    changed = max(expected)
    before, sign, after = lines[changed - 1].partition("> ")
    first, end, length = (int(each) for each in NUMBERS.search(after).groups())
    lines[changed - 1] = before + sign + NUMBERS.sub(f"{first + 7}:{end + 7}({length})", after, count=1)
    fault = run("\n".join(lines)).fault
    assert (fault.outcome, fault.step.line) == (Outcome.FAILED, changed)
    assert any("sequence number" in each for each in (fault.text, *fault.details)) or "tcpi" in fault.text


def test_the_topics_are_there():
    names = " ".join(path.stem for path in SCRIPTS)
    topics = (
        "open close slow-start fast-retransmit sack limited-transmit zero-window user-timeout reset nagle keep-alive paws ecn mss "
        "window-scale karn rack tail-loss-probe silly-window delayed-ack idle half-close time-wait"
    )
    assert [each for each in topics.split() if each not in names] == []
    assert len(SCRIPTS) >= 40
