"""The servers of a room, as processes in the server's namespace: one for names, which takes a while to load, and one for all others."""

from __future__ import annotations

import resource
import select
import socket
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from netkit.internet.room.services import Echo, NameServer, Resolver, StreamService
from netkit.live.servers.listening import listen_at, receive_at

if TYPE_CHECKING:
    from netkit.dns.zones.service import Served
    from netkit.internet.room import Room
    from netkit.live.dns.listening import Listeners

__all__ = ["open_name_servers", "open_stream_servers"]

DESCRIPTORS = 4096
HEAD_START = 0.3
"""Seconds in which a shell that is just being opened has the processor, if nobody asks for a name meanwhile."""


def open_stream_servers(room: Room) -> Callable[[], None]:
    """Open the sockets of all servers but those of names, in the namespace that one is in; what is given serves without end.

    OSError where an address or port can't be had.
    """
    streams = [
        (listen_at(str(address), service.port), service.talk)
        for machine, service in room.services()
        if isinstance(service, StreamService)
        for address in machine.addresses
    ]
    datagrams: list[tuple[socket.socket, Callable[[bytes], bytes]]] = [
        (receive_at(str(address), service.port), bytes)
        for machine, service in room.services()
        if isinstance(service, Echo)
        for address in machine.addresses
    ]

    def serve() -> None:
        from netkit.live.servers.serving import StreamServers  # noqa: PLC0415 - in the process that serves

        StreamServers(streams, datagrams, clock=time.monotonic).run()

    return serve


def open_name_servers(room: Room, internet: Sequence[str]) -> Callable[[], None]:
    """The same for the servers of names; `internet` are the addresses of the made-up internet's."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    places = [
        (str(address), service.port)
        for machine, service in room.services()
        if isinstance(service, NameServer | Resolver)
        for address in machine.addresses
    ]
    places += [(address, 53) for address in internet if address not in dict(places)]
    listeners: Listeners = [(address, receive_at(address, port), listen_at(address, port)) for address, port in places]

    def serve() -> None:
        _wait_for_a_question([opened for _, *both in listeners for opened in both])
        from netkit.internet.room.names import NameService  # noqa: PLC0415 - it costs half a second: nobody waits for that
        from netkit.live.dns.serving import NameServer as Server  # noqa: PLC0415

        began, service = time.monotonic(), NameService(room)

        def respond(wire: bytes, address: str, *, tcp: bool) -> Served:
            return service.serve(wire, address, tcp=tcp, now=time.monotonic() - began)

        with Server(listeners, respond, clock=time.monotonic) as server:
            server.run()

    return serve


def _wait_for_a_question(sockets: Sequence[socket.socket]) -> None:
    asked = select.poll()
    for each in sockets:
        asked.register(each, select.POLLIN)
    asked.poll(HEAD_START * 1000)
