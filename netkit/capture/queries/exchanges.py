"""Questions with what came back for them.

DNS is paired as Wireshark does it (`pairing`). Of multicast DNS a question is answered by whoever has a record of its name and type, for
answers go to everyone and have no number (RFC 6762 §18.1); and to LLMNR one answers from an address that was not asked (RFC 4795 §2.4), so
there the asker and the number count.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from netkit.capture.queries.message import Message
from netkit.capture.queries.pairing import RETRANSMISSION, Pairing

__all__ = ["MOST_KEPT", "Exchange", "Exchanges"]

MOST_KEPT = 200_000
"""Exchanges that are listed; of later ones only the number is known. Each takes some 2 kilobytes."""

MOST_MULTICAST = 10_000
"""Names that were asked for by multicast and wait for an answer."""

MULTICAST_PORT, LLMNR_PORT = 5353, 5355


@dataclass(slots=True)
class Exchange:
    """A question and its answer, one of which may be missing; `time` is in nanoseconds, from the first copy of the question on.

    `copies` are the packets in which the question came again, `more_answers` those in which an answer did. `selected` says that the filter
    selects a packet of it.
    """

    question: Message | None
    answer: Message | None = None
    time: int | None = None
    copies: list[int] = field(default_factory=list)
    more_answers: list[int] = field(default_factory=list)
    selected: bool = False
    repeats: int = 0
    """How often the question or the answer came again, however many of them are listed."""

    @property
    def status(self) -> str:
        """`answered`, `unanswered`, or `unasked`."""
        return "unasked" if self.question is None else "unanswered" if self.answer is None else "answered"

    @property
    def message(self) -> Message:
        """The question, or the answer where nobody asked."""
        found = self.question or self.answer
        assert found is not None  # noqa: S101 - one of them is there
        return found


MOST_COPIES = 100
"""Packets with copies that are listed of one exchange."""


class Exchanges:
    """Messages go in, in the order of the capture; `found` has the exchanges in the order in which they began."""

    def __init__(self) -> None:
        self.found: list[Exchange] = []
        self.left_out = 0
        """Exchanges beyond those that are kept."""
        self.announcements = 0
        """Answers of multicast DNS for which nobody asked, as is usual there (RFC 6762 §8.3)."""
        self.pairing = Pairing()
        self._multicast: OrderedDict[tuple[str, str], Exchange] = OrderedDict()

    def take(self, message: Message, conversation: object, *, selected: bool) -> None:
        """Take in the next message."""
        if message.protocol == "mdns" and MULTICAST_PORT == message.source.port == message.destination.port:
            exchange = self._announced(message) if message.response else self._asked_of_all(message)
        else:
            exchange = self._paired(message, _asker(message, conversation))
        if exchange is not None:
            exchange.selected = exchange.selected or selected

    def _paired(self, message: Message, conversation: object) -> Exchange:
        exchange = Exchange(None if message.response else message)
        paired = self.pairing.take(
            conversation,
            message.identification,
            response=message.response,
            number=message.number,
            time=message.time,
            subject=exchange,
        )
        known: Exchange | None = paired.subject
        if paired.unasked or known is None:
            exchange.answer = message if message.response else None
            return self._keep(exchange)
        if paired.copy_of:
            known.repeats += 1
            listed = known.more_answers if message.response else known.copies
            if len(listed) < MOST_COPIES:
                listed.append(message.number)
        elif known.answer is None:
            known.answer, known.time = message, paired.time
        return known

    def _asked_of_all(self, message: Message) -> Exchange:
        exchange = Exchange(message)
        for each in message.questions:
            name = each.name.lower(), each.type
            asked = self._multicast.get(name)
            if asked is not None and asked.question is not None and _within(asked.question, message):
                asked.repeats += 1
                if len(asked.copies) < MOST_COPIES:
                    asked.copies.append(message.number)
                return asked
            self._multicast[name] = exchange
            if len(self._multicast) > MOST_MULTICAST:
                self._multicast.popitem(last=False)
        return self._keep(exchange)

    def _announced(self, message: Message) -> Exchange | None:
        first: Exchange | None = None
        for name in _answered(message):
            asked = self._multicast.pop(name, None)
            if asked is None or asked.question is None or asked.answer is not None:
                continue
            asked.answer = message
            if message.time is not None and asked.question.time is not None:
                asked.time = message.time - asked.question.time
            first = first or asked
        self.announcements += first is None
        return first

    def _keep(self, exchange: Exchange) -> Exchange:
        if len(self.found) < MOST_KEPT:
            self.found.append(exchange)
        else:
            self.left_out += 1
        return exchange


def _asker(message: Message, conversation: object) -> object:
    """What names the conversation: of a protocol whose answers come from elsewhere, the end that asked."""
    if message.protocol == "dns" or message.transport == "tcp":
        return conversation
    return message.protocol, message.destination if message.response else message.source


def _answered(message: Message) -> Iterator[tuple[str, str]]:
    for each in message.answers:
        yield each.name.lower(), each.type
        yield each.name.lower(), "ANY"


def _within(first: Message, message: Message) -> bool:
    return first.time is None or message.time is None or message.time - first.time < RETRANSMISSION
