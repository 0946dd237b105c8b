"""A walk as it is shown: everything that a step holds is told, on every page, and nothing from the wire gets through as it is."""

import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.dns import Walker
from netkit.dns.query import Purpose, PurposeKind, Question, Server
from netkit.dns.reason import Reason
from netkit.dns.result import Result
from netkit.dns.step import Ignored, Outcome, Step
from netkit.dns.view.trace import trace_view
from netkit.dns.view.trace_json import time_text
from netkit.render.html import document_html
from netkit.render.layout import arrange, arrange_aloud
from netkit.render.page import Page
from netkit.render.plain import texts
from tests.dns.small_internet import SmallInternet


def walked(name, kind="A", **options):
    internet = SmallInternet()
    walker = Walker((name, kind), hints=internet.hints, now=0.0, **options)
    now = 0.0
    while (query := walker.next_query()) is not None:
        reply = internet.respond(query.message, query.server, tcp=query.tcp)
        now += query.timeout if reply is None else reply.round_trip
        if reply is None:
            walker.failed(query, "timeout", now=now)
        else:
            walker.receive(reply.message, query=query, now=now)
    return walker


def drawn(walker, width=80, how=arrange, **options):
    document = trace_view(walker.result, walker.steps, where="here", **options)
    return "\n".join(texts(how(document.blocks, Page(width=width))))


def test_each_step_says_whom_it_asked_why_and_what_came():
    walker = walked("www.hosted.test")
    shown = drawn(walker)
    for step in walker.steps:
        assert f"{step.server.name.to_text(omit_final_dot=True)} ({step.server.address})" in shown
    assert '"ask the servers of test": ns1.nic.test, ns2.nic.test' in shown
    assert "ns1.nic.test is at 203.0.113.53 and 2001:db8:53::1 (in-domain)" in shown
    assert "no address of ns.dns-host.example (elsewhere)" in shown
    assert "then come back" in " ".join(shown.split())
    assert "www.hosted.test → 192.0.2.80, good for 300 s" in shown
    assert f"{len(walker.steps)} questions." in shown


def test_what_another_step_waits_for_stands_indented():
    lines = drawn(walked("www.hosted.test"), short=True).splitlines()
    heads = [line.split()[:2] for line in lines if "(root)" in line or line.removeprefix("│ ")[:1].isdigit()]
    assert [head[0] for head in heads[:6]] == ["1", "2", "│", "│", "│", "6"]


def test_aloud_it_says_which_step_waits_for_which():
    assert "Step 3, which step 2 waits for: . (root)" in drawn(walked("www.hosted.test"), how=arrange_aloud)


@pytest.mark.parametrize("width", [20, 40, 80, 132])
def test_no_line_is_wider_than_the_page(width):
    longest = max(len(line) for line in drawn(walked("www.hosted.test"), width=width).splitlines())
    assert longest <= max(width, 40)


def test_a_silent_server_is_named_with_what_would_help():
    shown = " ".join(drawn(walked("www.lame.test")).split())
    assert "SERVFAIL" in shown
    assert "either the server ns1.nic.lame.test (203.0.113.77) is down" in shown


def test_json_has_what_the_seam_promises():
    walker = walked("nothing.hosted.test")
    data = trace_view(walker.result, walker.steps, where="here").data
    first = data["steps"][0]
    assert first["server"] == {"name": "a.root", "address": "192.0.2.1"}
    assert (first["zone"], first["question"], first["transport"]) == (".", {"name": "test", "type": "A"}, "udp")
    assert (first["outcome"], first["time"], first["ended"]) == ("referral", "0.000000000", "0.020000000")
    assert data["answer"]["rcode"] == "NXDOMAIN"
    assert data["answer"]["authority"][0]["type"] == "SOA"
    assert data["queries"] == len(data["steps"])


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=4), st.text(max_size=30))
def test_hostile_names_reach_no_terminal(labels, text):
    name = dns.name.Name([*labels, b""])
    question = Question(name, dns.rdatatype.A)
    reason = Reason("x", text, text)
    step = Step(
        number=1,
        zone=name,
        question=question,
        purpose=Purpose(PurposeKind.ANSWER, question),
        asked_at=0.0,
        server=Server(name, "192.0.2.1"),
        transport="udp",
        because=reason,
        outcome=Outcome.ANSWER,
        records=[dns.rrset.from_text(name, 5, "IN", "A", "192.0.2.1")],
        concluded=[reason],
        ignored=[Ignored(text, reason)],
    )
    document = trace_view(Result(question=question, finished=True, reason=reason), [step], where=text)
    for how in (arrange, arrange_aloud):
        shown = "\n".join(texts(how(document.blocks, Page(width=80))))
        assert not any(ord(sign) < 32 and sign != "\n" for sign in shown)
    assert "\x1b" not in document_html(document)


@pytest.mark.parametrize(("seconds", "text"), [(0, "0.000000000"), (0.25, "0.250000000"), (1e-9, "0.000000001")])
def test_times_have_nine_digits(seconds, text):
    assert time_text(seconds) == text
