"""Captures of real resolvers at work: what is wrong in them is found, and nothing else."""

import pytest

from netkit.cli.dns_internets import captured
from netkit.dns.checking import Severity, faults_in
from netkit.dns.checking.captured import findings_in_capture, zones_in_capture
from netkit.dns.name_text import name_text
from tests.system.program import ROOT

CAPTURES = sorted((ROOT / "tests").rglob("*unbound*.pcap")) + sorted((ROOT / "tests").rglob("*named*.pcap"))
FAULTY = {"unbound-troubled.pcap": {("lame.test", "delegation.lame"), ("quiet.test", "server.silent")}}


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_faults_in_it(path):
    exchanges = captured(str(path)).exchanges
    found = set()
    for zone in zones_in_capture(exchanges):
        findings = findings_in_capture(zone, exchanges)
        assert findings.untold
        faults = faults_in(findings)
        found |= {(name_text(zone), each.rule.rule) for each in faults if each.rule.severity is not Severity.REMARK}
    assert found == FAULTY.get(path.name, set())
