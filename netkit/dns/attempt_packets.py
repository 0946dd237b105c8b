"""Questions to one server as packets: the messages, addresses, ports and times that were really used.

What the operating system did of itself, the segments of a TCP connection, is not known: they are as they have to have been.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.dns.path import NANOSECONDS, Path, TimedPacket
from netkit.dns.tcp_conversation import conversation
from netkit.packet.building import udp

if TYPE_CHECKING:
    from netkit.dns.attempt import Attempt

__all__ = ["packets_of_attempts"]

FIRST_PORT, PORTS = 49152, 16384
"""The ports that anybody may use for a while (RFC 6335 section 6)."""


def packets_of_attempts(attempts: Sequence[Attempt]) -> list[TimedPacket]:
    """The packets in the order of their times. What went over TLS is not there: on the wire it was something else."""
    found: list[TimedPacket] = []
    for number, attempt in enumerate(attempts, 1):
        if attempt.transport in ("udp", "tcp") and attempt.failure.partition(":")[0] != "unreachable":
            found += _of(number, attempt)
    return sorted(found, key=lambda packet: packet.time)


def _of(number: int, attempt: Attempt) -> Iterator[TimedPacket]:
    seed = zlib.crc32(attempt.sent, number)
    client, port = (_bare(attempt.local[0]), attempt.local[1]) if attempt.local else (None, FIRST_PORT + seed % PORTS)
    path = Path(_bare(attempt.server.address), seed & 0xFFFF, client)
    asked = round(attempt.time * NANOSECONDS)
    asking = f"question {number} to {attempt.server}"
    if attempt.transport == "tcp":
        ended = max(asked, round(attempt.ended * NANOSECONDS))
        answer = attempt.received[0][1] if attempt.received else None
        for event in conversation(
            attempt.sent,
            answer,
            ports=(port, attempt.port),
            numbers=(seed, zlib.crc32(attempt.sent, ~number & 0xFFFF)),
            asked=asked,
            ended=ended,
            version=path.version,
        ):
            comment = {"question": asking, "answer": f"the answer to question {number}"}.get(
                event.carries, event.carries
            )
            yield from path.packets(event.segment, event.time, comment, ours=event.ours)
        return
    yield from path.packets(
        udp(source_port=port, destination_port=attempt.port) / attempt.sent, asked, asking, ours=True
    )
    for time, wire in attempt.received:
        taken = attempt.response is not None and wire == attempt.wire
        comment = f"the answer to question {number}" if taken else f"no answer to question {number}, passed over"
        content = udp(source_port=attempt.port, destination_port=port) / wire
        yield from path.packets(content, max(asked, round(time * NANOSECONDS)), comment, ours=False)


def _bare(address: str) -> str:
    """An address without its zone, which only this machine knows (RFC 4007 section 11)."""
    return address.partition("%")[0]
