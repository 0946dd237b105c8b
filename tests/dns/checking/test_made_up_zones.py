"""Every zone of the made-up internet: those whose lesson is a fault have just that, the others nothing but remarks."""

import dns.name
import pytest

from netkit.dns.checking import Gathering, Severity, faults_in
from netkit.dns.made_up import ORIGIN, MadeUpInternet
from netkit.dns.view.checked_zone import checked_view

INTERNET = MadeUpInternet()
FAULTY = {
    "glue-missing.test.": {"delegation.glue-missing"},
    "glue-differs.test.": {"delegation.glue-differs"},
    "cyclic.test.": {"delegation.circular"},
    "cyclic.example.": {"delegation.circular"},
    "disagree.test.": {"delegation.differs", "delegation.lame", "server.name-missing"},
    "half-lame.test.": {"delegation.lame"},
    "lame.test.": {"delegation.lame"},
    "servfail.test.": {"delegation.lame"},
    "not-authoritative.test.": {"delegation.lame"},
    "silent.test.": {"server.silent"},
    "half-silent.test.": {"server.silent"},
    "no-edns.test.": {"server.no-edns"},
    "ignores-edns.test.": {"server.no-edns"},
    "truncates.test.": {"server.cuts"},
    "no-tcp.test.": {"server.no-tcp"},
    "expired.test.": {"trust.broken"},
    "not-yet-valid.test.": {"trust.broken"},
    "wrong-key.test.": {"trust.broken"},
    "stale-parent.test.": {"trust.broken"},
    "lost-keys.test.": {"trust.broken"},
    "missing-denial.test.": {"trust.denial-broken"},
    "broken-denial.test.": {"trust.denial-broken"},
    "too-many-iterations.test.": {"trust.too-many-iterations"},
    "lowercases.test.": {"server.case-lost"},
}
"""What is wrong with each zone, by its story."""


def checked(zone):
    gathering = Gathering(
        dns.name.from_text(zone), hints=INTERNET.hints, now=ORIGIN, trust_anchors=INTERNET.trust_anchors
    )
    now = float(ORIGIN)
    while (query := gathering.next_query()) is not None:
        reply = INTERNET.respond(query.message, query.server, tcp=query.tcp)
        now += query.timeout if reply is None else reply.round_trip
        if reply is None:
            gathering.failed(query, "timeout", now=now)
        else:
            gathering.receive(reply.message, query, now=now)
    assert gathering.done
    return gathering


@pytest.mark.parametrize("zone", INTERNET.zones)
def test_what_its_story_says_and_nothing_else(zone):
    gathering = checked(zone)
    findings = gathering.findings
    assert findings.zone == dns.name.from_text(zone)
    faults = faults_in(findings)
    assert {each.rule.rule for each in faults if each.rule.severity is not Severity.REMARK} == FAULTY.get(zone, set())
    one_server = any(each.rule.rule == "delegation.one-server" for each in faults)
    assert one_server == (len(findings.name_servers) == 1 and bool(findings.name_servers[0].addresses))
    assert {each.rule.rule for each in faults if each.rule.severity is Severity.REMARK} <= {
        "delegation.one-server",
        "trust.missing-ds" if zone == "missing-ds.test." else "delegation.one-server",
    }
    assert len(gathering.steps) < 300
    checked_view(findings, faults, where="here", questions=1)
