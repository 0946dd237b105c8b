"""A walker over real sockets, against servers that are kind, slow, cut short or hostile."""

from __future__ import annotations

import socket
import time

import dns.message
import dns.rcode
import pytest

from netkit.dns.limits import Limits
from netkit.dns.step import Outcome
from netkit.dns.walker import Walker
from netkit.live.dns.driving import drive, wall_clock

from .scripted import answer, cut, plain, server, silent

NAME = "www.example.test"


def walk(port: int, **options):
    walker = Walker(
        (NAME, "A"),
        hints=[("ns.test", "127.0.0.1")],
        now=time.time(),
        qmin=False,
        allow_loopback=True,
        limits=Limits(first_timeout=0.2),
        **options,
    )
    return walker, drive(walker, port=port)


def addresses(walker: Walker) -> list[str]:
    return [rdata.address for rrset in walker.result.answer for rdata in rrset]


def framed(wire: bytes) -> bytes:
    return len(wire).to_bytes(2, "big") + wire


def test_an_answer_over_udp_with_what_really_went_over_the_wire():
    with server() as port:
        before = time.time()
        walker, (exchange,) = walk(port)
    assert addresses(walker) == ["192.0.2.80"]
    assert (exchange.remote, exchange.transport, exchange.failure) == (("127.0.0.1", port), "udp", "")
    assert exchange.local[0] == "127.0.0.1"
    assert dns.message.from_wire(exchange.sent).question == dns.message.from_wire(exchange.received[0][1]).question
    assert before - 0.1 <= exchange.time <= exchange.received[0][0] <= exchange.ended <= time.time() + 0.1


def test_each_question_leaves_by_another_port():
    with server() as port:
        ports = {walk(port)[1][0].local[1] for _ in range(20)}
    assert len(ports) > 15


def test_what_is_no_answer_is_passed_over_and_the_answer_after_it_taken():
    def spoofed(opened, wire, peer):
        wrong = answer(wire, "203.0.113.66")
        wrong.id ^= 1
        opened.sendto(wrong.to_wire(), peer)
        other = dns.message.make_query("other.test", "A", id=dns.message.from_wire(wire).id)
        opened.sendto(answer(other.to_wire(), "203.0.113.66").to_wire(), peer)
        opened.sendto(b"\xff" * 60_000, peer)
        plain(opened, wire, peer)

    with server(spoofed) as port:
        walker, (exchange,) = walk(port)
    assert addresses(walker) == ["192.0.2.80"]
    assert len(exchange.received) == 4
    assert len(walker.steps[-1].ignored) == 3


def test_an_answer_from_another_port_is_never_seen():
    def elsewhere(opened, wire, peer):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.sendto(answer(wire, "203.0.113.66").to_wire(), peer)

    with server(elsewhere) as port:
        walker, exchanges = walk(port)
    assert walker.result.rcode == dns.rcode.SERVFAIL
    assert addresses(walker) == []
    assert all(not each.received and each.failure == "timeout" for each in exchanges)


def test_a_cut_answer_is_asked_for_again_over_tcp_and_may_come_byte_by_byte():
    def slowly(connection, wire):
        for byte in framed(answer(wire).to_wire()):
            connection.send(bytes([byte]))

    with server(cut, slowly) as port:
        walker, exchanges = walk(port)
    assert [each.transport for each in exchanges] == ["udp", "tcp"]
    assert addresses(walker) == ["192.0.2.80"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (lambda _: b"", "without an answer"),
        (lambda _: b"\x00", "without an answer"),
        (lambda wire: framed(answer(wire).to_wire())[:20], "after 18 of"),
        (lambda _: b"\x00\x00", "malformed"),
        (lambda wire: framed(wire[:2] + b"\x80\x00\x00\x01" + bytes(6) + b"\xc0\x0c\x00\x01\x00\x01"), "malformed"),
    ],
    ids=["nothing", "half a length", "half an answer", "an empty message", "a compression loop"],
)
def test_a_connection_that_breaks_off_is_told_and_does_not_hang(sent, told):
    with server(cut, lambda connection, wire: connection.sendall(sent(wire))) as port:
        walker, exchanges = walk(port)
    assert walker.result.rcode == dns.rcode.SERVFAIL
    assert told in next(each.failure for each in exchanges if each.transport == "tcp")
    assert Outcome.MALFORMED in {step.outcome for step in walker.steps}


def test_cut_without_end_ends():
    with server(
        cut, lambda connection, wire: connection.sendall(framed(answer(wire, truncated=True).to_wire()))
    ) as port:
        walker, exchanges = walk(port)
    assert walker.result.rcode == dns.rcode.SERVFAIL
    assert len(exchanges) < 10


def test_a_silent_server_is_waited_for_and_a_closed_port_is_not():
    with server(silent) as port:
        walker, exchanges = walk(port)
    assert {each.failure for each in exchanges} == {"timeout"}
    assert all(each.ended - each.time >= 0.2 for each in exchanges)
    walker, exchanges = walk(port)
    assert {each.failure for each in exchanges} == {"refused-connection"}
    assert walker.steps[0].outcome is Outcome.UNREACHABLE
    assert all(each.ended - each.time < 0.2 for each in exchanges)


def test_a_flood_of_junk_does_not_outlast_the_deadline():
    def flood(opened, wire, peer):
        until = time.monotonic() + 1
        while time.monotonic() < until:
            opened.sendto(b"\x00\x00" + bytes(500), peer)

    with server(flood) as port:
        walker, exchanges = walk(port)
        assert sum(len(each.received) for each in exchanges) < 10_000
    assert walker.result.rcode == dns.rcode.SERVFAIL


def test_the_clock_goes_on_from_now():
    clock = wall_clock()
    assert abs(clock() - time.time()) < 1
    assert clock() <= clock()


def test_an_address_may_lie_elsewhere():
    with server() as port:
        walker = Walker((NAME, "A"), hints=[("ns.test", "192.0.2.53")], now=time.time(), qmin=False)
        (exchange,) = drive(walker, ends={"192.0.2.53": ("127.0.0.1", port)})
    assert addresses(walker) == ["192.0.2.80"]
    assert exchange.remote == ("127.0.0.1", port)
