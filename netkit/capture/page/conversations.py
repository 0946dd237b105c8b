"""TCP streams as the page's script reads them: who said what, by where the bytes stand in the packets that brought them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from netkit.capture.page.entries import Entries
from netkit.capture.record import Record
from netkit.capture.streams.follow_view import end_of
from netkit.capture.streams.following import CLIENT, MOST_HELD, SERVER, Chunk, Followed, Following
from netkit.capture.streams.messages import Message, messages_of
from netkit.capture.streams.numbers import Segment, StreamNumbers
from netkit.capture.streams.packets import whole_packets
from netkit.capture.streams.segments import transports
from netkit.view import Json

__all__ = ["conversations"]

MOST_MESSAGES = 1000
"""Messages of a stream that are listed."""


def conversations(records: Sequence[Record], numbers: Mapping[int, Sequence[int]], entries: Entries) -> list[Json]:
    """Every stream; `numbers` are those that a packet has under `tcp.stream` in the whole capture, of which `records` may be a part."""
    places = {record.number: place for place, record in enumerate(records)}
    return [_stream(each, _number(each, numbers), records, places, entries) for each in _followed(records)]


def _followed(records: Sequence[Record]) -> list[Followed]:
    """Every stream but those of which there are only parts: quoted in errors, or in fragments that never became whole."""
    numbers = StreamNumbers()
    following: dict[int, Following] = {}
    for record, of, packet in whole_packets(records):
        for segment, layer, part in transports(packet):
            if not isinstance(segment, Segment):
                continue
            number = numbers.take(segment).stream
            if not part:
                start, end = layer.content or (0, 0)
                if number not in following:
                    following[number] = Following(number, "first", MOST_HELD)
                following[number].receive(segment, packet.data[start:end], of, record.number)
    found = (following[number].result() for number in sorted(following))
    return [each for each in found if each is not None]


def _number(found: Followed, numbers: Mapping[int, Sequence[int]]) -> int:
    """The stream's number in the whole capture, by that of its first packet."""
    known = numbers.get(found.first, ())
    return known[0] if len(known) == 1 else found.number


def _stream(
    found: Followed, number: int, records: Sequence[Record], places: Mapping[int, int], entries: Entries
) -> Json:
    messages, more = messages_of(found)
    return {
        "number": number,
        "client": found.client.text,
        "server": found.server.text,
        "ended": end_of(found.ended, began=found.opened),
        "said": {side: [found.said(side), found.missing(side)] for side in (CLIENT, SERVER)},
        "problems": [entries.string(text) for text in found.problems],
        "chunks": [_chunk(chunk, found, records, places) for chunk in found.chunks],
        "messages": [_message(each, places, entries) for each in messages[:MOST_MESSAGES]],
        "more_messages": more or len(messages) > MOST_MESSAGES,
    }


def _message(message: Message, places: Mapping[int, int], entries: Entries) -> Json:
    packets: list[Json] = [places[number] for number in message.packets]
    return [message.direction, entries.string(message.protocol), entries.string(message.text), packets]


def _chunk(chunk: Chunk, found: Followed, records: Sequence[Record], places: Mapping[int, int]) -> Json:
    """Who, from which offset on, how many bytes, and the pieces (none where the bytes are missing).

    A piece is a packet's place, the first byte in it, and how many; or the packet's place and the bytes in hex, where they do not stand
    in one packet, as those that came in fragments.
    """
    pieces: list[Json] = []
    if chunk.data is not None:
        owners = found.owners[chunk.direction]
        at, end = chunk.start, chunk.start + chunk.length
        index = max(bisect_right(owners, at, key=lambda owner: owner.start) - 1, 0)
        while at < end and index < len(owners):
            owner = owners[index]
            index += 1
            stop = min(owner.start + owner.length, end)
            if stop <= at:
                continue
            data = chunk.data[at - chunk.start : stop - chunk.start]
            place = places[owner.numbers[0]]
            # The data of a segment stand at the end of its packet, before a trailer at most.
            first = records[place].data.rfind(data)
            pieces.append([place, first, len(data)] if first >= 0 else [place, data.hex()])
            at = stop
    return [chunk.direction, chunk.start, chunk.length, pieces]
