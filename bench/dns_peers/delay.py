"""A long way to a name server: what comes at one address goes to another, each direction half a round trip later, over UDP and TCP.

    python bench/dns_peers/delay.py MILLISECONDS HERE=THERE...

HERE and THERE are IPv4 addresses, the port is 53 at both. A connection is accepted at once, as the kernel does it; what is sent in it is
delayed. The loop waits in `select`, whose time-out is exact to microseconds, where that of `epoll` is rounded up to a millisecond.
"""

from __future__ import annotations

import asyncio
import selectors
import sys
from typing import Any

PORT = 53


class Back(asyncio.DatagramProtocol):
    """One client's way back."""

    def __init__(self, way: Way, client: Any) -> None:
        self.way, self.client = way, client

    def datagram_received(self, data: bytes, addr: Any) -> None:  # noqa: ARG002 - the socket is connected
        """An answer goes back, later."""
        asyncio.get_running_loop().call_later(self.way.delay, self.way.transport.sendto, data, self.client)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there: the question is lost."""


class Way(asyncio.DatagramProtocol):
    """The way of all datagrams to one server; each client has a socket of its own behind it."""

    def __init__(self, there: str, delay: float) -> None:
        self.there, self.delay = there, delay
        self.transport: Any = None
        self.running: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: Any) -> None:
        """The way is open."""
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """A question goes on, later."""
        task = asyncio.ensure_future(self.forward(data, addr, asyncio.get_running_loop().time() + self.delay))
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def forward(self, data: bytes, client: Any, at: float) -> None:
        """Open the way to the server while the question is on its way there, and close it when nobody waits any more."""
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: Back(self, client), remote_addr=(self.there, PORT))
        loop.call_at(at, transport.sendto, data)
        loop.call_at(at + 2 + 2 * self.delay, transport.close)


async def connection(there: str, delay: float, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Both directions of one connection."""
    far_reader, far_writer = await asyncio.open_connection(there, PORT)
    await asyncio.gather(pipe(reader, far_writer, delay), pipe(far_reader, writer, delay), return_exceptions=True)


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    loop = asyncio.get_running_loop()
    while data := await reader.read(65536):
        loop.call_later(delay, writer.write, data)
    loop.call_later(delay, writer.close)


async def serve(delay: float, ways: list[tuple[str, str]]) -> None:
    loop = asyncio.get_running_loop()
    for here, there in ways:
        await loop.create_datagram_endpoint(lambda there=there: Way(there, delay), local_addr=(here, PORT))
        await asyncio.start_server(lambda r, w, there=there: connection(there, delay, r, w), here, PORT)
    print("ready", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    delay = float(sys.argv[1]) / 2000
    ways = [tuple(word.split("=")) for word in sys.argv[2:]]
    loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
    loop.run_until_complete(serve(delay, ways))


if __name__ == "__main__":
    main()
