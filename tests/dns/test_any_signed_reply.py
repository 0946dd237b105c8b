"""Whatever is changed in replies with signatures, a validated walk ends, raises nothing, and trusts only what is true."""

import dns.message
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.dns import Limits, Walker
from netkit.dns.made_up import ORIGIN
from netkit.dns.result import Security
from tests.dns.test_lessons import INTERNET, told, walked

HEADER = 12
LESSONS = [each for each in INTERNET.lessons if each.security]
CHANGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4)


def changed(wire, changes):
    """The message with other bytes, each at its share of the way to the end; the header stays."""
    octets = bytearray(wire)
    for where, octet in changes:
        octets[HEADER + int(where * (len(octets) - HEADER))] = octet
    return bytes(octets)


def walked_with(lesson, changes, turns, seed):
    """A walk to which the replies of some turns come changed."""
    walker = Walker(
        (lesson.name, lesson.type), hints=INTERNET.hints, now=float(ORIGIN), seed=seed,
        trust_anchors=INTERNET.trust_anchors,
    )  # fmt: skip
    now, turn = float(ORIGIN), 0
    while not walker.done:
        query = walker.next_query()
        reply = INTERNET.respond(query.message, query.server, tcp=query.tcp)
        if reply is None:
            now += query.timeout
            walker.failed(query, "timeout", now=now)
            continue
        now += reply.round_trip
        wire = reply.message.to_wire(max_size=65_535, want_shuffle=False)
        if turn in turns:
            wire = changed(wire, changes)
        turn += 1
        if not walker.datagram(wire, query, query.server, now=now):
            walker.failed(query, "timeout", now=now)
    return walker


def lower(records):
    """Names in small letters: a signature says nothing of them (RFC 4034 section 6.2)."""
    return {each.lower() for each in records}


@pytest.fixture(scope="module")
def truth():
    """What each lesson comes to where nothing is changed."""
    return {each.slug: walked(each.name, each.type, trusting=True) for each in LESSONS}


@settings(max_examples=40)
@given(st.sampled_from(LESSONS), CHANGES, st.sets(st.integers(0, 9), min_size=1), st.integers(0, 99))
def test_changed_replies_do_no_harm(truth, lesson, changes, turns, seed):
    walker = walked_with(lesson, changes, turns, seed)
    result, true = walker.result, truth[lesson.slug].result
    assert result.queries <= Limits().queries
    assert result.reason.text
    assert all(step.reason for step in walker.steps)
    for do in (True, False):
        dns.message.from_wire(result.to_message(do=do, ad=True).to_wire(max_size=65_535))
    if result.security is Security.SECURE:
        assert result.rcode == true.rcode
        assert lower(told(walker)) <= lower(told(truth[lesson.slug]))
        assert bool(result.answer) == bool(true.answer)
