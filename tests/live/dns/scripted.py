"""Name servers on loopback that do what a test says, over UDP and TCP at one port."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rrset

Script = Callable[[socket.socket, bytes, tuple], None]


def answer(wire: bytes, address: str = "192.0.2.80", *, truncated: bool = False) -> dns.message.Message:
    """What a server that is responsible for everything says."""
    query = dns.message.from_wire(wire)
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.AA | (dns.flags.TC if truncated else 0)
    if not truncated:
        reply.answer.append(dns.rrset.from_text(query.question[0].name, 60, "IN", "A", address))
    return reply


def plain(opened: socket.socket, wire: bytes, peer: tuple) -> None:
    opened.sendto(answer(wire).to_wire(), peer)


def cut(opened: socket.socket, wire: bytes, peer: tuple) -> None:
    opened.sendto(answer(wire, truncated=True).to_wire(), peer)


def silent(opened: socket.socket, wire: bytes, peer: tuple) -> None:
    pass


@contextmanager
def server(udp: Script = plain, tcp: Callable[[socket.socket, bytes], None] | None = None) -> Iterator[int]:
    """The port of a server; `tcp` gets a connection and the first question in it (None: nobody listens)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))  # first: TCP keeps ports of connections that are over, UDP does not
        port = listener.getsockname()[1]
        datagrams.bind(("127.0.0.1", port))
        if tcp is not None:
            listener.listen()
        stop, stopped = socket.socketpair()
        worker = threading.Thread(target=_serve, args=(datagrams, listener, stopped, udp, tcp), daemon=True)
        worker.start()
        try:
            yield port
        finally:
            stop.close()
            worker.join(5)
            stopped.close()


def _serve(datagrams, listener, stopped, udp, tcp) -> None:
    with selectors.DefaultSelector() as selector:
        for each in (datagrams, stopped, *([listener] if tcp is not None else [])):
            selector.register(each, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in selector.select()]
            if stopped in ready:
                return
            if datagrams in ready:
                udp(datagrams, *datagrams.recvfrom(65535))
            if listener in ready:
                connection, _ = listener.accept()
                with connection:
                    connection.settimeout(2)
                    length = int.from_bytes(connection.recv(2, socket.MSG_WAITALL), "big")
                    tcp(connection, connection.recv(length, socket.MSG_WAITALL))
