"""Every packet of the shipped captures beside tshark: each value, each place, each checksum verdict."""

from pathlib import Path

import pytest

import netkit.capture
from netkit.packet import dissect
from tests.oracle import tshark
from tests.oracle.comparison import KEYS, compare
from tests.oracle.named import NAMED, name_of

CAPTURES = sorted((Path(__file__).parents[2] / "captures").glob("*.pcapng"))


@pytest.fixture(scope="module")
def judged():
    """Every packet with its dissection and tshark's tree; pcapng files one behind the other are one file of many sections."""
    packets = tshark.packets(b"".join(path.read_bytes() for path in CAPTURES))
    names, dissections = [], []
    for path in CAPTURES:
        with netkit.capture.open(path) as capture:
            for record in capture:
                names.append(f"{path.name} {record.number}")
                dissections.append(dissect(record.data, record.link_type, original_length=record.original_length))
    return list(zip(names, dissections, packets, strict=True))


def test_all_that_netkit_shows_is_what_tshark_shows(judged):
    unnamed = [
        (name, difference)
        for name, dissection, packet in judged
        for difference in compare(dissection, packet)
        if name_of(difference, dissection, packet) is None
    ]
    assert unnamed == []
    # The comparison itself compares something: most of netkit's keys come up in what ships.
    shown = {field.key for _, dissection, _ in judged for field in dissection.fields}
    assert shown <= KEYS
    assert len(shown) > 90


def test_every_checksum_is_right_to_both(judged):
    verdicts = {each.show for _, _, packet in judged for each in packet.fields if each.name.endswith("checksum.status")}
    assert verdicts <= {"1", "2"}
    assert [(name, dissection.problems) for name, dissection, _ in judged if dissection.problems] == []


def test_each_difference_that_is_meant_has_a_reason():
    assert all(reason and not reason.endswith(".") for reason in NAMED.values())
