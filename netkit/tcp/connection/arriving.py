"""A segment arrives: the checks in the order of RFC 9293 section 3.10.7, with RFC 5961's care against forgers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.connection.outgoing import acknowledge, refuse, synchronize
from netkit.tcp.connection.states import Cause, State
from netkit.tcp.event import EventKind
from netkit.tcp.segment import Flag
from netkit.tcp.sending.recovery import AckFacts
from netkit.tcp.sequence import ahead

if TYPE_CHECKING:
    from netkit.tcp.connection.block import Block
    from netkit.tcp.segment import Segment

__all__ = ["arrive"]

RECEIVING = frozenset({State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2})
PAWS_FOR = 24 * 86_400
"""Seconds after which the last timestamp says nothing any more (RFC 7323 section 5.5)."""

CHALLENGE_PAUSE = 0.5
"""Seconds between challenge ACKs of one connection (RFC 5961 section 7 wants a limit)."""


def arrive(block: Block, segment: Segment) -> None:
    """Take a segment in; what it makes is in the block's segments and events."""
    if block.state is State.CLOSED:
        if not segment.flags & Flag.RST:
            block.tell(EventKind.RESET, "reset.refused")
            refuse(block, segment)
    elif block.state is State.LISTEN:
        _listening(block, segment)
    elif block.state is State.SYN_SENT:
        _connecting(block, segment)
    else:
        _synchronized(block, segment)


def _listening(block: Block, segment: Segment) -> None:
    """Section 3.10.7.2."""
    if segment.flags & Flag.RST:
        return
    if segment.flags & Flag.ACK:
        block.tell(EventKind.RESET, "reset.refused")
        refuse(block, segment)
        return
    if not segment.flags & Flag.SYN:
        return
    block.passive = True
    _agree(block, segment)
    block.move(Cause.SYN)
    block.sender.books.next = 1
    _begin_handshake(block)
    synchronize(block)


def _connecting(block: Block, segment: Segment) -> None:
    """Section 3.10.7.3."""
    acceptable = False
    if segment.flags & Flag.ACK:
        acceptable = block.mine(segment.acknowledgment) == 1
        if not acceptable:
            if not segment.flags & Flag.RST:
                refuse(block, segment)
            return
    if segment.flags & Flag.RST:
        if acceptable:
            block.tell(EventKind.RESET, "reset.received")
            block.move(Cause.RST)
        return
    if not segment.flags & Flag.SYN:
        return
    _agree(block, segment)
    if acceptable:
        block.move(Cause.SYN_ACK)
        _established(block, segment)
        acknowledge(block)
        return
    block.move(Cause.SYN)
    _begin_handshake(block)
    synchronize(block)


def _synchronized(block: Block, segment: Segment) -> None:
    """Section 3.10.7.4."""
    start = block.theirs(segment.sequence)
    if _is_old(block, segment):
        block.tell(EventKind.DISCARD, "receive.old", start, segment.length)
        acknowledge(block)
        return
    if not _acceptable(block, start, segment.length):
        _unacceptable(block, segment, start)
        return
    if segment.flags & Flag.RST:
        _reset(block, start)
        return
    if segment.flags & Flag.SYN:
        if block.state is State.SYN_RECEIVED and block.theirs(segment.sequence) == 0 and segment.flags & Flag.ACK == 0:
            synchronize(block)
        else:
            _challenge(block)
        return
    if not segment.flags & Flag.ACK:
        return
    if block.timestamps and segment.timestamps is not None and start <= block.receiver.expected:
        block.recent, block.recent_at = segment.timestamps.value, block.now
    if not _acknowledgment(block, segment, start):
        return
    _text(block, segment, start)


def _is_old(block: Block, segment: Segment) -> bool:
    """Whether its timestamp is from before the last one: protection against wrapped numbers (RFC 7323 section 5.3)."""
    if not block.timestamps or segment.timestamps is None or segment.flags & Flag.RST:
        return False
    return ahead(segment.timestamps.value, block.recent) < 0 and block.now - block.recent_at < PAWS_FOR


def _acceptable(block: Block, start: int, length: int) -> bool:
    """Whether a part of it lies in the window (RFC 9293 table 6)."""
    expected, window = block.receiver.expected, max(block.receiver.window, 0)
    window = max(window, block.receiver.advertised_end - expected)
    if length == 0:
        return start == expected if window == 0 else expected <= start < expected + window
    if window == 0:
        return False
    return start < expected + window and start + length > expected


