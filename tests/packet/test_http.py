"""HTTP and SSDP: where a message ends, what is wrong with it, and bytes that mean harm."""

import pytest

from netkit.packet import dissect
from netkit.packet.summary import brief, summary
from tests.length import LONG
from tests.packet.invariants import broken_promises
from tests.packet.making import ipv4, over_udp
from tests.packet.steps import steps

GET = b"GET / HTTP/1.1\r\nHost: a.test\r\n"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def segment(payload, source=40000, destination=80):
    ports = source.to_bytes(2, "big") + destination.to_bytes(2, "big")
    return ipv4(6, ports + bytes.fromhex("00000001 00000001 5018 ffff 0000 0000") + payload)


def read(payload, source=40000, destination=80):
    packet = segment(payload, source, destination)
    dissection = dissect(packet, 101)
    assert broken_promises(dissection, packet) == []
    return dissection


def rules(dissection):
    return [problem.rule for problem in dissection.problems if problem.rule != "tcp.checksum.bad"]


def content(dissection):
    value = dissection.value("http.file_data")
    return None if value is None else bytes.fromhex(value)


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        (GET + b"\r\nabc", None),
        (GET + b"Content-Length: 2\r\n\r\nabc", b"ab"),
        (OK + b"\r\nabc", b"abc"),
        (OK + b"Content-Length: 2\r\n\r\nabc", b"ab"),
        (OK + b"Content-Length: 9\r\n\r\nabc", b"abc"),
        (OK + b"Content-Length: 0\r\n\r\n", None),
        (OK + b"Content-Length: \t2 \r\n\r\nabc", b"ab"),
        (b"HTTP/1.1 204 No Content\r\n\r\nabc", None),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\nabc", None),
        (b"HTTP/1.1 100 Continue\r\n\r\nabc", None),
        (OK + b"Content-Encoding: gzip\r\n\r\nabc", None),
        (OK + b"Content-Encoding: identity\r\n\r\nabc", b"abc"),
        (OK + b"Content-Len", None),
    ],
)
def test_where_the_content_ends(payload, wanted):
    dissection = read(payload)
    assert content(dissection) == wanted
    assert rules(dissection) == []


def test_messages_one_behind_the_other():
    first = OK + b"Content-Length: 3\r\n\r\nabc"
    dissection = read(first + b"\r\n" + first + CHUNKED + b"1\r\nx\r\n0\r\n\r\n" + first)
    assert [layer.name for layer in dissection.layers][2:] == ["HTTP"] * 4
    assert dissection.values("http.response.code") == [200] * 4
    assert len(dissection.values("http.file_data")) == 3
    assert rules(dissection) == []


@pytest.mark.parametrize(
    "payload", [b"", b"\r\n" + GET, b"rest of a page", b"Server: x\r\n\r\n", b"FOO / HTTP/1.1\r\n\r\n", b"\x16\x03\x01"]
)
def test_what_does_not_begin_a_message_is_payload(payload):
    assert [layer.key for layer in read(payload).layers] == ["ip", "tcp", "data"][: 2 + bool(payload)]


@pytest.mark.parametrize("payload", [GET + b"\r\n", OK + b"\r\n", b"M-SEARCH * HTTP/1.1\r\n\r\n"])
def test_a_message_between_other_ports_is_known_by_its_first_line(payload):
    assert read(payload, 40000, 41000).layers[2].name == "HTTP"


@pytest.mark.parametrize(
    "payload",
    [
        b"GET / HTTP/1.1",
        b"GET / HTTP/2.0\r\n",
        b"HTTP/1.1\r\n",
        b"GETS / HTTP/1.1\r\n\r\n",
        b"hello HTTP/1.1\r\n",
        b"GET /\r\n",
    ],
)
def test_between_other_ports_less_is_not_enough(payload):
    assert read(payload, 40000, 41000).value("tcp.payload") == payload.hex()


def test_chunks_that_are_there_whole():
    whole = b"5\r\nhello\r\n6;note=x\r\n world\r\n0\r\nA: b\r\n\r\n"
    dissection = read(CHUNKED + whole)
    assert dissection.values("http.chunk_size") == [5, 6, 0]
    assert [bytes.fromhex(piece) for piece in dissection.values("http.chunk_data")] == [b"hello", b" world"]
    assert dissection.value("http.chunked_trailer_part") == "A: b\r\n"
    assert rules(dissection) == []
    for end in range(len(whole)):
        part = read(CHUNKED + whole[:end])
        sizes = part.values("http.chunk_size")
        assert sizes == [5, 6, 0][: len(sizes)]
        assert (end >= 10, end >= 28) == (5 in sizes, 6 in sizes)
        assert rules(part) == []


