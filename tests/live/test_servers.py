"""Servers of a room on real sockets: what they say, when, and that no client takes them away from the others."""

import contextlib
import socket
import struct
import threading
import time

import pytest

from netkit.internet.room.services import Echo, Mail, Scripted, Web
from netkit.live.servers.connection import BACKLOG
from netkit.live.servers.listening import listen_at, receive_at
from netkit.live.servers.serving import CONNECTIONS, IDLE, StreamServers

SERVICES = {
    "echo": Echo(),
    "web": Web(pages={"/": b"hello\n", "/long": bytes(800_000)}),
    "mail": Mail(name="mail.example.test"),
    "late": Scripted(port=9, answer=b"late\n", late=0.3),
    "on": Scripted(port=9, answer=b"yes\n", farewell=(b"one", b"two", b"three"), pause=0.05),
}


@pytest.fixture
def servers():
    """All of them in a thread, each at a port of its own, with a clock that the test can put forward."""
    listening = {name: listen_at("127.0.0.1", 0) for name in SERVICES}
    datagrams = receive_at("127.0.0.1", 0)
    ahead, done = [0.0], threading.Event()
    running = StreamServers(
        [(opened, SERVICES[name].talk) for name, opened in listening.items()],
        [(datagrams, bytes)],
        clock=lambda: time.monotonic() + ahead[0],
    )

    def serve():
        while not done.is_set():
            running.turn(0.02)

    thread = threading.Thread(target=serve)
    thread.start()
    running.ports = {name: opened.getsockname()[1] for name, opened in listening.items()}
    running.ports["udp"] = datagrams.getsockname()[1]
    running.ahead = ahead
    yield running
    done.set()
    thread.join(5)
    assert not thread.is_alive()
    for opened in (*listening.values(), datagrams, *running.connections):
        opened.close()


def connected(servers, name):
    client = socket.create_connection(("127.0.0.1", servers.ports[name]), timeout=5)
    client.settimeout(5)
    return client


def everything(client):
    got = b""
    while piece := client.recv(65536):
        got += piece
    return got


def test_an_echo_of_more_than_there_is_room_for(servers):
    content = bytes(range(256)) * 8000
    with connected(servers, "echo") as client:
        sender = threading.Thread(target=lambda: (client.sendall(content), client.shutdown(socket.SHUT_WR)))
        sender.start()
        assert everything(client) == content
        sender.join()


def test_an_echo_of_datagrams(servers):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.connect(("127.0.0.1", servers.ports["udp"]))
        for content in (b"", b"hello", bytes(9000)):
            client.send(content)
            assert client.recv(65535) == content


def test_the_mail_server_speaks_first_and_ends_at_quit(servers):
    with connected(servers, "mail") as client:
        assert client.recv(100).startswith(b"220 mail.example.test ESMTP")
        client.sendall(b"EHLO me\r\nQUIT\r\n")
        assert everything(client).endswith(b"closes the connection\r\n")


def test_a_long_page_that_somebody_takes_slowly(servers):
    with connected(servers, "web") as client:
        client.sendall(b"GET /long HTTP/1.0\r\n\r\n")
        assert len(everything(client).partition(b"\r\n\r\n")[2]) == 800_000


def test_an_answer_comes_as_late_as_it_is_meant_to_and_others_are_not_kept_waiting(servers):
    with connected(servers, "late") as late, connected(servers, "echo") as quick:
        began = time.monotonic()
        late.sendall(b"hello\n")
        quick.sendall(b"hello\n")
        assert quick.recv(100) == b"hello\n"
        assert late.recv(100) == b"late\n"
        assert time.monotonic() - began >= 0.3


def test_a_server_goes_on_after_the_clients_end_and_then_ends(servers):
    with connected(servers, "on") as client:
        client.sendall(b"hello\n")
        assert client.recv(100) == b"yes\n"
        client.shutdown(socket.SHUT_WR)
        assert everything(client) == b"onetwothree"


def test_who_takes_nothing_is_not_listened_to(servers):
    with connected(servers, "echo") as client:
        client.settimeout(0.3)
        with pytest.raises(TimeoutError):
            client.sendall(bytes(50_000_000))
        (connection,) = servers.connections.values()
        assert len(connection.outgoing) < 2 * BACKLOG
        with connected(servers, "echo") as other:
            other.sendall(b"still here")
            assert other.recv(100) == b"still here"


def test_resets_and_silence_and_crowds_leave_room(servers):
    for _ in range(30):
        with connected(servers, "on") as client:
            client.sendall(b"hello\n")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(connected(servers, "echo")) for _ in range(CONNECTIONS + 20)]
        crowd[-1].sendall(b"me")
        assert crowd[-1].recv(10) == b"me"
        assert len(servers.connections) <= CONNECTIONS
        servers.ahead[0] += IDLE + 1
        assert crowd[-2].recv(1) == b""
    with connected(servers, "echo") as client:
        client.sendall(b"me")
        assert client.recv(10) == b"me"


def test_who_takes_nothing_keeps_the_servers_from_no_rest():
    listener, asked = listen_at("127.0.0.1", 0), []
    running = StreamServers([(listener, Echo().talk)], [], clock=time.monotonic)
    select = running._selector.select
    running._selector.select = lambda wait=None: asked.append(wait) or select(wait)
    with listener, socket.create_connection(listener.getsockname()) as client:
        client.settimeout(0)
        running.turn(5)
        (connection,) = running.connections.values()
        while not (connection.outgoing and connection.waiting):
            with contextlib.suppress(BlockingIOError):
                client.send(bytes(65536))
            running.turn(0)
        for _ in range(5):
            running.turn(0)
        asked.clear()
        running.turn(0.01)
        assert asked == [0.01]
        connection.socket.close()


def test_a_client_that_is_gone_before_it_was_let_in_costs_nobody_their_place(servers):
    class Gone:
        def accept(self):
            raise ConnectionAbortedError

    with connected(servers, "echo") as client:
        client.sendall(b"here")
        assert client.recv(10) == b"here"
        servers._accept(Gone(), Echo().talk, 0)
        client.sendall(b"still here")
        assert client.recv(10) == b"still here"
