"""Questions over TLS and HTTPS, to servers that prove who they are, to those that can't, and to those that talk nonsense."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from functools import partial

import dns.message
import dns.rdatatype
import pytest

from netkit.dns.attempt import Manner, query_for
from netkit.dns.limits import Limits
from netkit.dns.query import Question, Server
from netkit.dns.walker import Walker
from netkit.errors import UsageError
from netkit.live.dns.asking import ask_once
from netkit.live.dns.driving import drive
from netkit.live.dns.https import HttpsQuestion
from netkit.live.dns.secured import Secured
from netkit.live.dns.tls import TlsQuestion

from .certificates import Authority
from .scripted import answer

NAME = dns.name.from_text("www.example.test")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def honest(authority):
    return authority.server("dns.test", "127.0.0.1")


def over_tls(connection):
    """A server that answers what is asked over TLS, its answer in small pieces."""
    length = int.from_bytes(connection.recv(2), "big")
    reply = answer(connection.recv(length)).to_wire()
    for piece in (len(reply).to_bytes(2, "big")[:1], len(reply).to_bytes(2, "big")[1:] + reply[:7], reply[7:]):
        connection.sendall(piece)


def asked_over_https(connection):
    came = b""
    while b"\r\n\r\n" not in came:
        came += connection.recv(4096)
    head, _, body = came.partition(b"\r\n\r\n")
    (length,) = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length")]
    while len(body) < length:
        body += connection.recv(4096)
    return head, body


def over_https(connection, *, head="", chunked=False, ended=True):
    asked, body = asked_over_https(connection)
    assert asked.startswith(b"POST /dns-query HTTP/1.1\r\n")
    reply = answer(body).to_wire()
    if chunked:
        framed = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (reply[:9], reply[9:])) + b"0\r\n\r\n"
        told = "Transfer-Encoding: chunked"
    else:
        framed, told = reply, f"Content-Length: {len(reply)}"
    status = head or "HTTP/1.1 200 OK\r\nContent-Type: application/dns-message"
    connection.sendall(f"{status}\r\n{told}\r\n\r\n".encode() + framed)
    if not ended:
        connection.recv(1)


@contextmanager
def listening(certificate, script, connections=1):
    """The port of a server that proves itself with `certificate` (None: it speaks no TLS at all)."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve():
            for _ in range(connections):
                try:
                    plain, _ = listener.accept()
                    plain.settimeout(3)
                    with plain:
                        if certificate is None:
                            script(plain)
                            continue
                        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                        context.load_cert_chain(certificate)
                        with context.wrap_socket(plain, server_side=True) as connection:
                            script(connection)
                except OSError:
                    pass

        worker = threading.Thread(target=serve, daemon=True)
        worker.start()
        yield listener.getsockname()[1]
        worker.join(5)


def asked(port, way, authority, *, timeout=3.0, **secured):
    query = query_for(
        Question(NAME, dns.rdatatype.A),
        Server(None, "127.0.0.1"),
        Manner(),
        identification=7,
        tcp=True,
        timeout=timeout,
    )
    trusted = Secured(authority=str(authority.path), **secured)
    return ask_once(query, port, partial(way, secured=trusted), way.transport)


def addresses(message):
    return [rdata.address for rrset in message.answer for rdata in rrset]


@pytest.mark.parametrize("host", ["", "dns.test"])
def test_an_answer_over_tls(authority, honest, host):
    with listening(honest, over_tls) as port:
        attempt = asked(port, TlsQuestion, authority, host=host)
    assert (attempt.failure, attempt.transport) == ("", "tls")
    assert addresses(attempt.response) == ["192.0.2.80"]
    assert attempt.secured.startswith("TLS 1.3, the certificate is for " + (host or "127.0.0.1"))


@pytest.mark.parametrize(
    "script",
    [over_https, partial(over_https, chunked=True), partial(over_https, ended=False)],
    ids=["length", "chunks", "left open"],
)
def test_an_answer_over_https(authority, honest, script):
    begin = time.monotonic()
    with listening(honest, script) as port:
        attempt = asked(port, HttpsQuestion, authority)
    assert attempt.failure == ""
    assert addresses(attempt.response) == ["192.0.2.80"]
    assert time.monotonic() - begin < 2


