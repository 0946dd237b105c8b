"""What there is in a capture to be made anew: addresses, names, ports, and the course of every connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.capture.anew.ipv6 import embedded
from netkit.capture.anew.names import Labels, address_of, labels_of
from netkit.capture.anew.numbers import Course
from netkit.capture.anew.ports import FIRST_CLIENT_PORT, FIRST_USUAL_PORT
from netkit.capture.anew.texts import MENTIONED, TOKEN, ipv4_of
from netkit.capture.rewriting.natures import Nature, is_network, is_no_address, nature_of
from netkit.capture.streams.following import CLIENT, MOST_HELD, SERVER, Following
from netkit.capture.streams.messages import Message, messages_of
from netkit.capture.streams.numbers import ACK, RST, SYN, Segment, StreamNumbers
from netkit.capture.streams.segments import Datagram, transports
from netkit.packet.fragments import Completed, Defragmenter
from netkit.packet.registry import READERS
from netkit.tcp.sequence import MODULUS, ahead

if TYPE_CHECKING:
    from netkit.capture.record import Record
    from netkit.capture.streams.numbers import Key
    from netkit.packet import DissectedField, Dissection
    from netkit.packet.fragments.result import Reassembled

__all__ = ["Seen", "Speech", "see"]

_EVERYBODY = (1 << 48) - 1
_ADDRESSES = ("ip.dst", "arp.dst.proto_ipv4")
_PORTS = ("tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport")
_KNOWN_PORTS = frozenset(number for space, number in READERS if space in ("tcp.port", "udp.port"))


@dataclass(frozen=True, slots=True)
class Speech:
    """What one direction of a TCP connection said: stretches with their offsets, the messages in them, the number of the first byte."""

    key: Key
    first: int
    pieces: Sequence[tuple[int, bytes]]
    messages: Sequence[Message]


@dataclass(slots=True)
class Seen:
    """Everything that was seen. `mentioned` are IPv4 addresses in texts and names.

    Of captures that were made of one traffic at several places, `same` has a direction of TCP for each that it is another form of; of one
    capture alone it is None.
    """

    ipv4: set[int] = field(default_factory=set)
    ipv6: set[int] = field(default_factory=set)
    macs: set[int] = field(default_factory=set)
    broadcasts: set[int] = field(default_factory=set)
    mentioned: set[int] = field(default_factory=set)
    names: set[Labels] = field(default_factory=set)
    clients: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    ports: set[int] = field(default_factory=set)
    courses: dict[Key, Course] = field(default_factory=dict)
    speeches: list[Speech] = field(default_factory=list)
    wholes: list[tuple[Reassembled, int | None]] = field(default_factory=list)
    first_time: int | None = None
    same: dict[Key, Key] | None = None
    _askers: dict[frozenset[tuple[bytes, int]], int | None] = field(default_factory=dict)

    @property
    def spelled(self) -> set[int]:
        """Addresses of the capture that stand in texts and names, too."""
        return self.mentioned & self.ipv4

    @property
    def fixed_ports(self) -> set[int]:
        """Ports that stay: those that protocols are known by, and that somebody was asked on."""
        return (self.ports - self.clients) | self.asked | _KNOWN_PORTS

    def take(self, fields: Iterable[DissectedField], data: bytes) -> None:
        """Note addresses, names and ports of dissected fields, which stand in these bytes."""
        for found in fields:
            nature = nature_of(found.field)
            if nature is Nature.NUMBER:
                if found.key in _PORTS:
                    self.ports.add(found.raw_value)
                continue
            start, rest = divmod(found.start_bit, 8)
            old = data[start : start + found.width_bits // 8]
            if not old or rest:
                continue
            if nature is Nature.NAME:
                self._name(labels_of(found.raw_value.text))
            elif nature is Nature.TEXT or (nature is Nature.BYTES and len(old) > 3):
                self.read(old)
            else:
                self._address(nature, found.key, old)

    def _address(self, nature: Nature, key: str, old: bytes) -> None:
        number = int.from_bytes(old, "big")
        if nature is Nature.IPV4 and not is_no_address(key, old):
            if is_network(key):
                return
            self.ipv4.add(number)
            if "broadcast" in key:
                self.broadcasts.add(number)
        elif nature is Nature.IPV6:
            self.ipv6.add(number)
            self.ipv4.update(embedded(number))
        elif nature is Nature.MAC:
            self.macs.add(number)
        elif nature is Nature.ROUTE:
            self.ipv4.add(int.from_bytes(old[-4:], "big"))

    def _name(self, labels: Labels) -> None:
        if not labels[-1]:
            return
        self.names.add(labels)
        found = address_of(labels)
        if found is not None:
            number, bits, size = found
            if size == 32:
                self.ipv4.add(number)
                self.mentioned.add(number)
            elif bits == size:
                self.ipv6.add(number)
                self.ipv4.update(embedded(number))

    def read(self, text: bytes) -> None:
        """Note names that a text says are such, and remember which words may be addresses."""
        for local, name in MENTIONED.findall(text):
            labels = labels_of(name.decode("ascii"))
            if ipv4_of(name) is None:
                self._name(labels)
                if local:
                    self.names.add((local.lower(),))
        for token in TOKEN.findall(text) if text.count(b".") > 2 else ():
            address = ipv4_of(token)
            if address is not None:
                self.mentioned.add(address)

    def roles(self, packet: Dissection) -> None:
        """Note which ports of a packet are a client's, and which address is everybody's on a link."""
        frame = packet.field("eth.dst")
        if frame is not None and frame.raw_value == _EVERYBODY:
            for key in _ADDRESSES:
                found = packet.field(key)
                if found is not None and (found.raw_value + 1) & 3 == 0 and key == "ip.dst":
                    self.broadcasts.add(found.raw_value)
        for segment, _, _ in transports(packet):
            source, destination = segment.source_port, segment.destination_port
            asker: int | None
            if isinstance(segment, Segment) and segment.flags & (SYN | ACK) == SYN:
                asker = source
            elif isinstance(segment, Segment) and segment.flags & (SYN | ACK) == SYN | ACK:
                asker = destination
            else:
                # of datagrams whoever spoke first asked; of segments in the middle of a stream nobody knows
                first = source if isinstance(segment, Datagram) else max(source, destination)
                asker = self._askers.setdefault(frozenset(_ends(segment)), _asker(source, destination, first))
            if asker is not None:
                self.clients.add(asker)
                self.asked.add(destination if asker == source else source)

    def course(self, segment: Segment) -> None:
        """Note how far a direction's sequence numbers get."""
        key = segment[:4]
        course = self.courses.get(key)
        sequence, size = segment.sequence, segment.length or 0
        if course is None:
            course = self.courses[key] = Course(sequence)
        elif segment.flags & SYN and not course.length:
            course.first = sequence
        course.length = max(course.length, ahead(sequence + size, course.first))
        course.zero = course.zero and not sequence and bool(segment.flags & RST)


