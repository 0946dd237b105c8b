"""A short run of the target that has scapy read, where scapy is there."""

import random

import pytest

from tests.fuzz import beyond
from tests.oracle.requirement import missing

try:
    import scapy as _scapy  # noqa: F401 - the package alone loads nothing
except ImportError:
    missing("scapy", "pip install scapy")


@pytest.mark.parametrize("seed", range(2))
def test_no_promise_is_broken(seed):
    chance = random.Random(f"beyond {seed}")
    seeds = beyond.TARGET.seeds(None)
    assert len(seeds) > 100
    for number in range(300):
        case = beyond.TARGET.make(seeds, chance)
        try:
            beyond.TARGET.check(case, number % beyond.TARGET.every == 0)
        except BaseException as error:
            error.add_note(f"the case: {case!r}")
            raise