@pytest.mark.parametrize("way", [TlsQuestion, HttpsQuestion])
@pytest.mark.parametrize(
    ("names", "days", "told"),
    [
        (("dns.test", "127.0.0.1"), -1, "expired"),
        (("other.test", "127.0.0.2"), 1, "mismatch"),
    ],
)
def test_a_certificate_that_is_not_the_right_one(authority, way, names, days, told):
    with listening(authority.server(*names, days=days), over_tls) as port:
        attempt = asked(port, way, authority)
    assert attempt.response is None
    assert attempt.failure.startswith("certificate: ")
    assert told in attempt.failure


def test_an_authority_that_nobody_trusts(authority, honest, tmp_path):
    stranger = Authority(tmp_path, "Somebody else")
    with listening(honest, over_tls) as port:
        assert asked(port, TlsQuestion, stranger).failure.startswith("certificate: ")
    with listening(honest, over_tls) as port:
        attempt = asked(port, TlsQuestion, stranger, checked=False)
    assert addresses(attempt.response) == ["192.0.2.80"]
    assert "not checked" in attempt.secured


def test_a_file_without_certificates(authority, tmp_path):
    (tmp_path / "empty.pem").write_text("nothing")
    with pytest.raises(UsageError, match="no certificates"):
        TlsQuestion(b"", "127.0.0.1", 1, Secured(authority=str(tmp_path / "empty.pem")))


def test_a_server_that_speaks_no_tls(authority):
    with listening(None, lambda connection: connection.sendall(b"220 hello\r\n")) as port:
        attempt = asked(port, TlsQuestion, authority)
    assert attempt.failure.startswith(("tls: ", "malformed: "))


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("HTTP/1.1 404 Not Found\r\nContent-Type: application/dns-message", "404"),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/html", "text/html"),
        ("SSH-2.0-what", "no whole HTTP response"),
    ],
)
def test_https_without_a_message(authority, honest, head, told):
    with listening(honest, partial(over_https, head=head)) as port:
        attempt = asked(port, HttpsQuestion, authority)
    assert attempt.response is None
    assert told in attempt.failure


def flood(connection):
    asked_over_https(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\n\r\n")
    while True:
        connection.sendall(b"\x00" * 65536)


def endless_head(connection):
    asked_over_https(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-Y: " + b"z" * 1000 + b"\r\n")


def short(connection):
    asked_over_https(connection)
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\nContent-Length: 90\r\n\r\n" + bytes(20)
    )


@pytest.mark.parametrize(
    ("script", "told"), [(flood, "more than"), (endless_head, "header"), (short, "20 of 90 bytes")]
)
def test_https_without_end_or_cut_short(authority, honest, script, told):
    with listening(honest, script) as port:
        attempt = asked(port, HttpsQuestion, authority)
    assert attempt.failure.startswith("malformed: ")
    assert told in attempt.failure


def test_a_server_that_says_nothing_after_the_handshake(authority, honest):
    with listening(honest, lambda connection: connection.recv(65536) and connection.recv(65536)) as port:
        attempt = asked(port, TlsQuestion, authority, timeout=0.3)
    assert attempt.failure == "timeout"
    assert 0.25 < attempt.seconds < 2


def test_a_walk_over_tls(authority, honest):
    walker = Walker(
        ("www.example.test", "A"),
        hints=[("ns.test", "127.0.0.1")],
        now=time.time(),
        qmin=False,
        allow_loopback=True,
        limits=Limits(first_timeout=2.0),
    )
    way = partial(TlsQuestion, secured=Secured(authority=str(authority.path)))
    with listening(honest, over_tls) as port:
        (exchange,) = drive(walker, port=port, ways={"127.0.0.1": way})
    assert exchange.transport == "tls"
    assert [rdata.address for rrset in walker.result.answer for rdata in rrset] == ["192.0.2.80"]
