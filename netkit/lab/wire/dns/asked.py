"""Questions with what came back: each question once, its answer by number, addresses, ports and question (RFC 5452 section 9.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import dns.flags
import dns.message
import dns.name
import dns.rcode
from dns.rdatatype import RdataType

from netkit.address import parse_address
from netkit.capture.queries.exchanges import Exchange, Exchanges
from netkit.capture.queries.message import Message
from netkit.capture.queries.reading import MessageReader
from netkit.capture.streams.end import End
from netkit.capture.streams.segments import transports
from netkit.dns.name_text import name_text
from netkit.dns.wire import read_message
from netkit.lab.packet import Packet
from netkit.lab.wire.dns.response import Response, response_kind
from netkit.lab.wire.event import NANOSECONDS, Facts
from netkit.language import Phrase
from netkit.packet.fragments import Completed, Defragmenter

__all__ = ["FILTER", "Asked", "asked", "bursts"]

FILTER = "udp.port == 53 || tcp.port == 53 || ip.frag_offset > 0 || ipv6.fraghdr.offset > 0"
"""The packets that questions and answers lie in; of a datagram in fragments only the first has ports."""

PAUSE = int(1.5 * NANOSECONDS)
"""What is asked after so long a time was asked by another command."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A question and what came back; `client` asked `server` over `transport`, which is `udp` or `tcp`.

    `number` and `time` are those of the packet with the question, `answer_number` and `answer_time` those of the answer (None: none came).
    `copies` are the packets in which the same question was sent again, `packets` all that carried any of it.
    """

    query: dns.message.Message
    response: dns.message.Message | None
    transport: str
    client: End
    server: End
    number: int
    time: int | None
    answer_number: int | None
    answer_time: int | None
    copies: Sequence[int]
    packets: Sequence[int]

    @property
    def name(self) -> dns.name.Name:
        """The name in the question."""
        return self.query.question[0].name

    @property
    def type(self) -> RdataType:
        """The type in the question."""
        return self.query.question[0].rdtype

    @property
    def ended(self) -> int:
        """The packet with the answer, or else that with the question."""
        return self.answer_number or self.number

    @property
    def ended_time(self) -> int | None:
        """When the answer came, or else when it was asked."""
        return self.answer_time if self.answer_number else self.time

    @property
    def kind(self) -> Response:
        """What came back."""
        return response_kind(self.query, self.response)

    def asks(self, flag: dns.flags.Flag) -> bool:
        """Whether a flag of the header is set in the question."""
        return bool(self.query.flags & flag)

    @property
    def asks_for_signatures(self) -> bool:
        """Whether the question has the DO bit (RFC 3225)."""
        return bool(self.query.ednsflags & dns.flags.DO)

    @property
    def authoritative(self) -> bool:
        """Whether the answer has AA."""
        return self.response is not None and bool(self.response.flags & dns.flags.AA)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every address that the answer gives, in canonical text, wherever it stands there."""
        return frozenset(address for found in self._given.values() for address in found)

    @cached_property
    def glue(self) -> frozenset[dns.name.Name]:
        """The names whose addresses the answer gives beside it, in its additional section."""
        return frozenset(self._given) - {self.name}

    @cached_property
    def _given(self) -> dict[dns.name.Name, list[str]]:
        """The addresses that an answer gives, by their names."""
        response, given = self.response, dict[dns.name.Name, list[str]]()
        for rrset in (*response.answer, *response.additional) if response is not None else ():
            if rrset.rdtype in (RdataType.A, RdataType.AAAA):
                given.setdefault(rrset.name, []).extend(str(parse_address(record.address)) for record in rrset)
        return given

    def answers(self, kind: RdataType, covers: RdataType = RdataType.NONE) -> bool:
        """Whether there is a record of a type (a signature over a type) in the answer section."""
        return self.response is not None and any(
            rrset.rdtype == kind and rrset.covers == covers for rrset in self.response.answer
        )

    @cached_property
    def facts(self) -> Facts:
        """The question's packet, port, name, type, server and transport; the answer's packet and what it is."""
        kind = RdataType.to_text(self.type)
        name = name_text(self.name)
        response = self.response
        return {
            "packet": self.number,
            "answer_packet": self.answer_number or 0,
            "name": name,
            "type": kind,
            "server": self.server.address,
            "port": self.client.port,
            "transport": self.transport.upper(),
            "payload": int(self.query.payload) if self.query.edns >= 0 else 512,
            "came": self.kind,
            "rcode": "" if response is None else dns.rcode.to_text(response.rcode()),
        }

    @property
    def words(self) -> Phrase:
        """Which question it is."""
        return Phrase("wire.asked", "packet {packet}, which asks {server} for {name}, type {type}")

    @property
    def told(self) -> Phrase:
        """What was asked, and what came back."""
        return Phrase("wire.asking", "{server} is asked for {name}, type {type}: {came}")


