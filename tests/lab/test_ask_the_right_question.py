"""The lab ask-the-right-question: what is told of a packet is true of it, over UDP and over TCP."""

import dns.message
import pytest
from dns.rdatatype import RdataType

from netkit.lab.judging.captured import judge_capture, kept_name
from netkit.lab.traffic import Traffic
from netkit.lab.variant import draw_variant
from netkit.lab.wire.dns import asked
from netkit.lab.wire.dns.making import Ask
from netkit.lab.wire.dns.recorder import Recorder
from tests.lab.students import LABS, LIBRARY

LAB = LABS["ask-the-right-question"]
BEGIN = 1_767_225_600_000_000_000


@pytest.fixture(scope="module")
def mine():
    return draw_variant(LAB, "student-0", LIBRARY)


def judged(mine, task, *asks):
    """The verdict on a capture of these questions, and the questions with their answers."""
    data = Recorder(mine.situation.room, BEGIN).of(*asks)()
    mine.evidence = lambda _: data
    found = LAB.task(task)
    verdict = judge_capture(found, kept_name(task, data), mine.question(found), mine)
    return verdict, asked(Traffic("asked", data).packets)


def has_address6(response: dns.message.Message) -> bool:
    return any(rrset.rdtype == RdataType.AAAA for rrset in response.answer)


@pytest.mark.parametrize("tcp", [False, True])
def test_any_is_told_of_without_a_word_on_what_came(mine, tcp):
    facts = mine.situation.facts
    ask = Ask(name=facts["six"], type="ANY", server=facts["first"], tcp=tcp)
    verdict, [event] = judged(mine, "1", ask)
    # dig asks for ANY over TCP, where all records come; over UDP one set comes (RFC 8482 section 4.1)
    assert has_address6(event.response) is tcp
    assert verdict.misconception == "any-is-all"
    assert "has no IPv6 address" not in verdict.explanation


def test_a_larger_buffer_is_told_of_only_where_the_answer_is_cut(mine):
    facts = mine.situation.facts
    ask = Ask(name=facts["long"], type="TXT", server=facts["first"])
    address = Ask(name=facts["long"], type="A", server=facts["first"], payload=4096)
    verdict, [first, second] = judged(mine, "3", ask, address)
    assert "is cut all the same" not in verdict.explanation, (first, second)
