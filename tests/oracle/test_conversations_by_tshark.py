"""Conversations, endpoints and intervals are tshark's."""

import pytest

from tests.capture.conversations import talks_of_tshark as asking
from tests.capture.conversations.test_counting import counted
from tests.system.program import CAPTURES

SHIPPED = (
    "page-load-03",
    "page-load-ipv6-02",
    "dns-tcp",
    "traceroute",
    "traceroute-ipv6",
    "fragments",
    "retransmission",
)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_captures(name):
    path = CAPTURES / f"{name}.pcapng"
    conversations, endpoints = asking.talks(path)
    assert any(conversations.values())
    counting, first = counted(path), asking.first_time(path)
    for kind in asking.KINDS:
        assert sorted(asking.told_by(counting, kind, first)) == sorted(conversations[kind])
        assert asking.ends_by(counting, kind) == endpoints[kind]


def test_a_filter_selects_what_counts():
    path, text = CAPTURES / "page-load-03.pcapng", "tcp.len > 0"
    conversations, _ = asking.talks(path, text)
    counting, first = counted(path, text), asking.first_time(path)
    assert sorted(asking.told_by(counting, "tcp", first)) == sorted(conversations["tcp"])
