"""The conversations of a capture: batches of packets go in, and for each kind come out who talked to whom, how much and how long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from netkit.capture.columnar.batch import Rows
from netkit.capture.columnar.column import Array
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.conversations.addresses import LAST_PORT, PORT_BITS, AddressBook, mac_text
from netkit.capture.conversations.pairs import LEFT_OUT, Pairs
from netkit.capture.conversations.sightings import Pair, Sightings
from netkit.capture.conversations.tally import NEVER, Counted, Tally
from netkit.capture.conversations.tcp_streams import Segments, TcpStreams

__all__ = ["KINDS", "MOST_CONVERSATIONS", "Conversation", "Counting", "Endpoint"]

KINDS = ("eth", "ip", "ipv6", "tcp", "udp")

MOST_CONVERSATIONS = 1_000_000
"""Of each kind; what belongs to later ones is only counted as left out. Each takes some 300 bytes."""


@dataclass(frozen=True, slots=True)
class Talker:
    """An end of a conversation: an address as text, and with TCP and UDP a port."""

    address: str
    port: int | None = None

    @property
    def text(self) -> str:
        """As one writes it: `192.0.2.1:80`, `[2001:db8::1]:80`, or the address alone."""
        if self.port is None:
            return self.address
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"


@dataclass(frozen=True, slots=True)
class Conversation:
    """What two ends said to one another; `one` sent the first packet that counts. Bytes are those on the wire, of whole frames.

    `stream` is the number of TCP's and UDP's, else None. `begin` and `end` are times in nanoseconds since 1970, None where no packet has
    one; `packet` is the number of the first.
    """

    stream: int | None
    one: Talker
    two: Talker
    sent: int
    received: int
    sent_bytes: int
    received_bytes: int
    begin: int | None
    end: int | None
    packet: int

    @property
    def packets(self) -> int:
        """Packets both ways."""
        return self.sent + self.received

    @property
    def bytes(self) -> int:
        """Bytes both ways."""
        return self.sent_bytes + self.received_bytes

    @property
    def duration(self) -> int | None:
        """Nanoseconds from the first packet to the last."""
        return None if self.begin is None or self.end is None else self.end - self.begin


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What one end sent and received, in all its conversations; what it sent to itself counts twice."""

    end: Talker
    sent: int
    received: int
    sent_bytes: int
    received_bytes: int

    @property
    def packets(self) -> int:
        """Packets both ways."""
        return self.sent + self.received

    @property
    def bytes(self) -> int:
        """Bytes both ways."""
        return self.sent_bytes + self.received_bytes


class Counting:
    """Batches go in, in the order of the capture. At most `limit` conversations of each kind are kept."""

    def __init__(self, limit: int = MOST_CONVERSATIONS) -> None:
        self.limit = limit
        self.left_out = dict.fromkeys(KINDS, 0)
        """For each kind how many sightings belong to conversations beyond the limit."""
        self._book = AddressBook(2 * limit)
        self._sightings = Sightings(self._book)
        self._pairs = {kind: Pairs(limit) for kind in KINDS if kind != "tcp"}
        self._streams = TcpStreams(limit)
        self._tallies = {kind: Tally() for kind in KINDS}

    def take(self, batch: QuickBatch, selected: Rows) -> None:
        """Count the selected packets of the next batch; the others are needed for the streams' numbers."""
        seen = self._sightings.of(batch)
        frames = batch.frames
        times = frames.time if frames.timed is None else np.where(frames.timed, frames.time, NEVER)
        for kind in KINDS:
            pair: Pair = getattr(seen, kind)
            known = (pair.source >= 0) & (pair.destination >= 0)
            if not known.all():
                self.left_out[kind] += int((~known).sum())
                pair = Pair(*(each[known] for each in pair))
            if kind == "tcp":
                numbers = self._streams.take(Segments(*(each[known] for each in seen.segments)))
            else:
                groups = self._pairs[kind].groups(pair.source, pair.destination)
                numbers = groups.pair[groups.group] if len(groups.group) else groups.group
            room = (numbers != LEFT_OUT) & (numbers < self.limit)
            counts = pair.whole & selected[pair.row]
            self.left_out[kind] += int((counts & ~room).sum())
            kept = counts & room
            row = pair.row[kept]
            self._tallies[kind].add(
                Counted(
                    numbers[kept],
                    pair.source[kept],
                    pair.destination[kept],
                    frames.original[row],
                    times[row],
                    frames.number[row],
                )
            )

    def count(self, kind: str) -> int:
        """How many conversations of one kind there are; KeyError for a kind that there is not."""
        return len(self._tallies[kind].numbers())

    def conversations(self, kind: str, most: int | None = None) -> list[Conversation]:
        """Those of one kind, in the order in which they were first seen, or the `most` with the most bytes; KeyError as above."""
        tally = self._tallies[kind]
        numbers = tally.numbers()
        if most is not None and most < len(numbers):
            size = tally.sent_bytes.values[numbers] + tally.received_bytes.values[numbers]
            numbers = np.sort(numbers[np.argsort(-size, kind="stable")[:most]])
        talker = self._talker(kind)
        has_streams = kind in ("tcp", "udp")
        columns = (
            tally.one, tally.two, tally.sent, tally.received, tally.sent_bytes, tally.received_bytes, tally.begin, tally.end, tally.packet,
        )  # fmt: skip
        rows = zip(numbers.tolist(), *(each.values[numbers].tolist() for each in columns), strict=True)
        return [
            Conversation(
                number if has_streams else None,
                talker(one),
                talker(two),
                sent,
                received,
                sent_bytes,
                received_bytes,
                None if begin == NEVER else begin,
                None if end == -NEVER else end,
                packet,
            )
            for number, one, two, sent, received, sent_bytes, received_bytes, begin, end, packet in rows
        ]

    def endpoints(self, kind: str) -> list[Endpoint]:
        """The ends of one kind, those with the most packets first; KeyError as above."""
        tally = self._tallies[kind]
        numbers = tally.numbers()
        ends = np.concatenate([tally.one.values[numbers], tally.two.values[numbers]])
        each, place = np.unique(ends, return_inverse=True)
        sums = []
        for one, two in (
            (tally.sent, tally.received),
            (tally.received, tally.sent),
            (tally.sent_bytes, tally.received_bytes),
            (tally.received_bytes, tally.sent_bytes),
        ):
            found = np.zeros(len(each), np.int64)
            np.add.at(found, place, np.concatenate([one.values[numbers], two.values[numbers]]))
            sums.append(found)
        order = np.lexsort((each, -(sums[0] + sums[1])))
        talker = self._talker(kind)
        rows: Sequence[Array] = [each[order], *(one[order] for one in sums)]
        return [Endpoint(talker(end), *counts) for end, *counts in zip(*(one.tolist() for one in rows), strict=True)]

    def _talker(self, kind: str) -> Callable[[int], Talker]:
        """What makes an end of its number; each address is spelled once."""
        texts: dict[int, str] = {}
        ported = kind in ("tcp", "udp")
        spell = mac_text if kind == "eth" else self._book.text

        def talker(number: int) -> Talker:
            address, port = (number >> PORT_BITS, number & LAST_PORT) if ported else (number, None)
            text = texts.get(address)
            if text is None:
                text = texts[address] = spell(address)
            return Talker(text, port)

        return talker
