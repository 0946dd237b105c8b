"""Scripted resolver scenarios of Unbound and Deckard: netkit's walker gives the answers that they hold resolvers to.

The folder is `$NETKIT_SCENARIOS`, or `../shared/resolver-scenarios` beside the checkout; its `run.py` plays them. Scenarios with a trust
anchor need validation, and are not looked at here.
"""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

from tests.dns.scenario_resolver import Resolver

FOLDER = Path(os.environ.get("NETKIT_SCENARIOS") or Path(__file__).parents[3] / "shared" / "resolver-scenarios")

EXPLAINED = {
    "unbound/iter_resolve_minimised.rpl": "wants the whole name asked for A before its own type: one question more (docs/resolution.md)",
    "unbound/trust_cname_chain.rpl": "wants aliases asked one by one, though one server is the authority for all (docs/resolution.md)",
}


@pytest.fixture(scope="module")
def player():
    """The player that comes with the scenarios."""
    if not FOLDER.is_dir():
        pytest.skip(f"no resolver scenarios: {FOLDER} is not there (NETKIT_SCENARIOS names another folder)")
    name = "netkit_tests_scenario_player"
    spec = importlib.util.spec_from_file_location(name, FOLDER / "run.py")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_scenarios_without_trust_anchor(player):
    wrong, played = {}, 0
    for path in sorted(FOLDER.rglob("*.rpl")):
        scenario = player.parse_file(str(path))
        if player.settings(scenario)["trust_anchors"] or player.classify(scenario):
            continue
        played += 1
        try:
            player.Player(scenario, Resolver(), "answer").play()
        except player.Mismatch as mismatch:
            wrong[str(path.relative_to(FOLDER))] = str(mismatch)
    assert set(wrong) <= set(EXPLAINED), wrong
    assert played >= 20
