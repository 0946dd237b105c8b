"""Segments as they go out: numbers, flags and options put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.connection.states import State
from netkit.tcp.event import EventKind
from netkit.tcp.segment import Flag, Segment, Timestamps
from netkit.tcp.sequence import add

if TYPE_CHECKING:
    from netkit.tcp.connection.block import Block
    from netkit.tcp.sending.sender import Emission

__all__ = ["acknowledge", "data", "refuse", "reset", "synchronize"]

FULL = 65_535


def synchronize(block: Block) -> None:
    """SYN, or SYN and ACK, with all that is offered (RFC 9293 section 3.7.1, RFC 7323, RFC 2018)."""
    profile, answer = block.profile, block.state is not State.SYN_SENT
    flags = Flag.SYN | (Flag.ACK if answer else Flag(0))
    if profile.congestion_marks:
        if not answer:
            flags |= Flag.ECE | Flag.CWR
        elif block.marks:
            flags |= Flag.ECE
    block.segments.append(
        Segment(
            sequence=block.initial,
            acknowledgment=add(block.their_initial, block.receiver.expected) if answer else 0,
            flags=flags,
            window=min(block.receiver.window, FULL),
            largest=block.largest,
            shift=block.shift if (block.scaling if answer else profile.window_scaling) else None,
            sack_permitted=block.sack if answer else profile.sack,
            timestamps=Timestamps(block.clock(), block.recent)
            if (block.timestamps if answer else profile.timestamps)
            else None,
        )
    )
    block.receiver.told = block.receiver.expected
    block.receiver.advertised_end = block.receiver.expected + min(block.receiver.window, FULL)


def acknowledge(block: Block, number: int | None = None) -> None:
    """An ACK without data, from `number` on (the next, where nothing is said)."""
    number = block.sender.books.next if number is None else number
    block.segments.append(_segment(block, number, Flag.ACK, b"", blocks=_room_for_blocks(block, 0)))
    block.receiver.acknowledged()


def data(block: Block, emission: Emission, *, again: bool) -> None:
    """Data, and FIN where the stream ends in it; `again` says that it was sent before, or only asks for the window.

    Such a segment neither says that the window was reduced nor may a router mark it (RFC 3168 sections 6.1.2, 6.1.5 and 6.1.6).
    """
    start, end, push = emission
    stream = block.sender.stream
    payload = stream.taken(start, end)
    flags = Flag.ACK
    if push and payload:
        flags |= Flag.PSH
    if end > stream.written:
        flags |= Flag.FIN
    pointer = min(max(0, stream.urgent_end - start), FULL)
    if pointer:
        flags |= Flag.URG
    if block.marks and block.reduced and not again:
        flags |= Flag.CWR
        block.reduced = False
    blocks = _room_for_blocks(block, len(payload)) if block.receiver.owed else 0
    if block.sack and block.receiver.owed and block.receiver.has_blocks and not blocks:
        acknowledge(block)  # no room for SACK beside that much data
    capable = block.marks and not again
    block.segments.append(_segment(block, start, flags, payload, blocks=blocks, capable=capable, urgent=pointer))
    block.receiver.acknowledged()
    if payload and not again:
        block.receiver.answered()


def reset(block: Block) -> None:
    """RST from the next number on."""
    block.segments.append(_segment(block, block.sender.books.next, Flag.RST | Flag.ACK, b""))


def refuse(block: Block, segment: Segment, rule: str = "reset.refused") -> None:
    """RST for a segment that fits no connection (RFC 9293 section 3.10.7.1)."""
    block.tell(EventKind.RESET, rule)
    if segment.flags & Flag.ACK:
        block.segments.append(Segment(sequence=segment.acknowledgment, flags=Flag.RST))
        return
    block.segments.append(
        Segment(
            sequence=0,
            acknowledgment=add(segment.sequence, segment.length),
            flags=Flag.RST | Flag.ACK,
        )
    )


def _room_for_blocks(block: Block, length: int) -> int:
    """How many SACK blocks fit into the header, beside `length` bytes of data (RFC 2018 section 3, RFC 9293 section 3.7.1)."""
    stamps = 12 if block.timestamps else 0
    room = 40 - stamps if not length else min(40 - stamps, block.sender.largest - length)
    return max(0, (room - 4) // 8)


def _segment(
    block: Block,
    number: int,
    flags: Flag,
    payload: bytes,
    *,
    blocks: int = 0,
    capable: bool = False,
    urgent: int = 0,
) -> Segment:
    receiver = block.receiver
    if block.marks and block.echo_congestion:
        flags |= Flag.ECE
    sack: tuple[tuple[int, int], ...] = ()
    if blocks and block.sack:
        found = receiver.blocks(blocks)
        sack = tuple((add(block.their_initial, start), add(block.their_initial, end)) for start, end in found)
    return Segment(
        sequence=block.wire(number),
        acknowledgment=add(block.their_initial, receiver.expected),
        flags=flags,
        window=min(receiver.window >> (block.shift if block.scaling else 0), FULL),
        urgent=urgent,
        payload=payload,
        sack=sack,
        timestamps=Timestamps(block.clock(), block.recent) if block.timestamps else None,
        capable=capable and bool(payload),
    )
