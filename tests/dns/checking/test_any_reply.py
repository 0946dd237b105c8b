"""Whatever servers say, a check ends, asks within bounds, raises nothing, and its view can be made."""

import dns.name
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.dns.checking import Gathering, faults_in
from netkit.dns.view.checked_zone import checked_view
from tests.dns.network import ROOT, Net, drive
from tests.dns.test_any_reply import NAMES, behaviours, servers_of

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
