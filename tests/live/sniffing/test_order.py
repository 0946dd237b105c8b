"""The order of packets from several interfaces."""

from hypothesis import given
from hypothesis import strategies as st

from netkit.live.sniffing.order import InOrder
from netkit.live.sniffing.packet_sockets import Sniffed

WAIT = 15
"""In the unit of both clocks here."""


@given(st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 14)), max_size=4), max_size=30))
def test_none_is_lost_and_order_holds_for_all_that_are_late_by_less_than_the_wait(turns):
    """Each turn, some packets are read that passed up to 14 ago; all come out, each once, in the order of their times."""
    order = InOrder(3, WAIT)
    added, found = 0, []
    for turn, heard in enumerate(turns):
        now = turn * 5
        for number, age in heard:
            order.add(number, [Sniffed(1000 + now - age, added.to_bytes(4, "big"), 4, 0)], now)
            added += 1
        found += order.due(now)
        held = order.next_due(now)
        assert held is None or 0 < held <= WAIT
    found += order.rest()
    assert order.next_due(0) is None
    assert sorted(each.data for _, each in found) == [number.to_bytes(4, "big") for number in range(added)]
    times = [each.time for _, each in found]
    assert times == sorted(times)
