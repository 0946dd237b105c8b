"""A round of questions: how many are out at once, what comes of answers that are cut, and why others did not come."""

import dns.flags
import dns.name
import dns.rdatatype
import pytest

from netkit.dns.driven import Together
from netkit.dns.query import Question, Server
from netkit.dns.round import MOST_OUT, Round
from netkit.dns.step import Outcome
from tests.dns.network import Net, SilenceError, drive, reply

ZONE = dns.name.from_text("example.test")
SOA = Question(ZONE, dns.rdatatype.SOA)
SERVERS = [Server(dns.name.from_text(f"ns{number}.test"), f"203.0.113.{number}") for number in range(1, 200)]


def asked(count):
    return [(ZONE, each, SOA) for each in SERVERS[:count]]


def answer(message, query):
    return reply(message, aa=True, tc=not query.tcp)


def test_not_more_are_out_than_there_are_sockets_for():
    made = Round(asked(150), now=0.0)
    out = []
    while (query := made.next_query()) is not None:
        out.append(query)
    assert len(out) == MOST_OUT
    made.failed(out[0], "timeout", now=1.0)
    assert made.next_query() is not None
    assert made.next_query() is None


def test_what_was_cut_has_a_step_of_its_own():
    made = Round(asked(1), now=0.0)
    net = Net({SERVERS[0].address: answer})
    drive(made, net)
    step, cut = made.steps
    assert (step.transport, step.outcome) == ("tcp", Outcome.ANSWER)
    assert (cut.transport, cut.outcome) == ("udp", Outcome.TRUNCATED)
    assert [tcp for *_, tcp, _ in net.asked] == [False, True]


@pytest.mark.parametrize("edns", [True, False])
@pytest.mark.parametrize("tcp", [True, False])
def test_the_way_that_was_wanted(tcp, edns):
    made = Round(asked(1), now=0.0, tcp=tcp, edns=edns, dnssec=True)
    query = made.next_query()
    assert (query.tcp, query.message.edns >= 0) == (tcp, edns)
    assert bool(query.message.ednsflags & dns.flags.DO) == edns


@pytest.mark.parametrize(
    ("why", "outcome", "words"),
    [
        ("timeout", Outcome.TIMEOUT, "nothing came back"),
        ("unreachable", Outcome.UNREACHABLE, "no way"),
        ("refused-connection", Outcome.UNREACHABLE, "takes no questions"),
        ("malformed: cut off", Outcome.MALFORMED, "cut off"),
    ],
)
def test_why_nothing_came(why, outcome, words):
    def server(*_):
        raise SilenceError(why)

    made = Round(asked(1), now=0.0)
    drive(made, Net({SERVERS[0].address: server}))
    assert made.steps[0].outcome is outcome
    assert words in made.steps[0].concluded[-1].text


def test_together_each_part_gets_its_own_answers():
    parts = [Round(asked(3), now=0.0, tcp=True), Round(asked(3), now=0.0, edns=False)]
    both = Together(parts)
    drive(both, Net({each.address: answer for each in SERVERS[:3]}))
    assert both.done
    assert len(both.steps) == 3 + 6
    assert all(step.outcome is Outcome.ANSWER for step in parts[0].steps)
