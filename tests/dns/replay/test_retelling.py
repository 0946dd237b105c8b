"""A walk told from a capture of it is the same walk."""

import dns.message
import dns.name
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.dns.query import Question
from netkit.dns.replay import exchanges_of, retell, walks_in
from netkit.dns.step import Outcome
from tests.dns.replay.observing import observed
from tests.dns.view.test_trace_view import walked


def told(steps):
    return [(step.zone, step.question, step.server.address, step.transport, step.outcome) for step in steps]


@pytest.mark.parametrize("qmin", [True, False])
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("www.hosted.test", "A"),
        ("big.hosted.test", "TXT"),
        ("alias.hosted.test", "A"),
        ("no.hosted.test", "A"),
        ("www.lame.test", "A"),
    ],
)
def test_the_same_steps_in_the_same_order(name, kind, qmin):
    walker = walked(name, kind, qmin=qmin, seed=3)
    retold = retell(walker.question, exchanges_of(observed(walker.steps)))
    assert not retold.missing
    assert told(retold.walker.steps) == told(walker.steps)
    assert retold.walker.result.rcode == walker.result.rcode
    assert list(retold.walker.result.answer) == list(walker.result.answer)


def test_the_walk_is_found_without_its_name():
    walker = walked("www.hosted.test")
    assert walks_in(exchanges_of(observed(walker.steps))) == [walker.question]


def test_what_the_capture_does_not_hold_is_said_to_be_so():
    walker = walked("www.hosted.test")
    retold = retell(walker.question, exchanges_of(observed(walker.steps)[:-2]))
    assert [str(query.step.question) for query in retold.missing] == ["www.hosted.test A"]
    last = retold.walker.steps[-1]
    assert last.outcome is Outcome.UNREACHABLE
    assert last.concluded[0].rule == "failure.not-in-capture"


def test_an_answer_to_another_question_answers_nothing():
    walker = walked("www.hosted.test")
    first = observed(walker.steps)
    wrong = dns.message.make_response(dns.message.make_query("other.test", "A", id=walker.steps[0].query.id))
    exchanges = exchanges_of([first[0], (1, *first[0][1:4], wrong.to_wire()), *first[1:]])
    assert exchanges[0].answer is not None
    assert str(exchanges[0].answer.question[0].name) == "test."


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**18),
            st.just("192.0.2.9#7"),
            st.just("192.0.2.1"),
            st.sampled_from(["udp", "tcp"]),
            st.binary(max_size=60),
        ),
        max_size=12,
    )
)
def test_whatever_the_messages_are_it_comes_to_an_end(messages):
    exchanges = exchanges_of(messages)
    for question in [*walks_in(exchanges), Question(dns.name.from_text("www.example.test"), 1)]:
        assert retell(question, exchanges).walker.done