def _unacceptable(block: Block, segment: Segment, start: int) -> None:
    if segment.flags & Flag.RST:
        return
    if segment.length and start + segment.length <= block.receiver.expected:
        block.receiver.accept(start, segment.payload, finish=bool(segment.flags & Flag.FIN))
        if block.state is State.TIME_WAIT and segment.flags & Flag.FIN:
            block.quiet_at = block.now + block.profile.time_wait
        if segment.flags & Flag.ACK and not segment.flags & Flag.SYN:
            _acknowledgment(block, segment, start)
    else:
        block.tell(EventKind.DISCARD, "ack.outside", start, segment.length)
    acknowledge(block)


def _reset(block: Block, start: int) -> None:
    """Only the very number that is expected resets; others in the window are asked back (RFC 5961 section 3.2)."""
    if start != block.receiver.expected:
        _challenge(block)
        return
    block.tell(EventKind.RESET, "reset.received")
    if block.state is State.SYN_RECEIVED and block.passive:
        block.move(Cause.RST)
        block.state = State.LISTEN
        return
    block.move(Cause.RST)


def _challenge(block: Block) -> None:
    if block.now - block.challenged_at < CHALLENGE_PAUSE and block.challenged_at >= 0:
        return
    block.challenged_at = block.now
    block.tell(EventKind.ACKNOWLEDGE, "ack.challenge")
    acknowledge(block)


def _acknowledgment(block: Block, segment: Segment, start: int) -> bool:
    """The ACK field; False if the segment is to be dropped."""
    upto, books = block.mine(segment.acknowledgment), block.sender.books
    if block.state is State.SYN_RECEIVED:
        if upto != 1 and not (0 < upto <= books.next):
            refuse(block, segment)
            return False
        block.move(Cause.ACK_OF_SYN)
        _established(block, segment)
        if block.finish_wanted:
            block.move(Cause.CLOSE)
            block.sender.stream.finish()
    if upto > books.next or upto < books.acknowledged - max(block.sender.largest_window, 1):
        _challenge(block)  # RFC 5961 section 5.2
        return False
    window = segment.window << (block.their_shift if block.scaling else 0)
    _facts(block, segment, upto, window)
    _window(block, segment, start, upto, window)
    if block.sender.all_acknowledged and block.sender.stream.finished:
        if block.state is State.FIN_WAIT_1 and not (
            segment.flags & Flag.FIN and _in_order_finish(block, segment, start)
        ):
            block.move(Cause.ACK_OF_FIN)
        elif block.state in (State.CLOSING, State.LAST_ACK):
            ends = block.state is State.LAST_ACK
            block.move(Cause.ACK_OF_FIN)
            return not ends
    return True


def _in_order_finish(block: Block, segment: Segment, start: int) -> bool:
    return start + len(segment.payload) >= block.receiver.expected >= start


def _facts(block: Block, segment: Segment, upto: int, window: int) -> None:
    """What the ACK says of what is under way."""
    sender, books = block.sender, block.sender.books
    facts = AckFacts(before=books.acknowledged)
    blocks = [(block.mine(start), block.mine(end)) for start, end in segment.sack] if block.sack else []
    blocks = [each for each in blocks if each[0] < each[1] <= books.next]
    if blocks and (
        blocks[0][1] <= upto or (len(blocks) > 1 and blocks[1][0] <= blocks[0][0] <= blocks[0][1] <= blocks[1][1])
    ):
        facts.repeated = blocks.pop(0)
    sample = None
    if block.timestamps and segment.timestamps is not None and segment.timestamps.echo:
        age = ((block.clock() - segment.timestamps.echo) % 2**32) / 1000
        if age < 3600:
            facts.echo = block.now - age
            sample = block.now - facts.echo
    same_window = upto + window == sender.window_end
    facts.duplicate = (
        upto == books.acknowledged and len(books.flight) > 0 and not segment.payload
        and not segment.flags & (Flag.SYN | Flag.FIN) and same_window and facts.repeated is None
    )  # fmt: skip
    facts.congestion = bool(block.marks and segment.flags & Flag.ECE)
    before = books.acknowledged
    sender.acknowledged(upto, facts, blocks, sample)
    if facts.advanced:
        block.stuck_since = None
        block.tell(EventKind.ACKNOWLEDGED, "acknowledged.new", before, upto - before)
    elif facts.duplicate:
        block.tell(EventKind.DUPLICATE_ACK, "acknowledged.duplicate", upto, 0, count=sender.recovery.duplicates)
    if facts.congestion and sender.recovery.reduction is not None:
        block.reduced = True


