"""A link: when what is sent arrives, what the queue drops, and that chance is a function of the packet alone."""

import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.internet.link import Identity, Link, LinkSettings, fraction


def identity(number=1, copy=1, length=1000):
    return Identity("sender", number, length, 0x10, copy)


def test_fraction_is_the_hash_that_the_design_names():
    digest = hmac.new(b"course", b"sender 2897 1448 16 2", hashlib.sha256).digest()
    expected = int.from_bytes(digest[:8], "big") / 2**64
    assert fraction("course", Identity("sender", 2897, 1448, 16, 2)) == expected
    assert 0 <= expected < 1


def test_fraction_differs_by_every_part():
    base = Identity("sender", 1, 1448, 16, 1)
    others = [
        base._replace(direction="receiver"),
        base._replace(number=2),
        base._replace(length=1),
        base._replace(flags=24),
        base._replace(copy=2),
    ]
    found = {fraction("0", each) for each in (base, *others)} | {fraction("1", base), fraction("0", base, "reorder")}
    assert len(found) == 8


def test_delay_alone():
    passage = Link(LinkSettings(delay=0.02), 0).carry(identity(), 1514, 1.0)
    assert (passage.met, passage.left, passage.arrivals, passage.lost) == (1.01, 1.01, (1.02,), "")


def test_rate_puts_packets_behind_each_other():
    link = Link(LinkSettings(delay=0.02, rate=8e6), 0)  # 1000 bytes take 1 ms
    found = [link.carry(identity(n), 1000, 0.0).arrivals[0] for n in range(4)]
    assert found == pytest.approx([0.021, 0.022, 0.023, 0.024])
    assert link.carry(identity(9), 1000, 1.0).arrivals[0] == pytest.approx(1.021)


def test_queue_in_packets_drops_the_tail():
    link = Link(LinkSettings(delay=0.02, rate=8e6, queue_packets=3), 0)
    lost = [link.carry(identity(n), 1000, 0.0).lost for n in range(6)]
    assert lost == ["", "", "", "", "queue", "queue"]  # one is being sent, three wait
    assert (
        link.carry(identity(9), 1000, 0.0011).lost == ""
    )  # the first is through, so one of those that waited is being sent


def test_queue_in_bytes_drops_what_does_not_fit():
    link = Link(LinkSettings(delay=0, rate=8e6, queue_bytes=2500), 0)
    lost = [link.carry(identity(n), size, 0.0).lost for n, size in enumerate((1000, 1500, 1500, 1000, 100))]
    assert lost == ["", "", "queue", "", "queue"]


def test_a_chosen_packet_takes_no_room():
    link = Link(LinkSettings(delay=0, rate=8e6, queue_packets=1), 0)
    assert link.carry(identity(0), 1000, 0.0).lost == ""
    assert link.carry(identity(1), 1000, 0.0, chosen=True).lost == "chosen"
    assert link.carry(identity(2), 1000, 0.0).lost == ""


def test_all_or_nothing():
    always, never = Link(LinkSettings(loss=1.0), 0), Link(LinkSettings(loss=0.0), 0)
    assert {always.carry(identity(n), 100, 0.0).lost for n in range(50)} == {"chance"}
    assert {never.carry(identity(n), 100, 0.0).lost for n in range(50)} == {""}


def test_a_longer_way_and_twice():
    passage = Link(LinkSettings(delay=0.04, reorder=1.0, duplicate=1.0), 0).carry(identity(), 100, 0.0)
    assert passage.arrivals == (0.06, 0.06)


@given(st.sets(st.integers(0, 60), max_size=12), st.text(max_size=8))
@settings(max_examples=30)
def test_a_packet_more_changes_no_fate(numbers, seed):
    alone, among = Link(LinkSettings(loss=0.5), seed), Link(LinkSettings(loss=0.5), seed)
    fates = {number: alone.carry(identity(number), 100, 0.0).lost for number in sorted(numbers)}
    everybody = {number: among.carry(identity(number), 100, 0.0).lost for number in range(61)}
    assert all(everybody[number] == fate for number, fate in fates.items())


def test_losses_are_about_as_many_as_asked_for():
    link = Link(LinkSettings(loss=0.1), "0")
    count = sum(link.carry(identity(n), 100, 0.0).lost == "chance" for n in range(10_000))
    assert 850 < count < 1150  # five standard deviations
