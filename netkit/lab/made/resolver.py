"""A resolver whose traffic is recorded: what clients ask it, the walks that it makes of that, and what it answers."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

import dns.message
import dns.rdatatype

from netkit.dns.cache import Cache
from netkit.dns.made_up.walk import walk
from netkit.dns.message_bytes import wire_of
from netkit.dns.packets import FIRST_PORT, PORT, PORTS, packets_of
from netkit.dns.path import NANOSECONDS, Path, TimedPacket
from netkit.dns.walker import Walker
from netkit.packet.building import udp

if TYPE_CHECKING:
    from netkit.lab.made.own_internet import OwnInternet

__all__ = ["Resolver", "exchange"]

ON_THE_LINK = 0.0004
"""Seconds from a client to its resolver, which thinks as long before its first question and its answer."""


def exchange(
    query: dns.message.Message, reply: dns.message.Message, *, server: str, client: str, number: int, round_trip: float
) -> list[TimedPacket]:
    """A question to a server and its reply, whatever that says; it begins at 0, and `number` decides port and identification."""
    path = Path(server, number & 0xFFFF, client)
    port = FIRST_PORT + number % PORTS
    asked = udp(source_port=port, destination_port=PORT) / (wire_of(query) or b"")
    said = udp(source_port=PORT, destination_port=port) / (wire_of(reply) or b"")
    return [
        *path.packets(asked, 0, "", ours=True),
        *path.packets(said, round(round_trip * NANOSECONDS), "", ours=False),
    ]


class Resolver:
    """A resolver at `address` that a client at `client` asks; it asks whole names, and remembers what it learns.

    `now` is the time in seconds, `packets` are those that went by at the resolver so far. The same `seed` gives the same bytes.
    """

    def __init__(self, internet: OwnInternet, *, address: str, client: str, seed: str, now: float = 0.0) -> None:
        self.now = now
        self.packets: list[TimedPacket] = []
        self._internet, self._seed = internet, seed
        self._address, self._client = address, client
        self._cache = Cache()
        self._asked = 0

    def ask(self, name: str, kind: str, *, after: float = 0.0) -> Walker:
        """A question of the client's, `after` seconds after the last answer; the walk that was made for it, which may be none."""
        self._asked += 1
        self.now += after
        identification = self._number("identification") & 0xFFFF
        path = Path(self._client, self._number("packets") & 0xFFFF, self._address)
        port = FIRST_PORT + self._number("port") % PORTS
        question = dns.message.make_query(name, kind, id=identification)
        self._say(path, (port, PORT), question, ours=False)
        walker = self._walked(name, kind)
        answer = walker.result.to_message()
        answer.id = identification
        self._say(path, (PORT, port), answer, ours=True)
        return walker

    def _walked(self, name: str, kind: str) -> Walker:
        self.now += ON_THE_LINK
        anchors = self._internet.trust_anchors
        seed = f"{self._seed} {self._asked}"
        walker = Walker(
            (name, dns.rdatatype.from_text(kind)),
            hints=self._internet.hints,
            trust_anchors=anchors,
            now=self.now,
            seed=seed,
            cache=self._cache,
            qmin=False,
            ipv6=False,
        )
        self.now = walk(walker, self._internet, self.now) + ON_THE_LINK
        self.packets += packets_of(walker.steps, seed=seed, client=self._address)
        return walker

    def _say(self, path: Path, ports: tuple[int, int], message: dns.message.Message, *, ours: bool) -> None:
        """A message between the client and the resolver, as the resolver sees it go by."""
        source, destination = ports
        content = udp(source_port=source, destination_port=destination) / (wire_of(message) or b"")
        self.packets += path.packets(content, round(self.now * NANOSECONDS), "", ours=ours)

    def _number(self, word: str) -> int:
        digest = hmac.digest(self._seed.encode(), f"{word} {self._asked}".encode(), "sha256")
        return int.from_bytes(digest[:4], "big")
