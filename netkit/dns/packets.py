"""A walk as packets: each question and answer in the frames that would have carried it, with right lengths and checksums.

The same steps and the same seed give the same bytes. Times are those of the steps; what lies between (a handshake, acknowledgments) is put
where a path with the step's round-trip time would have it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.dns.message_bytes import wire_of
from netkit.dns.tcp_conversation import conversation
from netkit.packet.building import ethernet, ipv4, ipv6, udp
from netkit.packet.fragments import fragment

if TYPE_CHECKING:
    from netkit.dns.step import Step
    from netkit.packet.building import Packet

__all__ = ["CLIENT", "TimedPacket", "packets_of"]

CLIENT = {4: "192.0.2.10", 6: "2001:db8::10"}
"""The walker's addresses (RFC 5737, RFC 3849)."""

OURS, THEIRS = "02:00:00:00:00:0a", "02:00:00:00:00:01"
PORT = 53
FIRST_PORT, PORTS = 49152, 16384
"""The ports that anybody may use for a while (RFC 6335 section 6)."""

MTU = 1500
NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedPacket:
    """A frame (Ethernet), when it went by in nanoseconds, and what there is to say of it."""

    time: int
    data: bytes
    comment: str = ""


def packets_of(steps: Sequence[Step], *, seed: int | str = 0) -> list[TimedPacket]:
    """The packets of all questions of a walk (or of several), in the order of their times; each question has a port of its own.

    A question without an answer is there without one.
    """
    found: list[TimedPacket] = []
    lots = _Lots(str(seed).encode())
    for place, step in enumerate(steps):
        found += _of(step, place, lots)
    return sorted(found, key=lambda packet: packet.time)


def _of(step: Step, place: int, lots: _Lots) -> Iterator[TimedPacket]:
    question = None if step.query is None else wire_of(step.query)
    if step.server is None or question is None:
        return
    answer = None if step.response is None else wire_of(step.response)
    path = _Path(
        step.server.address,
        lots.port(place, step),
        lots.number(place, step, "identification") & 0xFFFF,
    )
    asked = round(step.asked_at * NANOSECONDS)
    ended = asked if step.ended_at is None else max(asked, round(step.ended_at * NANOSECONDS))
    why = f": {step.because.text}" if step.because is not None else ""
    asking = f"step {step.number}: {step.question}? to {step.server}{why}"
    so = f"step {step.number}: {step.outcome.value}" + (f": {step.reason}" if step.reason else "")
    if step.transport == "tcp":
        numbers = (lots.number(place, step, "client"), lots.number(place, step, "server"))
        for event in conversation(
            question, answer, ports=(path.port, PORT), numbers=numbers, asked=asked, ended=ended, version=path.version
        ):
            comment = {"question": asking, "answer": so}.get(event.carries, f"step {step.number}: {event.carries}")
            yield from path.packets(event.segment, event.time, comment, ours=event.ours)
        return
    yield from path.packets(udp(source_port=path.port, destination_port=PORT) / question, asked, asking, ours=True)
    if answer is not None:
        yield from path.packets(udp(source_port=PORT, destination_port=path.port) / answer, ended, so, ours=False)


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


class _Path:
    """Between the walker and one server."""

    def __init__(self, server: str, port: int, identification: int) -> None:
        self.server, self.port = server, port
        self.version = 6 if ":" in server else 4
        self._identification = identification

    def packets(self, content: Packet, time: int, comment: str, *, ours: bool) -> Iterator[TimedPacket]:
        """What carries `content`, in as many fragments as the MTU makes necessary; the first has the comment."""
        ends = (CLIENT[self.version], self.server)
        source, destination = ends if ours else ends[::-1]
        self._identification = (self._identification + 1) & 0xFFFF
        link = ethernet(source=OURS if ours else THEIRS, destination=THEIRS if ours else OURS)
        if self.version == 6:
            network = ipv6(source=source, destination=destination, hop_limit=64)
        else:
            network = ipv4(source=source, destination=destination, time_to_live=64, identification=self._identification)
        whole = (link / network / content).encode()
        if len(whole) <= MTU + 14:
            yield TimedPacket(time=time, data=whole, comment=comment)
            return
        identification = self._identification or 1
        for number, piece in enumerate(
            fragment((link / network / content).dissect(), MTU, identification=identification)
        ):
            yield TimedPacket(time=time + number, data=piece.data, comment=comment if number == 0 else "")