def _window(block: Block, segment: Segment, start: int, upto: int, window: int) -> None:
    """The window that the other side offers, from its newest segment (RFC 9293 section 3.10.7.4)."""
    del segment
    if (start, upto) < block.window_from:
        return
    sender = block.sender
    shut_before = sender.window_end <= sender.books.next
    block.window_from = (start, upto)
    sender.window_end = max(upto + window, upto)
    sender.largest_window = max(sender.largest_window, window)
    if window == 0:
        block.tell(EventKind.WINDOW, "window.shut", upto)
    elif shut_before and sender.persist_at is not None and sender.window_end > sender.books.next:
        block.tell(EventKind.WINDOW, "window.open", upto)


def _text(block: Block, segment: Segment, start: int) -> None:
    """The data and FIN."""
    finish = bool(segment.flags & Flag.FIN)
    if not segment.payload and not finish:
        return
    if block.state not in RECEIVING:
        if segment.payload and block.state in (State.CLOSING, State.LAST_ACK, State.TIME_WAIT, State.CLOSE_WAIT):
            acknowledge(block)
        return
    if segment.congestion and block.marks:
        block.echo_congestion = True
    if segment.flags & Flag.CWR:
        block.echo_congestion = False
    receiver = block.receiver
    room = max(receiver.window, receiver.advertised_end - receiver.expected)
    fits = segment.payload[: max(0, receiver.expected + room - start)]
    receiver.accept(start, fits, finish=finish and len(fits) == len(segment.payload))
    if receiver.finished:
        done = block.sender.all_acknowledged and block.sender.stream.finished
        block.move(Cause.FIN_AND_ACK if block.state is State.FIN_WAIT_1 and done else Cause.FIN)


def _agree(block: Block, segment: Segment) -> None:
    """What the other side's SYN offers, as far as this side does, too."""
    profile = block.profile
    block.their_initial = segment.sequence
    block.receiver.expected = 1
    block.scaling = profile.window_scaling and segment.shift is not None
    block.their_shift = min(segment.shift or 0, 14)
    block.sack = profile.sack and segment.sack_permitted
    block.timestamps = profile.timestamps and segment.timestamps is not None
    if segment.timestamps is not None:
        block.recent, block.recent_at = segment.timestamps.value, block.now
    marked = Flag.ECE | Flag.CWR
    asked = segment.flags & marked == (Flag.ECE if segment.flags & Flag.ACK else marked)
    block.marks = profile.congestion_marks and asked
    overhead = 12 if block.timestamps else 0
    block.sender.largest = max(1, min(segment.largest or 536, block.largest) - overhead)
    block.receiver.largest = max(1, block.largest - overhead)
    block.sender.books.sack, block.sender.books.timestamps = block.sack, block.timestamps
    block.sender.window_end = 1 + segment.window
    block.sender.largest_window = segment.window


def _established(block: Block, segment: Segment) -> None:
    """The handshake is over: the first number is used up, and a round trip was measured if nothing was sent twice."""
    books = block.sender.books
    if block.handshake_count == 1:
        sent_at = block.handshake_sent_at
        books.round_trip.sample(block.now - sent_at)
    if block.handshake_count > block.profile.handshakes_forgiven:
        books.control.window = 1  # RFC 5681 section 3.1: a lost SYN speaks of a crowded path
    block.handshake_at = None
    books.acknowledged = books.next = 1
    window = segment.window << (block.their_shift if block.scaling and not segment.flags & Flag.SYN else 0)
    block.sender.window_end = 1 + window
    block.sender.largest_window = max(window, 1)
    block.window_from = (block.theirs(segment.sequence), 1)


def _begin_handshake(block: Block) -> None:
    block.handshake_count += 1
    block.handshake_sent_at = block.now
    block.handshake_at = block.now + block.profile.initial_timeout * 2 ** (block.handshake_count - 1)
