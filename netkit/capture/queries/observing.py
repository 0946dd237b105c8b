"""The messages between whoever asks and name servers, as plain tuples from which a walk can be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netkit.capture.queries.message import Message

__all__ = ["Observed", "observed"]

Observed = tuple[int, str, str, str, bytes]
"""When (nanoseconds since 1970), who asked (`address#port`), the server's address, `udp` or `tcp`, and the message's bytes."""

MOST = 200_000
"""Messages that are kept of a capture."""


def observed(messages: Iterable[Message]) -> Iterator[Observed]:
    """The messages of ordinary DNS, in the order in which they were whole; those without a time count from the last."""
    time = 0
    for number, message in enumerate(messages):
        if number >= MOST:
            return
        time = time if message.time is None else message.time
        if message.protocol == "dns" and message.data:
            ends = message.source, message.destination
            server, client = ends if message.response else reversed(ends)
            yield time, f"{client.address}#{client.port}", str(server.address), message.transport, message.data
