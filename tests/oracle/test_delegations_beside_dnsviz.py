"""netkit's faults of the made-up internet's zones, held against what DNSViz 0.11.2 found in them."""

import json

import pytest

from netkit.dns.checking import Severity, faults_in
from tests.dns.checking.test_made_up_zones import checked
from tests.oracle.delegations_by_dnsviz import FOUND, all_zones
from tests.oracle.dnsviz_words import CODES, NAMED

THEIRS = json.loads(FOUND.read_text("utf-8"))


def test_every_zone_was_looked_at():
    assert set(all_zones()) <= THEIRS.keys(), "python -m tests.oracle.delegations_by_dnsviz, with the new zones"


@pytest.mark.parametrize("zone", [zone for zone, codes in THEIRS.items() if codes or codes is None or zone in NAMED])
def test_both_say_the_same(zone):
    ours = {each.rule.rule for each in faults_in(checked(zone).findings) if each.rule.severity is not Severity.REMARK}
    codes = THEIRS[zone] or []
    unsaid = [code for code in codes if not CODES.get(code, set()) & ours]
    alone = ours - {rule for code in codes for rule in CODES.get(code, set())}
    assert bool(unsaid or alone) == (zone in NAMED), (ours, codes)


def test_where_dnsviz_finds_nothing_netkit_finds_nothing():
    """The zones themselves are looked at by tests/dns/checking/test_made_up_zones.py, which names all that are faulty."""
    from tests.dns.checking.test_made_up_zones import FAULTY

    ours = {zone.rstrip(".") for zone in FAULTY}
    assert ours - {zone for zone, codes in THEIRS.items() if codes} <= NAMED.keys()
