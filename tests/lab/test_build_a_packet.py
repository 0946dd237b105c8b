"""The lab build-a-packet: the fragment that is asked about exists, whatever is drawn."""

import pytest

from netkit.lab.draw import Draw
from netkit.lab.script import Script
from netkit.packet import dissect
from netkit.packet.building import data, ipv4
from netkit.packet.fragments import fragment
from tests.lab.students import LABS, LIBRARY

DRAWS = 40
RAW_IP = 101
SCRIPT = Script(LABS["build-a-packet"])


def drawn(number, last):
    """What the lab draws for somebody, with the `last` smallest number of bytes in the last fragment."""
    draw = Draw(f"somebody {number}".encode(), forced={"last": last})
    return SCRIPT.situation(draw, LIBRARY).facts


@pytest.mark.parametrize("last", [0, 1, 6, 7, 400])
def test_there_is_the_fragment_that_is_asked_about(last):
    for number in range(DRAWS):
        facts = drawn(number, last)
        whole = ipv4(source="192.0.2.1", destination="198.51.100.1", protocol=253) / data(bytes(facts["size"]))
        pieces = fragment(dissect(whole.encode(), RAW_IP), mtu=facts["mtu"])
        assert len(pieces) == facts["k"] + 1, facts
