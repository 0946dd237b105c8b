"""A walk as packets: each question and answer in the frames that would have carried it, with right lengths and checksums.

The same steps and the same seed give the same bytes. Times are those of the steps; what lies between (a handshake, acknowledgments) is put
where a path with the step's round-trip time would have it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.dns.message_bytes import wire_of
from netkit.dns.path import CLIENT, NANOSECONDS, Path, TimedPacket
from netkit.dns.tcp_conversation import conversation
from netkit.packet.building import udp

if TYPE_CHECKING:
    from netkit.dns.step import Step

__all__ = ["CLIENT", "TimedPacket", "packets_of"]

PORT = 53
FIRST_PORT, PORTS = 49152, 16384
"""The ports that anybody may use for a while (RFC 6335 section 6)."""


def packets_of(steps: Sequence[Step], *, seed: int | str = 0, client: str | None = None) -> list[TimedPacket]:
    """The packets of all questions of a walk (or of several), in the order of their times; each question has a port of its own.

    A question without an answer is there without one. `client` is the address that asks (None: a made-up one).
    """
    found: list[TimedPacket] = []
    lots = _Lots(str(seed).encode())
    for place, step in enumerate(steps):
        found += _of(step, place, lots, client)
    return sorted(found, key=lambda packet: packet.time)


def _of(step: Step, place: int, lots: _Lots, client: str | None) -> Iterator[TimedPacket]:
    question = None if step.query is None else wire_of(step.query)
    if step.server is None or question is None:
        return
    answer = None if step.response is None else wire_of(step.response)
    path = Path(step.server.address, lots.number(place, step, "identification") & 0xFFFF, client)
    port = lots.port(place, step)
    asked = round(step.asked_at * NANOSECONDS)
    ended = asked if step.ended_at is None else max(asked, round(step.ended_at * NANOSECONDS))
    why = f": {step.because.text}" if step.because is not None else ""
    asking = f"step {step.number}: {step.question}? to {step.server}{why}"
    so = f"step {step.number}: {step.outcome.value}" + (f": {step.reason}" if step.reason else "")
    if step.transport == "tcp":
        numbers = (lots.number(place, step, "client"), lots.number(place, step, "server"))
        for event in conversation(
            question, answer, ports=(port, PORT), numbers=numbers, asked=asked, ended=ended, version=path.version
        ):
            comment = {"question": asking, "answer": so}.get(event.carries, f"step {step.number}: {event.carries}")
            yield from path.packets(event.segment, event.time, comment, ours=event.ours)
        return
    yield from path.packets(udp(source_port=port, destination_port=PORT) / question, asked, asking, ours=True)
    if answer is not None:
        yield from path.packets(udp(source_port=PORT, destination_port=port) / answer, ended, so, ours=False)


class _Lots:
    """Numbers that the seed, a step, its place among all and a word decide."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._ports: set[int] = set()

    def number(self, place: int, step: Step, word: str) -> int:
        """A number below 2**32."""
        text = f"{word}\x00{place}\x00{step.server.address if step.server else ''}"
        return int.from_bytes(hmac.digest(self._seed, text.encode(), hashlib.sha256)[:4], "big")

    def port(self, place: int, step: Step) -> int:
        """A port that no other question has, while there are any."""
        offset = self.number(place, step, "port") % PORTS
        while offset in self._ports and len(self._ports) < PORTS:
            offset = (offset + 1) % PORTS
        self._ports.add(offset)
        return FIRST_PORT + offset
