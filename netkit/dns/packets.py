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


def packets_of(steps: Sequence[Step], *, seed: int | str = 0) -> list[TimedPacket]:
    """The packets of all questions of a walk, in the order of their times. A question without an answer is there without one."""
    found: list[TimedPacket] = []
    for step in steps:
        found += _of(step, str(seed).encode())
    return sorted(found, key=lambda packet: packet.time)


def _of(step: Step, seed: bytes) -> Iterator[TimedPacket]:
    question = None if step.query is None else wire_of(step.query)
    if step.server is None or question is None:
        return
    answer = None if step.response is None else wire_of(step.response)
    path = Path(step.server.address, _keyed(seed, step, "identification") & 0xFFFF)
    port = _keyed(seed, step, "port") % PORTS + FIRST_PORT
    asked = round(step.asked_at * NANOSECONDS)
    ended = asked if step.ended_at is None else max(asked, round(step.ended_at * NANOSECONDS))
    why = f": {step.because.text}" if step.because is not None else ""
    asking = f"step {step.number}: {step.question}? to {step.server}{why}"
    so = f"step {step.number}: {step.outcome.value}" + (f": {step.reason}" if step.reason else "")
    if step.transport == "tcp":
        numbers = (_keyed(seed, step, "client"), _keyed(seed, step, "server"))
        for event in conversation(
            question, answer, ports=(port, PORT), numbers=numbers, asked=asked, ended=ended, version=path.version
        ):
            comment = {"question": asking, "answer": so}.get(event.carries, f"step {step.number}: {event.carries}")
            yield from path.packets(event.segment, event.time, comment, ours=event.ours)
        return
    yield from path.packets(udp(source_port=port, destination_port=PORT) / question, asked, asking, ours=True)
    if answer is not None:
        yield from path.packets(udp(source_port=PORT, destination_port=port) / answer, ended, so, ours=False)


def _keyed(seed: bytes, step: Step, word: str) -> int:
    """A number below 2**32 that the seed, the step and a word decide."""
    text = f"{word}\x00{step.number}\x00{step.server.address if step.server else ''}"
    return int.from_bytes(hmac.digest(seed, text.encode(), hashlib.sha256)[:4], "big")
