"""Scripted resolver scenarios of Unbound and Deckard: netkit's walker gives the answers that they hold resolvers to.

The folder is `$NETKIT_SCENARIOS`, or `../shared/resolver-scenarios` beside the checkout; its `run.py` plays them, at the level `ad`:
response code, answer, the flag for authenticated data, and extended errors.
"""

import importlib.util
import os
import sys
from pathlib import Path

import dns.dnssec
import pytest
from dns.dnssecalgs.dsa import PublicDSA

from tests.dns.scenario_resolver import Resolver

FOLDER = Path(os.environ.get("NETKIT_SCENARIOS") or Path(__file__).parents[3] / "shared" / "resolver-scenarios")

EXPLAINED = {
    "unbound/iter_resolve_minimised.rpl": "wants the whole name asked for A before its own type: one question more",
    "unbound/trust_cname_chain.rpl": "wants aliases asked one by one, though one server is the authority for all",
    "unbound/val_cnameqtype_qmin.rpl": "wants the alias followed though the alias itself was asked for",
    "unbound/val_dnameqtype.rpl": "wants a denial pieced together from NSEC records of earlier replies",
    "unbound/val_ds_cname.rpl": "wants another extended error for a denial without any proof",
    "unbound/val_referd.rpl": "asks without RD for what the cache knows, and wants a referral",
}
"""Scenarios that end otherwise, and why: docs/resolution.md has more of each."""


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


def test_scenarios(player):
    wrong, played = {}, 0
    verify, load, policy = PublicDSA.verify, PublicDSA.__dict__["from_dnskey"], dns.dnssec.default_policy
    player.enable_legacy_dsa()  # old scenarios are signed with DSA
    try:
        for path in sorted(FOLDER.rglob("*.rpl")):
            scenario = player.parse_file(str(path))
            if player.classify(scenario):
                continue
            played += 1
            try:
                player.Player(scenario, Resolver(), "ad").play()
            except player.Mismatch as mismatch:
                wrong[str(path.relative_to(FOLDER))] = str(mismatch)
    finally:
        PublicDSA.verify, PublicDSA.from_dnskey, dns.dnssec.default_policy = verify, load, policy
    assert set(wrong) <= set(EXPLAINED), wrong
    assert played >= 90
