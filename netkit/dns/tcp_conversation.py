"""One question over TCP as its segments: handshake, question, answer, farewell (RFC 7766, RFC 9293 section 3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.packet.building import tcp

if TYPE_CHECKING:
    from netkit.packet.building import Packet

__all__ = ["Event", "conversation"]

SEGMENT = {4: 1460, 6: 1440}
"""Bytes that fit a segment on an Ethernet: 1500 without the headers of IP and TCP (RFC 6691)."""

WINDOW = 64240
MODULUS = 1 << 32
TICK = 1000
"""Nanoseconds that a machine takes to go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A segment, when it went by, whether the one who asks sent it, and what it carries (`question`, `answer`, or words)."""

    time: int
    ours: bool
    segment: Packet
    carries: str


def conversation(
    question: bytes,
    answer: bytes | None,
    *,
    ports: tuple[int, int],
    numbers: tuple[int, int],
    asked: int,
    ended: int,
    version: int,
) -> Iterator[Event]:
    """The segments; without an answer nobody picks up, and the SYN stays alone.

    `ports` and initial sequence `numbers` are those of the one who asks, then of the server; times are in nanoseconds. The time between
    `asked` and `ended` is two round trips: one for the handshake, one for the question.
    """
    talk = _Talk(ports, numbers, SEGMENT[version])
    yield talk.event(asked, "S", ours=True, carries="the connection is opened")
    if answer is None:
        return
    middle = asked + (ended - asked) // 2
    yield talk.event(middle, "SA", ours=False, carries="the server accepts")
    yield talk.event(middle + TICK, "A", ours=True, carries="the connection stands")
    yield talk.event(middle + 2 * TICK, "PA", framed(question), ours=True, carries="question")
    pieces = cut(framed(answer), SEGMENT[version])
    start = max(ended - len(pieces) * TICK, middle + 3 * TICK)
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        carries = "answer" if number == 0 else "more of the answer"
        yield talk.event(start + number * TICK, "PA" if last else "A", piece, ours=False, carries=carries)
    after = start + len(pieces) * TICK
    yield talk.event(after, "A", ours=True, carries="the answer has arrived")
    yield talk.event(after + TICK, "FA", ours=True, carries="nothing more to ask")
    back = after + TICK + max((ended - asked) // 2, TICK)
    yield talk.event(back, "FA", ours=False, carries="nothing more to say")
    yield talk.event(back + TICK, "A", ours=True, carries="the connection is closed")


def framed(message: bytes) -> bytes:
    """A message with its length in front (RFC 1035 section 4.2.2)."""
    return len(message).to_bytes(2, "big") + message


def cut(data: bytes, size: int) -> list[bytes]:
    """Pieces of `size` bytes, the last as long as it is."""
    return [data[start : start + size] for start in range(0, len(data), size)]


class _Talk:
    """Both sides' numbers."""

    def __init__(self, ports: tuple[int, int], numbers: tuple[int, int], segment: int) -> None:
        self._ports = ports
        self._next = list(numbers)
        self._segment = segment

    def event(self, time: int, flags: str, data: bytes = b"", *, ours: bool, carries: str) -> Event:
        """The next segment of one side, whose numbers go on."""
        me, other = (0, 1) if ours else (1, 0)
        options = {"mss": self._segment} if "S" in flags else {}
        head = tcp(
            source_port=self._ports[me],
            destination_port=self._ports[other],
            sequence_number=self._next[me],
            acknowledgment_number=self._next[other] if "A" in flags else 0,
            flags=flags,
            window=WINDOW,
            **options,
        )
        self._next[me] = (self._next[me] + len(data) + ("S" in flags) + ("F" in flags)) % MODULUS
        return Event(time=time, ours=ours, segment=head / data if data else head, carries=carries)
