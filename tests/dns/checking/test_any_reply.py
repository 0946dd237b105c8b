"""Whatever servers say, a check ends, asks within bounds, raises nothing, and its view can be made."""

import dns.message
import dns.name
import dns.rdatatype
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.dns.checking import Gathering, faults_in
from netkit.dns.checking.captured import findings_in_capture, zones_in_capture
from netkit.dns.query import Question
from netkit.dns.replay import Exchange
from netkit.dns.view.checked_zone import checked_view
from tests.dns.network import ROOT, Net, drive, reply
from tests.dns.test_any_reply import ADDRESSES, NAMES, behaviours, servers_of

MOST = 4000
"""Questions, however servers behave: those of a walk's limits, for each name and address that is looked for."""


@settings(max_examples=60, deadline=None)
@given(behaviours(), st.sampled_from(NAMES))
def test_it_ends(lists, name):
    gathering = Gathering(dns.name.from_text(name), hints=[ROOT], now=0.0)
    drive(gathering, Net(servers_of(lists), most=MOST))
    findings = gathering.findings
    faults = faults_in(findings)
    document = checked_view(findings, faults, where="here", questions=len(gathering.steps))
    assert document.blocks
    assert all(fault.headline and fault.mend and fault.breaks for fault in faults)


@st.composite
def exchanges(draw):
    """What a capture may hold: any answers of any servers, in any order."""
    found = []
    for number, one in enumerate(draw(st.lists(behaviours(), max_size=6))):
        name = dns.name.from_text(draw(st.sampled_from(NAMES)))
        question = Question(name, draw(st.sampled_from([dns.rdatatype.A, dns.rdatatype.NS, dns.rdatatype.SOA])))
        fields = {key: one[0][key] for key in ("answer", "authority", "additional", "aa", "ra", "tc", "rcode")}
        asked = dns.message.make_query(*question, use_edns=draw(st.sampled_from([-1, 0])))
        answer = reply(asked, **fields) if one[0]["kind"] == "say" else None
        found.append(
            Exchange(
                server=draw(st.sampled_from(ADDRESSES)),
                transport=draw(st.sampled_from(["udp", "tcp"])),
                question=question,
                asked_at=float(number),
                asked=asked,
                client="192.0.2.1",
                answered_at=number + 0.5 if answer else None,
                answer=answer,
                malformed="short" if one[0]["kind"] == "bytes" else "",
            )
        )
    return found


@settings(max_examples=100, deadline=None)
@given(exchanges(), st.sampled_from(NAMES))
def test_whatever_a_capture_holds(found, name):
    findings = findings_in_capture(dns.name.from_text(name), found)
    if findings.reached:
        assert findings.zone in zones_in_capture(found)
        assert checked_view(findings, faults_in(findings), where="here", questions=len(found)).blocks
