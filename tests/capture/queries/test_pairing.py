"""Answers find their questions as tshark's do; nothing that comes fills the memory."""

import io

import netkit.capture
from netkit.capture.columnar.query import Selection
from netkit.capture.queries.exchanges import Exchanges
from netkit.capture.queries.pairing import RETRANSMISSION, Pairing
from netkit.capture.queries.reading import MessageReader
from netkit.capture.view import seconds_text
from netkit.packet import dissect
from tests.capture.queries import made_messages as making
from tests.system.program import CAPTURES


def exchanges_in(source):
    exchanges, reader = Exchanges(), MessageReader()
    with Selection(source, ()) as selection:
        for batch, rows in selection.marked():
            for message, conversation, selected in reader.messages(batch, rows):
                exchanges.take(message, conversation, selected=selected)
    return exchanges


def test_random_talk_is_paired_as_tshark_pairs_it():
    data = making.random_talk(2026, 400)
    told = making.told(data)
    pairing = Pairing()
    seen = 0
    for record in netkit.capture.open(io.BytesIO(data)):
        packet = dissect(record.data, record.link_type)
        head = next(layer.header for layer in packet.layers if layer.key in ("dns", "mdns", "llmnr"))
        ends = sorted((packet.value(f"ip.{side}"), packet.value(f"udp.{side}port")) for side in ("src", "dst"))
        paired = pairing.take(
            tuple(ends), head.identification, response=head.response, number=record.number, time=record.time
        )
        mine = (
            str(paired.question or ""), seconds_text(paired.time) or "", str(paired.copy_of or ""), "1" if paired.unasked else "",
        )  # fmt: skip
        row = told[record.number]
        copy = row["dns.retransmit_request_in"] or row["dns.retransmit_response_in"]
        assert mine == (row["dns.response_to"], row["dns.time"], copy, row["dns.unsolicited"].strip("0"))
        seen += 1
    assert seen == 400


def test_the_command_pairs_dns_as_tshark_does():
    data = making.random_talk(7, 300)
    told = making.told(data, "-Y", "dns and not mdns and not llmnr")
    answers = {
        int(row["dns.response_to"]): (number, row["dns.time"]) for number, row in told.items() if row["dns.response_to"]
    }
    found = [each for each in exchanges_in(io.BytesIO(data)).found if each.message.protocol == "dns"]
    mine = {
        each.question.number: (each.answer.number, seconds_text(each.time))
        for each in found
        if each.question and each.answer
    }
    assert mine == answers
    assert {each.question.number for each in found if each.question and not each.answer} == {
        number for number, row in told.items()
        if row["dns.flags.response"] in ("0", "False") and not row["dns.response_in"] and not row["dns.retransmit_request_in"]
    }  # fmt: skip


def test_messages_across_segments_are_whole():
    found = exchanges_in(CAPTURES / "dns-tcp.pcapng").found
    told = making.told_of(CAPTURES / "dns-tcp.pcapng", "-Y", "dns")
    tcp = [each for each in found if each.message.transport == "tcp"]
    assert tcp
    for each in tcp:
        row = told[each.answer.number]
        assert (row["dns.response_to"], row["dns.time"]) == (str(each.question.number), seconds_text(each.time))


def test_a_question_is_a_copy_for_five_seconds():
    for after, copy in ((RETRANSMISSION - 1, 1), (RETRANSMISSION, 0)):
        pairing = Pairing()
        pairing.take("a", 1, response=False, number=1, time=0)
        assert pairing.take("a", 1, response=False, number=2, time=after).copy_of == copy


def test_the_oldest_question_is_forgotten_first():
    pairing = Pairing(limit=2)
    for number in (1, 2, 3):
        pairing.take("a", number, response=False, number=number, time=0)
    assert pairing.forgotten == 1
    assert pairing.take("a", 1, response=True, number=4, time=0).unasked
    assert pairing.take("a", 3, response=True, number=5, time=0).question == 3


def test_an_answer_of_multicast_dns_belongs_to_who_asked_for_its_name():
    group = (bytes((224, 0, 0, 251)), 5353)
    record = b"\xc0\x0c\x00\x01\x80\x01\x00\x00\x00\x78\x00\x04\xc0\x00\x02\x09"
    question = making.message(0, response=False)
    answer = b"\x00\x00\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00" + question[12:-4] + record[2:]
    frames = [
        (10**9, making.datagram((1, 5353), group, question)),
        (10**9 + 5_000_000, making.datagram((2, 5353), group, answer)),
        (10**9 + 6_000_000, making.datagram((2, 5353), group, answer)),
    ]
    found = exchanges_in(io.BytesIO(making.capture(frames)))
    [exchange] = found.found
    assert (exchange.answer.number, exchange.time, found.announcements) == (2, 5_000_000, 1)
