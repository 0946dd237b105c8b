"""The lint of tasks on packets: attempts that are missing, that show another thing, and steps that are met too soon."""

import pytest

from netkit.lab.lint import lint_students
from netkit.lab.lint.problem import Severity
from tests.lab.tiny import write
from tests.lab.wire.lab import CHECK, TOML
from tests.solutions.key import CAPTURES

WHOLE = 'brought(Response.ANSWER, wanted="an answer with the address")'
SECOND = ', "default-server": made(ask(kind="AAAA", server=PARENT))'
ERROR, WARNING = Severity.ERROR, Severity.WARNING


def linted(tmp_path, old="", new=""):
    assert old in CHECK
    folder = write(tmp_path, TOML, CHECK.replace(old, new, 1), readme="# Asking\n\nAsk.\n", slug="asking")
    return {problem.rule: problem for problem in lint_students(folder, None, CAPTURES, range(2)).problems.values()}


def test_a_lab_whose_attempts_show_what_they_should_holds(tmp_path):
    assert linted(tmp_path) == {}


@pytest.mark.parametrize(
    ("old", "new", "rule", "told", "severity"),
    [
        ("twins=twins", "twins={}", "attempt.missing", "has no recorded attempts", ERROR),
        (SECOND, "", "attempt.missing", "no recorded attempt shows default-server", WARNING),
        ("made(ask())", 'made(ask(kind="MX"))', "attempt.shows-another", "judged as a way that nobody foresaw", ERROR),
        (WHOLE, 'over("udp", wanted="UDP")', "attempt.too-soon", "the first 1 packets are right", ERROR),
    ],
)
def test_what_is_wrong_with_attempts_is_told(tmp_path, old, new, rule, told, severity):
    found = linted(tmp_path, old, new)[rule]
    assert (told in found.text, found.severity) == (True, severity)