def asked(packets: Sequence[Packet]) -> list[Asked]:
    """The questions in some packets, in their order; what can't be read as a question is passed over."""
    exchanges, carried = Exchanges(), _Carried()
    for message, conversation in carried.messages(packets):
        if message.protocol == "dns":
            exchanges.take(message, conversation, selected=True)
    made = (_made(exchange, carried) for exchange in exchanges.found)
    return sorted((each for each in made if each is not None), key=lambda each: each.number)


class _Carried:
    """Which packets carried what: the fragments of a datagram, the segments of a connection."""

    def __init__(self) -> None:
        self._fragments: dict[int, Sequence[int]] = {}
        self._connections: dict[frozenset[End], list[int]] = {}

    def messages(self, packets: Sequence[Packet]) -> Iterator[tuple[Message, object]]:
        """The messages, in the order in which they were whole."""
        defragmenter, reader = Defragmenter(), MessageReader(keep_bytes=True)
        for packet in packets:
            for event in defragmenter.receive(packet.dissection, packet.number, now=packet.time):
                if isinstance(event, Completed):
                    self._fragments[packet.number] = event.numbers
                    for found in transports(event.packet):
                        if found.layer.key == "tcp" and not found.layer.quoted:
                            one = found.segment
                            ends = frozenset(
                                {End(one.source, one.source_port), End(one.destination, one.destination_port)}
                            )
                            self._connections.setdefault(ends, []).append(packet.number)
                    yield from reader.take(event.packet, number=packet.number, time=packet.time)

    def of(self, message: Message) -> Sequence[int]:
        """The packets that carried a message."""
        if message.transport == "tcp":
            return self._connections.get(frozenset({message.source, message.destination}), (message.number,))
        return self._fragments.get(message.number, (message.number,))


def _made(exchange: Exchange, carried: _Carried) -> Asked | None:
    question, answer = exchange.question, exchange.answer
    if question is None:
        return None
    query, _ = read_message(question.data)
    if query is None or len(query.question) != 1:
        return None
    response = None if answer is None else read_message(answer.data)[0]
    if response is None or response.question != query.question:
        # another's, or nothing that can be read: no answer to this
        response = answer = None
    packets = {*carried.of(question), *exchange.copies, *(carried.of(answer) if answer is not None else ())}
    return Asked(
        query=query,
        response=response,
        transport=question.transport,
        client=question.source,
        server=question.destination,
        number=question.number,
        time=question.time,
        answer_number=None if answer is None else answer.number,
        answer_time=None if answer is None else answer.time,
        copies=tuple(exchange.copies),
        packets=tuple(sorted(packets)),
    )


def bursts(events: Sequence[Asked]) -> list[list[Asked]]:
    """The questions divided where nobody asked for a while: what one command asked, as far as that can be seen."""
    found: list[list[Asked]] = []
    for event in events:
        before = found[-1][-1].time if found else None
        if not found or (before is not None and event.time is not None and event.time - before > PAUSE):
            found.append([])
        found[-1].append(event)
    return found
