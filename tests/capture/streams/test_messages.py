"""Messages in a stream: whole however the stream was cut, with the packets that they came in, and within bounds."""

import struct

import pytest

from netkit.capture.streams import buffer
from netkit.capture.streams.following import follow
from netkit.capture.streams.messages import messages_of
from tests.capture.streams.making import opened, opening, segment

GET = b"GET /a HTTP/1.1\r\nHost: harbour.test\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
COUNTED = b"HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno!"
QUESTION = b"\0\1\1\0\0\1\0\0\0\0\0\0\7harbour\4test\0\0\1\0\1"
HELLO = b"\x16\3\1\0\4\0\0\0\0" + b"\x15\3\3\0\2\2\x28"


def messages(client, server, *, size, port):
    """What is read of a connection whose bytes come in segments of `size`."""
    packets = opening(0, 5, ports=(50000, port))
    for data, start, back in ((client, 1, False), (server, 6, True)):
        for at in range(0, len(data), size):
            packets.append(segment(start + at, data[at : at + size], ack=0, flags=0, back=back, ports=(50000, port)))
    found, _ = follow(opened(packets), 0)
    return messages_of(found)


def shown(read):
    return [(each.direction, each.start, each.length, each.protocol) for each in read]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_http_with_chunks_and_with_a_length(size):
    read, more = messages(GET + GET, CHUNKED + COUNTED, size=size, port=80)
    assert shown(read) == [
        ("client", 0, len(GET), "HTTP"),
        ("client", len(GET), len(GET), "HTTP"),
        ("server", 0, len(CHUNKED), "HTTP"),
        ("server", len(CHUNKED), len(COUNTED), "HTTP"),
    ]
    assert not more
    if size == 7:
        assert read[0].packets == list(range(4, 4 + -(-len(GET) // 7)))
    assert "404" in read[3].text


@pytest.mark.parametrize("size", [1, 9, 1000])
def test_dns_behind_its_length(size):
    question = struct.pack("!H", len(QUESTION)) + QUESTION
    read, _ = messages(question * 2, b"", size=size, port=53)
    assert shown(read) == [("client", 0, len(question), "DNS"), ("client", len(question), len(question), "DNS")]
    assert "harbour.test" in read[1].text


@pytest.mark.parametrize("size", [1, 6, 1000])
def test_tls_records(size):
    read, _ = messages(HELLO, b"", size=size, port=443)
    assert shown(read) == [("client", 0, 9, "TLS"), ("client", 9, 7, "TLS")]


@pytest.mark.parametrize("size", [1, 11, 1000])
def test_smtp_around_a_mail(size):
    client = b"EHLO a\r\nDATA\r\nSubject: x\r\n\r\nQUIT is a word\r\n.\r\nBDAT 5 LAST\r\nMAIL\nQUIT\r\n"
    server = b"220 hi\r\n250-one\r\n250 two\r\n354 go\r\n250 ok\r\n221 bye\r\n"
    read, _ = messages(client, server, size=size, port=25)
    client_said = [client[each.start : each.start + each.length] for each in read if each.direction == "client"]
    server_said = [server[each.start : each.start + each.length] for each in read if each.direction == "server"]
    assert client_said == [b"EHLO a\r\n", b"DATA\r\n", b"BDAT 5 LAST\r\n", b"QUIT\r\n"]
    assert server_said == [b"220 hi\r\n", b"250-one\r\n250 two\r\n", b"354 go\r\n", b"250 ok\r\n", b"221 bye\r\n"]


def test_what_nobody_knows_is_no_message():
    assert messages(b"\0\1\2 something else", b"\xff" * 50, size=10, port=9) == ([], False)


def test_no_more_is_read_than_the_bounds_allow(monkeypatch):
    monkeypatch.setattr(buffer, "MOST_LAYERS", 50)
    read, more = messages(GET * 60, b"", size=1000, port=80)
    assert more
    assert 0 < len(read) <= 50
    monkeypatch.setattr(buffer, "MOST_FIELDS", 100)
    read, more = messages(b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 1000, b"", size=1000, port=80)
    assert more
    assert len(read) == 1
