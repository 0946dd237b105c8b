"""Questions on a wire, each with its answer: made ones, hostile ones, and those of shipped captures beside tshark's."""

from pathlib import Path

import dns.flags
import dns.message
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.lab.packet import Packet
from netkit.lab.traffic import Traffic
from netkit.lab.wire.dns import Response, asked, bursts
from netkit.lab.wire.telling import said
from netkit.language import ENGLISH
from netkit.packet import dissect
from tests.lab.wire.names import LEAF, PARENT, SILENT, ask, packets_of
from tests.oracle.tshark import columns

CAPTURES = Path(__file__).parents[3] / "captures"


def test_each_question_has_its_answer():
    found = asked(packets_of(ask(), ask(kind="AAAA"), ask("nobody.leaf.test"), ask(kind="MX"), ask(server=PARENT)))
    assert [(each.number, each.answer_number) for each in found] == [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]
    assert [each.kind for each in found] == [
        Response.ANSWER,
        Response.ANSWER,
        Response.NO_NAME,
        Response.NO_DATA,
        Response.REFERRAL,
    ]
    assert [each.authoritative for each in found] == [True, True, True, True, False]
    assert {each.server.address for each in found} == {LEAF, PARENT}
    assert all(each.ended_time - each.time == 20_000_000 for each in found)


def test_a_cut_answer_and_the_same_question_over_tcp():
    packets = packets_of(ask("large.leaf.test", "TXT"), ask("large.leaf.test", "TXT", tcp=True, wait=0.1))
    cut, whole = asked(packets)
    assert (cut.transport, cut.kind, whole.transport, whole.kind) == ("udp", Response.CUT, "tcp", Response.ANSWER)
    assert sorted({*cut.packets, *whole.packets}) == [packet.number for packet in packets]


def test_a_question_that_nobody_answers():
    (found,) = asked(packets_of(ask(server=SILENT)))
    assert (found.kind, found.ended, found.answer_number) == (Response.NOTHING, found.number, None)


def test_what_a_question_asks_for():
    plain, walk, signed = asked(
        packets_of(
            ask(payload=None), ask(recursion=False, authentic=False), ask(signatures=True, checking_disabled=True)
        )
    )
    assert (plain.query.edns, plain.facts["payload"]) == (-1, 512)
    assert [each.asks(dns.flags.RD) for each in (plain, walk, signed)] == [True, False, True]
    assert [each.asks(dns.flags.AD) for each in (plain, walk, signed)] == [True, False, True]
    assert [each.asks(dns.flags.CD) for each in (plain, walk, signed)] == [False, False, True]
    assert [each.asks_for_signatures for each in (plain, walk, signed)] == [False, False, True]


def numbered(packets):
    return [Packet(number, packet.time, packet.dissection) for number, packet in enumerate(packets, 1)]


def test_each_datagram_counts_once_also_where_the_wire_shows_it_twice():
    packets = packets_of(ask(), ask(kind="AAAA"))
    twice = numbered([packet for packet in packets for _ in range(2)])
    assert [(each.number, each.answer_number) for each in asked(twice)] == [(1, 3), (5, 7)]


def test_an_answer_to_another_question_is_none():
    first, second = packets_of(ask()), packets_of(ask(kind="AAAA"))
    # the number and the ports are those of the question, the question within is not
    forged = bytearray(second[1].dissection.data)
    forged[34:44], forged[36:38] = first[1].dissection.data[34:44], first[1].dissection.data[36:38]
    forged[42:44] = first[0].dissection.data[42:44]
    (found,) = asked(numbered([first[0], Packet(2, first[1].time, dissect(bytes(forged)))]))
    assert found.kind is Response.NOTHING


def test_what_one_command_asked_stands_together():
    together = [ask(), ask(kind="AAAA", wait=0.1), ask(kind="MX", wait=0.1)]
    found = bursts(asked(packets_of(*together, ask(wait=30.0), ask(wait=0.5))))
    assert [len(burst) for burst in found] == [3, 2]
    assert bursts([]) == []


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=4), st.booleans())
@settings(max_examples=60)
def test_hostile_packets_are_passed_over(place, junk, cut):
    packets = packets_of(
        ask("large.leaf.test", "TXT"), ask("large.leaf.test", "TXT", tcp=True, wait=0.1), ask(server=PARENT)
    )
    hurt = []
    for packet in packets:
        data = bytearray(packet.dissection.data)
        at = place % len(data)
        data[at : at + len(junk)] = junk
        data = data[: max(1, place % len(data))] if cut else data
        hurt.append(
            Packet(packet.number, packet.time, dissect(bytes(data), original_length=len(packet.dissection.data)))
        )
    for each in asked(hurt):
        assert each.kind in Response
        assert said(ENGLISH, each.words, each.facts).isprintable()


@pytest.mark.parametrize("name", ["page-load-01.pcapng", "dns-types.pcapng"])
def test_pairs_are_those_of_tshark(name):
    data = (CAPTURES / name).read_bytes()
    rows = columns(data, ["frame.number", "dns.id", "dns.response_to"])
    pairs = {(int(row["dns.response_to"]), int(row["frame.number"])) for row in rows if row["dns.response_to"]}
    found = {(each.number, each.answer_number) for each in asked(Traffic(name, data).packets)}
    assert pairs
    assert {pair for pair in found if pair[1] is not None} == pairs


def test_a_question_is_what_dnspython_made():
    (found,) = asked(packets_of(ask(signatures=True)))
    expected = dns.message.make_query("www.leaf.test", "A", want_dnssec=True, id=found.query.id, payload=1232)
    expected.flags |= dns.flags.AD
    assert found.query == expected
