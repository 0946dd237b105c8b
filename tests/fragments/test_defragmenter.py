"""A host that puts fragments together as they come: in time, within bounds, whatever comes in."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.errors import UsageError
from netkit.packet import dissect, fragment
from netkit.packet.fragments import LINUX, PROFILES, RFC, Completed, Defragmenter, GivenUp, Held, Ignored
from netkit.packet.fragments.events import Cause
from tests.fragments.making import ipv4, ipv6, pieces_of
from tests.packet.steps import steps

SECOND = 10**9

every_version = pytest.mark.parametrize("make", [ipv4, ipv6], ids=["IPv4", "IPv6"])


def taken(make, *words, **more):
    return dissect(make(*words, **more), 228 if make is ipv4 else 229)


def fragments_of(make, content, size, **more):
    return [taken(make, data, start, follows, **more) for start, data, follows in pieces_of(content, size)]


def run(stream, packets, *, now=None):
    """Every event of these packets, numbered from 1, at one time."""
    return [event for number, packet in enumerate(packets, 1) for event in stream.receive(packet, number, now=now)]


def completed(events):
    return [(list(event.numbers), event.packet) for event in events if isinstance(event, Completed)]


def content(packet, make):
    return packet.data[20 if make is ipv4 else 40 :]


@every_version
def test_whole_packets_come_out_in_the_order_in_which_they_became_whole(make):
    one = fragments_of(make, b"1" * 40, 16, number=1)
    two = fragments_of(make, b"2" * 40, 16, number=2)
    plain = (
        taken(make, b"plain")
        if make is ipv4
        else dissect(bytes.fromhex("6000000000053b40") + bytes(32) + b"plain", 229)
    )
    order = [one[2], two[0], one[0], plain, two[2], two[1], one[1]]
    stream = Defragmenter()
    found = completed(run(stream, order))
    assert [numbers for numbers, _ in found] == [[4], [2, 5, 6], [1, 3, 7]]
    assert found[0][1] is plain
    assert [content(packet, make) for _, packet in found[1:]] == [b"2" * 40, b"1" * 40]
    assert (stream.memory, stream.waiting) == (0, 0)


def test_each_event_says_what_happened():
    stream = Defragmenter()
    events = run(stream, [*fragments_of(ipv4, bytes(40), 16)[::-1], taken(ipv4, b"plain")])
    assert [event.text for event in events] == [
        "packet 1 is held (bytes 32–39): 8 bytes are there, 32 are missing",
        "packet 2 is held (bytes 16–31): 24 bytes are there, 16 are missing",
        "packets 1, 2 and 3 are one packet of 60 bytes",
        "packet 4 is whole",
    ]
    (held,) = stream.receive(taken(ipv4, bytes(16), 0, True), 5)
    assert isinstance(held, Held)
    assert held.text == "packet 5 is held (bytes 0–15): 16 bytes are there, the last fragment has not come"


@every_version
def test_a_packet_is_given_out_once_it_is_whole_and_what_comes_later_is_the_next_ones(make):
    cut = fragments_of(make, b"A" * 16, 8)
    again = fragments_of(make, b"B" * 16, 8)
    stream = Defragmenter("last" if make is ipv4 else None)
    found = completed(run(stream, [*cut, *again]))
    assert [(numbers, content(packet, make)) for numbers, packet in found] == [([1, 2], b"A" * 16), ([3, 4], b"B" * 16)]
    assert stream.receive(cut[0], 9)[0].held == 8


@pytest.mark.parametrize(
    ("limits", "make", "seconds"), [(RFC, ipv4, 60), (RFC, ipv6, 60), (LINUX, ipv4, 30), (LINUX, ipv6, 60)]
)
def test_fragments_wait_for_so_long_and_no_longer(limits, make, seconds):
    first, middle, last = fragments_of(make, bytes(24), 8)
    start = 1_700_000_000 * SECOND
    for waiting, told in (([first, last], True), ([last], False)):
        stream = Defragmenter(limits=limits)
        run(stream, waiting, now=start)
        # A later one does not make it wait longer: the first that came counts.
        assert [type(each) for each in stream.receive(last, 3, now=start + (seconds - 1) * SECOND)] == [Held]
        assert stream.tick(now=start + seconds * SECOND - 1) == []
        (given_up,) = stream.tick(now=start + seconds * SECOND)
        assert (given_up.cause, list(given_up.numbers)) == (Cause.TIME, [*range(1, len(waiting) + 1), 3])
        kind = (
            "ICMP time exceeded, code 1 (RFC 792)" if make is ipv4 else "ICMPv6 time exceeded, code 1 (RFC 4443 §3.3)"
        )
        assert given_up.message == (kind if told else "")
        assert given_up.why == f"{seconds} seconds have passed, and bytes {'8–15' if told else '0–15'} are missing"
        assert (stream.memory, stream.waiting) == (0, 0)
    stream = Defragmenter(limits=limits)
    run(stream, [first, last], now=start)
    late = stream.receive(middle, 3, now=start + seconds * SECOND)
    assert [type(each) for each in late] == [GivenUp, Held]


def test_time_may_be_unknown():
    first, _, last = fragments_of(ipv4, bytes(24), 8)
    stream = Defragmenter()
    run(stream, [first])
    assert stream.tick(now=5 * SECOND) == []  # from now on it is counted
    run(stream, [last])
    assert stream.tick(now=64 * SECOND) == []
    assert len(stream.tick(now=65 * SECOND)) == 1


def test_at_the_end_all_that_still_waits_is_named():
    stream = Defragmenter()
    run(stream, [*fragments_of(ipv4, bytes(24), 8, number=1)[:2], fragments_of(ipv6, bytes(24), 8)[1]])
    assert [each.text for each in stream.finish()] == [
        "packets 1 and 2 are thrown away: nothing came after that, and the last fragment has not come",
        "packet 3 is thrown away: nothing came after that, and bytes 0–7 are missing, and the last fragment has not come",
    ]
    assert (stream.memory, stream.waiting) == (0, 0)


def test_what_can_be_a_part_of_nothing_is_ignored_and_the_packet_lives_on():
    cut = fragments_of(ipv4, bytes(range(24)), 8)
    bad = [taken(ipv4, bytes(7), 8, True), taken(ipv4, b"", 8, True), taken(ipv4, bytes(80), 8184 * 8)]
    events = run(Defragmenter(), [cut[0], *bad, *cut[1:]])
    assert [type(each) for each in events] == [Held, Ignored, Ignored, Ignored, Held, Completed]
    assert {each.cause for each in events[1:4]} == {Cause.RULE}
    assert events[5].packet.data[20:] == bytes(range(24))


def test_fragments_that_contradict_each_other_end_their_packet():
    stream = Defragmenter()
    events = run(stream, [taken(ipv4, bytes(8), 16), taken(ipv4, bytes(8), 24)])
    assert isinstance(events[1], GivenUp)
    assert "two different ends" in events[1].why
    assert stream.waiting == 0


@every_version
def test_an_overlap_ends_the_packet_for_now_or_for_good(make):
    """Linux begins anew with what comes next; RFC 5722 §4 has that thrown away, too."""
    cut = fragments_of(make, bytes(24), 8)
    overlap = taken(make, bytes(16), 0, True)
    for policy, lives in (("linux-6", True), ("rfc5722", False)):
        stream = Defragmenter(policy)
        events = run(stream, [cut[0], overlap, *cut], now=SECOND)
        assert isinstance(events[1], GivenUp)
        assert events[1].message == ""  # RFC 8200 §4.5: no error message for this
        assert [type(each) for each in events[2:]] == ([Held, Held, Completed] if lives else [Ignored] * 3)
        assert bool(stream.waiting) != lives
        assert stream.tick(now=100 * SECOND) == []
        assert [type(each) for each in run(stream, cut)] == [Held, Held, Completed]
        assert stream.memory == 0


def test_an_atomic_fragment_disturbs_nobody():
    """RFC 6946."""
    cut = fragments_of(ipv6, bytes(24), 8)
    events = run(Defragmenter(), [cut[0], taken(ipv6, b"atomic"), *cut[1:]])
    assert [type(each) for each in events] == [Held, Completed, Held, Completed]
    assert events[1].packet.data[40:] == b"atomic"
    assert list(events[3].numbers) == [1, 3, 4]


def test_a_source_that_has_sent_many_others_is_not_believed_any_more():
    """Linux's ipfrag_max_dist: numbers come again, and what waited is taken for an older packet."""
    first, second = fragments_of(ipv4, b"A" * 16, 8, number=1)
    others = [taken(ipv4, bytes(8), 0, True, number=1000 + n) for n in range(64)]
    for between, believed in ((63, True), (64, False)):
        events = run(Defragmenter(limits=LINUX), [first, *others[:between], second])
        assert isinstance(events[-1], Completed) == believed
        if not believed:
            assert isinstance(events[-2], GivenUp)
            assert events[-2].cause is Cause.DISTANCE
            assert "sent 65 fragments since" in events[-2].why
        elsewhere = [taken(ipv4, bytes(8), 0, True, number=n, source=bytes([192, 0, 2, 9])) for n in range(100)]
        assert isinstance(run(Defragmenter(limits=LINUX), [first, *elsewhere, second])[-1], Completed)
        assert isinstance(run(Defragmenter(limits=RFC), [first, *others, second])[-1], Completed)


