"""A missing oracle skips by name for a user, and fails where every oracle has to be."""

import pytest

from tests.oracle import tshark
from tests.oracle.requirement import missing


@pytest.mark.parametrize(
    ("ci", "outcome"), [(None, pytest.skip.Exception), ("", pytest.skip.Exception), ("true", pytest.fail.Exception)]
)
def test_a_missing_oracle(monkeypatch, ci, outcome):
    monkeypatch.delenv("CI", raising=False)
    if ci is not None:
        monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match=r"the oracle is missing.*from the shop"):
        missing("the oracle", "from the shop")


def test_a_missing_tshark(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="tshark is missing"):
        next(tshark.packets(b""))
