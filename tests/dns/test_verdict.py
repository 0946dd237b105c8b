"""What a reply to one question is said to mean."""

from __future__ import annotations

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.dns.attempt import Attempt, Manner, query_for
from netkit.dns.query import Question, Server
from netkit.dns.step import Outcome
from netkit.dns.verdict import judge
from netkit.dns.view.asked_view import asked_view
from netkit.dns.wire import read_message

QUESTION = Question(dns.name.from_text("www.example.test"), dns.rdatatype.A)
SOA = "example.test. 900 IN SOA ns.example.test. host.example.test. 1 2 3 4 300"


def reply(*, flags=0, rcode=0, answer=(), authority=(), additional=()):
    message = dns.message.make_response(dns.message.make_query(QUESTION.name, QUESTION.type))
    message.flags |= flags
    message.set_rcode(rcode)
    for section, lines in ((message.answer, answer), (message.authority, authority), (message.additional, additional)):
        for line in lines:
            name, ttl, _, kind, data = line.split(" ", 4)
            section.append(dns.rrset.from_text(name, int(ttl), "IN", kind, data))
    return message


@pytest.mark.parametrize(
    ("message", "outcome", "keep", "said"),
    [
        (
            reply(flags=dns.flags.AA, answer=["www.example.test. 60 IN A 192.0.2.1"]),
            Outcome.ANSWER,
            60,
            ["responsible", "www.example.test → 192.0.2.1", "good for 60 s"],
        ),
        (
            reply(
                flags=dns.flags.RA,
                answer=["www.example.test. 60 IN CNAME a.test.", "a.test. 30 IN A 192.0.2.1"],
            ),
            Outcome.ANSWER,
            30,
            ["from a resolver", "through 1 alias"],
        ),
        (
            reply(answer=["www.example.test. 60 IN CNAME a.test."]),
            Outcome.ALIAS,
            60,
            ["www.example.test is another name of a.test"],
        ),
        (
            reply(
                authority=["example.test. 3600 IN NS ns.example.test."],
                additional=["ns.example.test. 60 IN A 192.0.2.1"],
            ),
            Outcome.REFERRAL,
            3600,
            ["ask the servers of example.test", "1 address came"],
        ),
        (reply(authority=[SOA]), Outcome.NODATA, 300, ["www.example.test has no A", "kept for 300 s"]),
        (reply(flags=dns.flags.RA), Outcome.NODATA, None, ["no data", "nobody may keep that"]),
        (
            reply(rcode=3, authority=[SOA]),
            Outcome.NXDOMAIN,
            300,
            ["www.example.test does not exist", "kept for 300 s"],
        ),
        (reply(authority=[". 60 IN NS a.root.test."]), Outcome.LAME, None, ["up to the servers of the root"]),
        (reply(rcode=5), Outcome.REFUSED, None, ["refused"]),
        (reply(rcode=9), Outcome.LAME, None, ["NOTAUTH"]),
        (reply(rcode=2), Outcome.SERVFAIL, None, ["SERVFAIL"]),
        (reply(rcode=1), Outcome.FORMERR, None, ["FORMERR"]),
        (reply(rcode=4), Outcome.FORMERR, None, ["NOTIMP"]),
        (reply(rcode=10), Outcome.OTHER_ERROR, None, ["NOTZONE"]),
        (reply(flags=dns.flags.TC), Outcome.TRUNCATED, None, ["cut"]),
    ],
)
def test_each_kind_of_reply(message, outcome, keep, said):
    verdict = judge(message, QUESTION)
    assert (verdict.outcome, verdict.keep) == (outcome, keep)
    assert all(part in verdict.sentence for part in said), verdict.sentence
    assert verdict.rfc.startswith("RFC ")


RECORDS = st.sampled_from(
    [
        SOA,
        "www.example.test. 60 IN A 192.0.2.1",
        "www.example.test. 5 IN CNAME other.test.",
        "other.test. 7 IN CNAME www.example.test.",
        "example.test. 9 IN DNAME other.test.",
        ". 60 IN NS a.root.test.",
        "test. 60 IN NS a.nic.test.",
        'example.test. 1 IN TXT "\x1b[31m"',
        "www.example.test. 1 IN TYPE65280 \\# 2 abcd",
    ]
)
SECTION = st.lists(RECORDS, max_size=4, unique=True)


@given(
    flags=st.integers(0, 0xFFFF),
    rcode=st.integers(0, 4095),
    answer=SECTION,
    authority=SECTION,
    additional=SECTION,
    options=st.binary(max_size=40),
)
def test_any_reply_can_be_told(flags, rcode, answer, authority, additional, options):
    message = reply(answer=answer, authority=authority, additional=additional)
    message.flags = (flags & 0x87F0) | dns.flags.QR
    message.use_edns(0, options=[dns.edns.GenericOption(15, b"\x00\x16" + options)])
    message.set_rcode(rcode)
    wire = message.to_wire()
    read, _ = read_message(wire)
    if read is None:
        return
    query = query_for(QUESTION, Server(None, "192.0.2.1"), Manner(), identification=1, tcp=False, timeout=1)
    attempt = Attempt(
        query=query.message,
        sent=query.message.to_wire(),
        server=Server(None, "192.0.2.1"),
        port=53,
        transport="udp",
        time=0.0,
        ended=0.5,
        response=read,
        wire=wire,
    )
    document = asked_view(QUESTION, [attempt])
    assert document.data["outcome"] == judge(read, QUESTION).outcome.value