# Floods


def flood(kind, count):
    """Packets that a host has to survive."""
    for n in range(count):
        if kind == "beginnings":
            yield taken(ipv4, bytes(1400), 0, True, number=n % 65536, source=(n // 65536).to_bytes(4, "big"))
        elif kind == "ends":
            yield taken(ipv6, bytes(8), 1000 * 8, number=n)
        elif kind == "copies":
            yield taken(ipv4, bytes([n % 256]) * 1400, 1400, True)
        elif kind == "tiny":
            yield taken(ipv4, bytes(8), 8 + n % 8000 * 8, True, number=n // 8000)
        elif kind == "overlaps":
            yield taken(ipv6, bytes(16), n % 50 * 8, True, number=n // 100)


@pytest.mark.parametrize("kind", ["beginnings", "ends", "copies", "tiny", "overlaps"])
@pytest.mark.parametrize("limits", PROFILES.values(), ids=lambda limits: limits.name)
@pytest.mark.parametrize("policy", ["last", "rfc5722"])
def test_a_flood_takes_no_more_than_the_limits(kind, limits, policy):
    small = type(limits)(
        **{name: getattr(limits, name) for name in limits.__slots__} | {"memory": 100_000, "fragments": 500}
    )
    stream = Defragmenter(policy, small)
    most = 0
    for number, packet in enumerate(flood(kind, 1200), 1):
        stream.receive(packet, number, now=number)
        most = max(most, stream.memory)
    assert most <= 2 * (small.memory + 1400 + 20 + small.fragment_cost + small.datagram_cost)
    kept = sum(len(each.datagram.fragments) for waiting in stream._waiting.values() for each in waiting.values())
    assert kept <= 2 * small.memory / small.fragment_cost + 600
    stream.tick(now=10**12)
    assert (stream.memory, stream.waiting, stream._peers._sources) == (0, 0, {})


def test_where_memory_is_full_the_oldest_gives_way_or_the_new_is_refused():
    small = {"memory": 3 * (832 + 200 + 36)}
    beginnings = [taken(ipv4, bytes(16), 0, True, number=n) for n in range(5)]
    ends = [taken(ipv4, bytes(8), 16, number=n) for n in range(5)]
    for limits, alive in ((RFC, {2, 3, 4}), (LINUX, {0, 1, 2, 3})):
        stream = Defragmenter(limits=type(limits)(**{name: getattr(limits, name) for name in limits.__slots__} | small))
        events = run(stream, beginnings)
        lost = [each for each in events if isinstance(each, GivenUp | Ignored)]
        assert {each.cause for each in lost} == {Cause.MEMORY}
        if limits is RFC:
            assert [list(each.numbers) for each in lost] == [[1], [2]]
            assert "these have waited longest" in lost[0].why
            assert {number for number in range(2, 5) if completed(stream.receive(ends[number], 9))} == alive
        else:
            assert [each.number for each in lost] == [5]
            # As in the kernel, not even the fragments of packets that wait are let in while it is full.
            assert isinstance(stream.receive(ends[0], 9)[0], Ignored)


def test_a_packet_can_not_have_more_fragments_than_offsets():
    stream = Defragmenter(limits=LINUX)
    last = None
    for number in range(1, 8193):
        (last,) = stream.receive(taken(ipv4, bytes(8), 8, True), number)
    assert isinstance(last, GivenUp)
    assert (last.cause, len(last.numbers)) == (Cause.NUMBER, 8192)
    assert last.text.startswith("packets 1, 2, 3, 4, 5, 6, 7, 8 and 8184 more are thrown away: 8,192 fragments came")


def test_the_work_for_a_fragment_does_not_grow_with_the_packet():
    def work(count):
        packets = [taken(ipv4, bytes(8), at * 8, at < count - 1) for at in range(count)]
        random.Random(2).shuffle(packets)

        def through():
            return run(Defragmenter(limits=RFC), packets)

        calls, events = steps(through)
        assert isinstance(events[-1], Completed)
        return calls / count

    assert work(4000) < 1.5 * work(400)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_packets_of_several_sources_mixed_anyhow_are_all_found(data):
    """No order, and no company, keeps a packet from becoming whole once all its fragments are there."""
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    contents, given = {}, []
    for number in range(1, 7):
        make = chance.choice((ipv4, ipv6))
        contents[number] = chance.randbytes(chance.randrange(9, 100))
        given += [(number, make, packet) for packet in fragments_of(make, contents[number], 8, number=number)]
    chance.shuffle(given)
    stream = Defragmenter()
    found = {}
    for position, (number, make, packet) in enumerate(given, 1):
        for numbers, whole in completed(stream.receive(packet, position, now=position)):
            assert {given[each - 1][0] for each in numbers} == {number}
            found[number] = content(whole, make)
    assert found == contents


def test_what_is_cut_comes_out_again():
    whole = dissect(ipv4(bytes(range(256)) * 8), 228)
    cut = list(itertools.chain.from_iterable(fragment(each, 200) for each in fragment(whole, 576)))
    random.Random(3).shuffle(cut)
    assert completed(run(Defragmenter(), cut))[0][1].data == whole.data


def test_an_unknown_policy_is_an_error_at_once():
    with pytest.raises(UsageError):
        Defragmenter("lats")


def test_each_limit_has_its_source():
    for limits in PROFILES.values():
        assert set(limits.sources) <= set(limits.__slots__)
        assert all(limits.sources.values())
