"""Where a script goes wrong it is said what was expected, what came, and why it was sent."""

import pytest

from netkit.errors import UsageError
from netkit.internet.script.result import Outcome
from tests.internet.script.running import ESTABLISHED, run

DATA = ESTABLISHED + "+0 write(4, ..., 1000) = 1000\n"


def fault(text, **how):
    found = run(text, **how).fault
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("+0 > . 1:1001(1000) ack 1", "flags: expected ., came P."),
        ("+0 > P. 2:1002(1000) ack 1", "sequence number: expected 2, came 1"),
        ("+0 > P. 1:1001(1000) ack 2", "acknowledgment number: expected 2, came 1"),
        ("+0 > P. 1:1001(1000) ack 1 win 7", "window: expected 7"),
        ("+0 > P. 1:501(500) ack 1", "length: expected 500, came 1000"),
        ("+0 > P. 1:1001(1000) ack 1 <nop,nop,TS val 1 ecr 1>", "option TS: expected there, came not there"),
        ("+0 > [ect0] P. 1:1001(1000) ack 1", "mark: expected ect0, came noecn"),
        ("+1 > P. 1:1001(1000) ack 1", "it came at 0.200000 s, and was expected at 1.200000 s"),
        ("+.1~+.2 > P. 1:1001(1000) ack 1", "0.300000 to 0.400000"),
    ],
)
def test_a_segment_that_differs(line, what):
    found = fault(DATA + line)
    assert (found.outcome, found.step.line) == (Outcome.FAILED, 9)
    assert what in found.text
    assert found.found.startswith("P. 1:1001(1000) ack 1 win ")
    assert [each.rfc for each in found.reasons] == ["RFC 9293 §3.7"]


def test_a_segment_that_never_comes():
    found = fault(ESTABLISHED + "+.5 > P. 1:1001(1000) ack 1")
    assert found.text == "nothing came by 0.704000 s"
    assert any("ESTABLISHED" in each for each in found.details)


def test_the_tolerance_is_the_scripts():
    again = DATA + "+0 > P. 1:1001(1000) ack 1\n+.29 > P. 1:1001(1000) ack 1"
    found = fault(again)
    assert found.text == "nothing came by 0.494000 s"
    assert found.details[-1] == "next: a timer runs out at 0.500000 s"
    assert run("--tolerance_usecs=10001\n" + again).fault is None
    assert run("--tolerance_percent=4\n" + again).fault is None


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("+0 read(4, ..., 10) = 10", "read: it waits, and is not to"),
        ("+0 write(4, ..., 10) = 9", "write: expected 9, and it gives 10"),
        ("+0 ioctl(4, SIOCINQ, [5]) = 0", "argument 3 is to be 5, and is 0"),
        ("+0 read(9, ..., 10) = 0", "read: expected 0, and it gives -1 EBADF"),
        ("+0 poll([{fd=4, events=POLLIN, revents=POLLIN}], 1, 0) = 1", "poll: expected 1, and it gives 0"),
        ("+0...0.5 read(4, ..., 10) = 10", "it waits still, and is to return at 0.700000 s"),
        ("0.1 close(4) = 0", "too late"),
    ],
)
def test_a_call_that_differs(line, what):
    found = fault(ESTABLISHED + line)
    assert found.outcome is Outcome.FAILED
    assert what in found.text


def test_a_call_that_returns_at_another_time():
    found = fault(ESTABLISHED + "+0...0.3 read(4, ..., 10) = 10\n+.1 < P. 1:11(10) ack 1 win 9")
    assert found.step.line == 8
    assert "returns at 0.300000 s, and not at 0.500000 s" in found.text


def test_an_assertion_tells_its_values():
    found = fault(ESTABLISHED + "+0 %{ assert tcpi_snd_cwnd == 11, tcpi_snd_cwnd }%")
    assert (found.text, found.found) == ("this does not hold: tcpi_snd_cwnd == 11", "tcpi_snd_cwnd is 10")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("+0 < icmp unreachable frag_needed mtu 1200 [1:1461(1460)]", "ICMP"),
        ("+0 setsockopt(4, IPPROTO_TCP, TCP_CORK, [1], 4) = 0", "TCP_CORK"),
        ("+0 epoll_wait(4, ..., 1, 0) = 0", "epoll_wait"),
        ("+0 send(4, ..., 10, MSG_OOB) = 10", "MSG_OOB"),
        ("+0 write(4, ..., 100000000) = 100000000", "too many"),
        ("+0 %{ assert tcpi_pacing_rate > 0 }%", "tcpi_pacing_rate"),
        ("+0 socket(..., SOCK_DGRAM, 0) = 5", "only sockets of TCP"),
    ],
)
def test_what_the_endpoint_cannot_do_is_said(line, what):
    found = fault(ESTABLISHED + line)
    assert (found.outcome, found.step.line) == (Outcome.UNSUPPORTED, 8)
    assert what in found.text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("--wire_server\n", "wire_server"),
        ("--ip_version=ipv4-mapped-ipv6\n", "ipv4-mapped-ipv6"),
        ("--tolerance_usecs=-1\n", "tolerance_usecs"),
        ("--mtu=99999999999\n", "mtu"),
    ],
)
def test_options_that_are_not_understood(text, what):
    with pytest.raises(UsageError, match=what) as raised:
        run(text + ESTABLISHED)
    assert "line 1" in raised.value.where


def test_what_goes_out_behind_the_end_is_told():
    made = run(DATA)
    assert made.outcome is Outcome.PASSED
    assert len(made.unexpected) == 1
    assert "P. 1:1001(1000) ack 1" in made.unexpected[0]