def _ends(segment: Segment | Datagram) -> tuple[tuple[bytes, int], tuple[bytes, int]]:
    return (segment.source, segment.source_port), (segment.destination, segment.destination_port)


def _asker(source: int, destination: int, first: int) -> int | None:
    """The client's port of two where nobody saw the opening, if no other says it the `first`; None where both may be a service's."""
    known = [port for port in (source, destination) if port < FIRST_CLIENT_PORT or port in _KNOWN_PORTS]
    if len(known) == 2 or source == destination:
        return None
    if known:
        return destination if known[0] == source else source
    high = [port for port in (source, destination) if port >= FIRST_USUAL_PORT]
    return high[0] if len(high) == 1 else first


def see(records: Iterable[Record], packets: Iterable[Dissection]) -> Seen:
    """All that there is in a capture; `packets` are its records taken apart."""
    seen, numbers, streams = Seen(), StreamNumbers(), dict[int, Following]()
    defragmenter = Defragmenter()
    for record, packet in zip(records, packets, strict=True):
        if record.time is not None and (seen.first_time is None or record.time < seen.first_time):
            seen.first_time = record.time
        seen.take(packet.fields, packet.data)
        seen.roles(packet)
        for event in defragmenter.receive(packet, record.number, now=record.time):
            if not isinstance(event, Completed):
                continue
            if event.whole is not None:
                seen.wholes.append((event.whole, record.time))
                seen.take(event.packet.fields, event.packet.data)
                seen.roles(event.packet)
            for segment, layer, part in transports(event.packet):
                if isinstance(segment, Segment) and not part:
                    seen.course(segment)
                    stream = numbers.take(segment).stream
                    if stream not in streams:
                        streams[stream] = Following(stream, "first", MOST_HELD)
                    start, end = layer.content or (0, 0)
                    streams[stream].receive(segment, event.packet.data[start:end], event.numbers, record.number)
    for following in streams.values():
        _hear(following, seen)
    return seen


def _hear(following: Following, seen: Seen) -> None:
    """Note what both sides of a stream said."""
    found = following.result()
    if found is None:
        return
    messages, _ = messages_of(found)
    for direction, source, destination in ((CLIENT, found.client, found.server), (SERVER, found.server, found.client)):
        side = following.sides[direction]
        if side.bytes is None or not found.data[direction]:
            continue
        first = (side.bytes.next_sequence - side.bytes.next_offset) % MODULUS
        own = [message for message in messages if message.direction == direction]
        key = (source.packed, destination.packed, source.port, destination.port)
        pieces = found.data[direction]
        seen.speeches.append(Speech(key, first, pieces, own))
        for message in own:
            seen.take(message.dissection.fields, message.dissection.data)
        for _, data in pieces:
            seen.read(data)
