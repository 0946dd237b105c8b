"""One direction of a path: a way to a bottleneck, a queue in front of it, a way on. Chance is a keyed hash of the packet itself."""

from __future__ import annotations

import hmac
from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Identity", "Link", "LinkSettings", "Passage", "fraction"]

LEAST_DETOUR = 0.001
"""Seconds that a packet on a longer way is late at least, so that others overtake it where the path takes no time."""

NANOSECONDS = 9
"""Digits behind the point of a time: sums of fractions of a second stay readable."""


class Identity(NamedTuple):
    """What tells one packet from all others of its direction, whatever else is sent.

    `number` is its relative sequence number, or for a segment that takes no number what it acknowledges; `copy` counts from 1 the packets
    that are the same in all of this.
    """

    direction: str
    number: int
    length: int
    flags: int
    copy: int


def fraction(seed: int | str, identity: Identity, what: str = "") -> float:
    """A number from 0 up to 1 that the seed and the packet decide: the first 8 bytes of HMAC-SHA256, as a fraction.

    No draw comes after another, so a packet more or less changes no other's fate. `what` tells several lots of one packet apart; the loss
    has none.
    """
    return lot(keyed(seed), identity, what)


def keyed(seed: int | str) -> hmac.HMAC:
    """The hash that a seed begins: it is made once for a link, and copied for each lot."""
    return hmac.new(str(seed).encode("utf-8", "surrogateescape"), digestmod="sha256")


def lot(begun: hmac.HMAC, identity: Identity, what: str = "") -> float:
    """One packet's number, from the hash that its link's seed has begun."""
    direction, number, length, flags, copy = identity
    text = f"{direction} {number} {length} {flags} {copy}"
    found = begun.copy()
    found.update((f"{text} {what}" if what else text).encode())
    return int.from_bytes(found.digest()[:8], "big") / 2**64


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """How a link is: `delay` in seconds one way, `rate` in bits a second (None: as fast as may be).

    The queue holds `queue_packets` or `queue_bytes` beside the packet that is being sent (None: without a limit); what finds it full is
    dropped. `loss`, `reorder` and `duplicate` are probabilities from 0 to 1: a packet is lost at the bottleneck, takes half of the delay
    longer behind it, or comes twice.
    """

    delay: float = 0.02
    rate: float | None = None
    queue_packets: int | None = None
    queue_bytes: int | None = None
    loss: float = 0.0
    reorder: float = 0.0
    duplicate: float = 0.0


class Passage(NamedTuple):
    """What became of a packet: why it was `lost` ("" if it was not: "chosen", "chance", "queue"), and when, in seconds.

    It came to the bottleneck at `met`, had left it at `left` (None if it was lost), and arrived at `arrivals`: once, or twice.
    `waited` is the time in the queue.
    """

    lost: str
    met: float
    left: float | None
    arrivals: tuple[float, ...]
    waited: float = 0.0


class Link:
    """One direction; packets are given to it in the order of time. The bottleneck stands in the middle of the way."""

    def __init__(self, settings: LinkSettings, seed: int | str) -> None:
        self.settings = settings
        self._begun = keyed(seed)
        self._free_at = 0.0
        self._waiting: deque[tuple[float, int]] = deque()
        self._queued = 0
        self._lots = bool(settings.loss or settings.reorder or settings.duplicate)

    def carry(self, identity: Identity, size: int, now: float, *, chosen: bool = False) -> Passage:
        """What becomes of a packet of `size` bytes on the link that is sent at `now`; `chosen` is lost whatever chance says."""
        settings = self.settings
        met = round(now + settings.delay / 2, NANOSECONDS)
        if chosen:
            return Passage("chosen", met, None, ())
        if settings.loss and lot(self._begun, identity) < settings.loss:
            return Passage("chance", met, None, ())
        begins = self._begins(size, met)
        if begins is None:
            return Passage("queue", met, None, ())
        left = begins
        if settings.rate is not None:
            left = round(begins + size * 8 / settings.rate, NANOSECONDS)
            self._free_at = left
        arrival = round(left + settings.delay / 2, NANOSECONDS)
        if not self._lots:
            return Passage("", met, left, (arrival,), begins - met)
        if settings.reorder and lot(self._begun, identity, "reorder") < settings.reorder:
            arrival = round(arrival + max(settings.delay / 2, LEAST_DETOUR), NANOSECONDS)
        twice = bool(settings.duplicate) and lot(self._begun, identity, "duplicate") < settings.duplicate
        return Passage("", met, left, (arrival, arrival) if twice else (arrival,), begins - met)

    def _begins(self, size: int, met: float) -> float | None:
        """When the bottleneck begins to send it; None if there is no room in the queue."""
        if self.settings.rate is None:
            return met
        while self._waiting and self._waiting[0][0] <= met:
            self._queued -= self._waiting.popleft()[1]
        begins = max(met, self._free_at)
        if begins > met:
            packets, room = self.settings.queue_packets, self.settings.queue_bytes
            if packets is not None and len(self._waiting) >= packets:
                return None
            if room is not None and self._queued + size > room:
                return None
            self._waiting.append((begins, size))
            self._queued += size
        return begins
