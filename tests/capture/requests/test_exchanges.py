"""Requests and answers, made by hand: pairing in order, interim answers, what was never answered, and what is no HTTP."""

from netkit.capture.interface import Interface
from netkit.capture.record import Record
from netkit.capture.requests.exchanges import exchanges_of
from netkit.capture.requests.gathering import gather
from tests.capture.streams.making import ACK, RAW_IPV4, SYN, segment

MILLISECOND = 10**6


def records(*said, port=80):
    """A connection in which these were said: (who, bytes, milliseconds after the one before)."""
    numbers, made, now = {"c": 1, "s": 1}, [], 0

    def send(who, flags, data=b""):
        other = "s" if who == "c" else "c"
        first = numbers[who] - (1 if flags & SYN else 0)
        packet = segment(first, data, ack=numbers[other], flags=flags, back=who == "s", ports=(40_000, port))
        numbers[who] += len(data)
        made.append(Record(len(made) + 1, now, packet, len(packet), Interface(0, RAW_IPV4)))

    send("c", SYN)
    send("s", SYN | ACK)
    send("c", ACK)
    for who, data, after in said:
        now += after * MILLISECOND
        send(who, ACK, data)
    return made


def found(*said, port=80):
    return exchanges_of(gather(records(*said, port=port)))


GET = b"GET /%s HTTP/1.1\r\nHost: www.example.test\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 4\r\n\r\nabcd"


def test_a_request_and_its_answer_in_two_segments():
    (each,) = found(("c", GET % b"a", 1), ("s", OK[:30], 20), ("s", OK[30:], 30))
    assert (each.method, each.host, each.target) == ("GET", "www.example.test", "/a")
    assert (each.status, each.phrase, each.kind, each.size) == (200, "OK", "text/html", len(OK))
    assert (each.packet, each.answer_packet) == (4, 5)
    assert (each.waited, each.took) == (20 * MILLISECOND, 50 * MILLISECOND)


def test_pipelined_requests_are_answered_in_order():
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    first, second = found(("c", GET % b"a" + GET % b"b", 1), ("s", OK + missing, 5))
    assert [(each.target, each.status) for each in (first, second)] == [("/a", 200), ("/b", 404)]


def test_an_interim_answer_is_not_the_answer():
    (each,) = found(("c", GET % b"a", 1), ("s", b"HTTP/1.1 103 Early Hints\r\n\r\n", 1), ("s", OK, 1))
    assert (each.status, each.interim, each.waited) == (200, (103,), 2 * MILLISECOND)


def test_what_was_never_answered():
    first, second = found(("c", GET % b"a", 1), ("s", OK, 1), ("c", GET % b"b", 1))
    assert (first.status, second.status, second.took) == (200, None, None)


def test_on_another_port_it_is_known_by_its_beginning():
    assert [each.status for each in found(("c", GET % b"a", 1), ("s", OK, 1), port=12_345)] == [200]


def test_what_is_no_http_is_left_alone():
    assert found(("c", b"SSH-2.0-x\r\n", 1), ("s", b"SSH-2.0-y\r\n", 1), port=22) == []