def test_what_a_person_is_shown_of_content():
    assert read(OK + b"\r\n<html>\r\n<p>Hi").field("http.file_data").text == "13 bytes: <html> <p>Hi"
    assert read(OK + b"\r\n" + b"a" * 100).field("http.file_data").text == f"100 bytes: {'a' * 48}…"
    assert read(OK + b"\r\n\x89PNG\0").field("http.file_data").text == "5 bytes: 89504e4700"
    assert read(CHUNKED + b"a\r\n0123456789\r\n").field("http.chunk_size").text == "10 bytes"
    assert read(OK + b"\r\n").field("http.response.code").text == "200 (OK)"


def test_a_line_of_the_header_is_one_field():
    dissection = read(GET + b"user-AGENT:\t me \r\nX-Other: 1\r\n\r\n")
    agent, other = dissection.field("http.user_agent"), dissection.field("http.header")
    assert (agent.name, agent.value, agent.width_bits) == ("User-Agent", "me ", 8 * len(b"user-AGENT:\t me \r\n"))
    assert (other.name, other.value, other.width_bits) == ("Header", "X-Other: 1", 8 * len(b"X-Other: 1\r\n"))


def test_bytes_that_are_no_text():
    dissection = read(b"GET /\xc3\xa9\xff HTTP/1.1\r\nHost: \x80\r\nX\xff: 1\r\n\r\n")
    assert dissection.value("http.request.uri") == "/\\xc3\\xa9\\xff"
    assert dissection.value("http.host") == "\\x80"
    assert rules(dissection) == ["http.header.name"]


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        (b"GET / HTTP/1.0\r\n\r\n", []),
        (b"GET /\r\n\r\n", ["http.request_line.malformed"]),
        (b"GET  / HTTP/1.0\r\n\r\n", ["http.request_line.malformed"]),
        (b"GET / FTP/1.0\r\n\r\n", ["http.request_line.malformed"]),
        (b"GET / HTTP/1.0 \r\n\r\n", ["http.request_line.malformed"]),
        (b"GET / HTT", []),
        (b"HTTP/1.1 200\r\n\r\n", []),
        (b"HTTP/1.1 200 \r\n\r\n", []),
        (b"HTTP/1.1  200 OK\r\n\r\n", ["http.status_line.malformed"]),
        (b"HTTP/1.1 2000 OK\r\n\r\n", ["http.status_line.malformed"]),
        (b"HTTP/1.1 abc OK\r\n\r\n", ["http.status_line.malformed"]),
        (b"HTTP/1.1\r\n\r\n", ["http.status_line.malformed"]),
        (b"GET / HTTP/1.1\r\n\r\n", ["http.host.missing"]),
        (b"GET / HTTP/1.1\r\n", []),
        (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", []),
        (GET + b"host: a.test\r\n\r\n", ["http.host.repeated"]),
        (GET + b": x\r\n\r\n", ["http.header.name"]),
        (GET + b"a b: x\r\n\r\n", ["http.header.name"]),
        (GET + b"a\t: x\r\n\r\n", ["http.header.space"]),
        (GET + b"a : x\r\nb : x\r\n\r\n", ["http.header.space"]),
        (GET + b"x\r\n\r\n", ["http.header.colon"]),
        (GET + b"x", []),
        (GET + b"a: x\r\n\ty: z\r\n\r\n", ["http.header.folded"]),
        (GET + b"a: x\n\n", ["http.line_end.bare"]),
        (GET + b"a: x\rb: y\r\n\r\n", ["http.line_end.bare"]),
        (GET + b"a: x\r", []),
        (GET + GET + b"\r\n", ["http.header.unfinished"]),
        (OK + b"Content-Length: +2\r\n\r\nab", ["http.content_length.malformed"]),
        (OK + b"Content-Length: 2, 2\r\n\r\nab", ["http.content_length.malformed"]),
        (OK + b"Content-Length:\r\n\r\nab", ["http.content_length.malformed"]),
        (OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nab", ["http.content_length.malformed"]),
        (OK + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nab", []),
        (OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nab", ["http.content_length.repeated"]),
        (OK + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ["http.length.twice"]),
        (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", []),
        (OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", ["http.transfer_encoding.order"]),
        (CHUNKED + b" 2\r\nab\r\n0\r\n\r\n", ["http.chunk_size.malformed"]),
        (CHUNKED + b"2\nab\r\n0\r\n\r\n", ["http.chunk_size.malformed"]),
        (CHUNKED + b"-2\r\nab\r\n0\r\n\r\n", ["http.chunk_size.malformed"]),
        (CHUNKED + b"f" * 5000 + b"\r\nab\r\n0\r\n\r\n", []),
        (CHUNKED + b"2\r\nabXX0\r\n\r\n", ["http.chunk.end"]),
    ],
)
def test_problems(payload, wanted):
    assert rules(read(payload)) == wanted


def test_a_datagram_has_the_whole_message():
    header = b"HTTP/1.1 200 OK\r\nST: x\r\n"
    for message, wanted in ((header, ["http.header.unfinished"]), (header + b"\r\n", []), (header + b"\r\nmore", [])):
        dissection = dissect(over_udp(message, 1900), 101)
        assert rules(dissection) == wanted
        assert dissection.layers[2].name == "SSDP"
        cut = dissect(over_udp(message, 1900)[:-1], 101, original_length=28 + len(message))
        assert [problem.rule for problem in cut.problems] == ["packet.cut"]
    assert dissect(over_udp(b"something else", 1900), 101).value("udp.payload") == b"something else".hex()


LARGE = 65_000 if LONG else 20_000


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        (OK, b":\n"), (OK, b"a:\n"), (GET, b"Host:\n"), (OK, b"Content-Length:1\n"), (OK, b"Transfer-Encoding:chunked\n"),
        (OK + b"a: b\r\n", b" \n"), (b"", b"GET\n"), (b"", b"GET \n\n"), (b"", b"HTTP/1.1 204 x\r\n\r\n"), (CHUNKED, b"1\r\na\r\n"),
        (CHUNKED, b"1\r\naXX"), (CHUNKED + b"0\r\n", b"a\n"), (CHUNKED, b"f"), (b"GET ", b"a"), (b"GET ", b" "), (OK, b"a"),
        (OK + b"Content-Length: ", b"\t"), (b"", b"\r"),
    ],
)  # fmt: skip
def test_many_tiny_lines_take_no_longer_than_there_are_bytes(head, unit):
    """Four times the bytes take about four times the steps, not sixteen times."""

    def work(packet):
        dissection = dissect(packet, 101)
        return dissection, sum(1 for _ in dissection.fields) + len(dissection.problems)

    taken = []
    for size in (LARGE // 4, LARGE):
        packet = segment((head + unit * size)[:size])
        count, (dissection, found) = steps(lambda packet=packet: work(packet))
        assert found <= 2 * len(packet)
        taken.append(count)
    assert taken[1] < 6 * taken[0]
    assert broken_promises(dissection, packet) == []


@pytest.mark.parametrize(
    ("payload", "said", "short"),
    [
        (GET + b"\r\n", "asks a.test for /", "HTTP GET a.test/"),
        (b"DELETE /x HTTP/1.0\r\n\r\n", "asks 198.51.100.2 to DELETE /x", "HTTP DELETE /x"),
        (b"CONNECT b.test:443 HTTP/1.0\r\n\r\n", "asks 198.51.100.2 to CONNECT b.test:443", "HTTP CONNECT b.test:443"),
        (OK + b"Content-Type: text/html; charset=utf-8\r\n\r\n", "answers 198.51.100.2 with 200 OK (text/html)", "HTTP 200 OK (text/html)"),
        (b"HTTP/1.1 404\r\n\r\n", "answers 198.51.100.2 with 404", "HTTP 404"),
        (b"HTTP/1.1", "answers 198.51.100.2 with no status", "HTTP no status"),
        (b"GET", "asks 198.51.100.2 for nothing", "HTTP GET"),
    ],
)  # fmt: skip
def test_in_a_sentence(payload, said, short):
    dissection = read(payload)
    assert summary(dissection) == f"192.0.2.1 {said}"
    assert brief(dissection) == short
