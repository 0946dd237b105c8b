"""Addresses that no connection can have as an end (RFC 9293: MUST-46, MUST-57, MUST-63)."""

from __future__ import annotations

import pytest

from netkit.errors import UsageError
from netkit.tcp import Endpoint, Segment, State
from tests.tcp.network import A, B, flags

NO_HOST = ["224.0.0.1", "239.1.2.3", "255.255.255.255", "0.0.0.0", "ff02::1", "::"]  # noqa: S104 - none of them is bound


@pytest.mark.parametrize("address", NO_HOST)
def test_nobody_connects_to_a_group(address: str) -> None:
    """MUST-46: an error of the call, and nothing is sent."""
    endpoint = Endpoint(A, (address, 80))
    with pytest.raises(UsageError, match="reached"):
        endpoint.connect(now=0.0)
    assert endpoint.state is State.CLOSED


@pytest.mark.parametrize("address", NO_HOST)
@pytest.mark.parametrize("ours", [True, False])
def test_a_syn_to_or_from_a_group_is_passed_over_in_silence(address: str, ours: bool) -> None:
    """MUST-57 (to) and MUST-63 (from)."""
    endpoint = Endpoint((address, 80), B) if ours else Endpoint(B, (address, 80))
    endpoint.listen()
    for marks in ("S", "A", "SA"):
        assert endpoint.receive(Segment(sequence=1, flags=flags(marks), window=9), now=0.0).segments == []
    assert endpoint.state is State.LISTEN


def test_hosts_are_hosts() -> None:
    for address in ("192.0.2.1", "10.255.255.255", "fe80::1%eth0", "::1", "127.0.0.1", "a name"):
        assert Endpoint(A, (address, 80)).connect(now=0.0).segments
