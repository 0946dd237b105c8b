"""A segment arrives: the checks in the order of RFC 9293 section 3.10.7, with RFC 5961's care against forgers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.connection.handshake import connecting, established, listening, synchronizing
from netkit.tcp.connection.outgoing import acknowledge, refuse
from netkit.tcp.connection.reopening import reopening, reopens, returning
from netkit.tcp.connection.states import Cause, State
from netkit.tcp.event import EventKind
from netkit.tcp.segment import Flag
from netkit.tcp.sending.recovery import AckFacts
from netkit.tcp.sequence import ahead

if TYPE_CHECKING:
    from netkit.tcp.connection.block import Block
    from netkit.tcp.segment import Segment

__all__ = ["RECEIVING", "arrive"]

RECEIVING = frozenset({State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2})
PAWS_FOR = 24 * 86_400
"""Seconds after which the last timestamp says nothing any more (RFC 7323 section 5.5)."""

CHALLENGE_PAUSE = 0.5
"""Seconds between challenge ACKs of one connection (RFC 5961 section 7 wants a limit)."""


def arrive(block: Block, segment: Segment) -> None:
    """Take a segment in; what it makes is in the block's segments and events."""
    if not block.single:
        block.tell(EventKind.DISCARD, "discard.address")
    elif block.state is State.CLOSED:
        if not segment.flags & Flag.RST:
            refuse(block, segment)
    elif block.state is State.LISTEN:
        listening(block, segment)
    elif block.state is State.SYN_SENT:
        connecting(block, segment)
    else:
        _synchronized(block, segment)


def _synchronized(block: Block, segment: Segment) -> None:
    """Section 3.10.7.4."""
    if block.state is State.SYN_RECEIVED and segment.flags & Flag.SYN and synchronizing(block, segment):
        return
    start = block.theirs(segment.sequence)
    if segment.flags & Flag.RST:
        _reset(block, start)
    elif reopens(block, segment):
        reopening(block, segment)
    elif _lacks_timestamps(block, segment):
        block.tell(EventKind.DISCARD, "discard.timestamps", start, len(segment.payload))
    elif _is_old(block, segment):
        block.tell(EventKind.DISCARD, "receive.old", start, len(segment.payload))
        if segment.length or _seldom(block):
            acknowledge(block)
    elif not _acceptable(block, start, segment.length):
        _unacceptable(block, segment, start)
    elif segment.flags & Flag.SYN:
        _challenge(block, "ack.challenge-syn")
    elif not segment.flags & Flag.ACK:
        block.tell(EventKind.DISCARD, "discard.checks", start, len(segment.payload))
    else:
        if block.timestamps and segment.timestamps is not None and start <= block.receiver.told:
            block.recent, block.recent_at = segment.timestamps.value, block.now
        if _acknowledgment(block, segment, start):
            _urgent(block, segment, start)
            _text(block, segment, start)


def _lacks_timestamps(block: Block, segment: Segment) -> bool:
    """Whether both sides had agreed on timestamps, and this one has none (RFC 7323 section 3.2).

    A SYN is asked back in any case (RFC 5961 section 4.2): it may be of one that has forgotten what was agreed on.
    """
    lacks = block.timestamps and segment.timestamps is None and not segment.flags & Flag.SYN
    return lacks and block.profile.insist_on_timestamps


def _is_old(block: Block, segment: Segment) -> bool:
    """Whether its timestamp is from before the last one: protection against wrapped numbers (RFC 7323 section 5.3)."""
    if not block.timestamps or segment.timestamps is None:
        return False
    return ahead(segment.timestamps.value, block.recent) < 0 and block.now - block.recent_at < PAWS_FOR


def _acceptable(block: Block, start: int, length: int) -> bool:
    """Whether a part of it lies in the window (RFC 9293 table 6).

    An empty one may stand at the window's right edge, too: from there come the ACKs of one that has used up its window (appendix A.2).
    """
    expected, window = block.receiver.expected, block.receiver.acceptable
    if length == 0:
        return expected <= start <= expected + window
    if window == 0:
        return False
    return start < expected + window and start + length > expected


def _unacceptable(block: Block, segment: Segment, start: int) -> None:
    """It is answered, so that the other side learns what is expected."""
    receiver, finish = block.receiver, bool(segment.flags & Flag.FIN)
    if start + segment.length <= receiver.expected and not segment.flags & Flag.SYN and segment.length:
        receiver.accept(start, segment.payload, finish=finish)
        block.tell(EventKind.ACKNOWLEDGE, receiver.owed or "ack.duplicate", receiver.expected)
        if block.state is State.TIME_WAIT and finish:
            block.quiet_at = block.now + block.profile.time_wait
    else:
        block.tell(EventKind.DISCARD, "ack.outside", start, len(segment.payload))
        if start != receiver.expected or segment.flags & Flag.SYN:
            if segment.length or _seldom(block):
                acknowledge(block)
            return
    # what was here already, or comes to a window that is shut, may still acknowledge something
    if not segment.flags & Flag.ACK or segment.flags & Flag.SYN or _acknowledgment(block, segment, start):
        _urgent(block, segment, start)
        acknowledge(block)


def _reset(block: Block, start: int) -> None:
    """Only the very number that is expected resets; others in the window are asked back (RFC 5961 section 3.2)."""
    expected = block.receiver.expected
    if start != expected:
        if expected < start < expected + block.receiver.acceptable:
            _challenge(block, "ack.challenge-reset")
        else:
            block.tell(EventKind.DISCARD, "discard.checks", start)
        return
    block.tell(EventKind.RESET, "reset.received")
    if block.state is State.SYN_RECEIVED and block.former is not None:
        returning(block)
        return
    if block.state is State.SYN_RECEIVED and block.passive and not block.finish_wanted:
        block.move(Cause.RST_OF_SYN)
        block.begin()
        return
    block.move(Cause.RST)


def _challenge(block: Block, rule: str) -> None:
    if _seldom(block):
        block.tell(EventKind.ACKNOWLEDGE, rule)
        acknowledge(block)


def _seldom(block: Block) -> bool:
    """Whether the last answer of the kind that anybody could provoke was long enough ago (RFC 5961 section 7)."""
    if block.challenged_at is not None and block.now - block.challenged_at < CHALLENGE_PAUSE:
        return False
    block.challenged_at = block.now
    return True


def _acknowledgment(block: Block, segment: Segment, start: int) -> bool:
    """The ACK field; False if the segment is to be dropped."""
    upto, books = block.mine(segment.acknowledgment), block.sender.books
    if block.handshake_at is not None:
        if not 0 < upto <= books.next:
            refuse(block, segment)
            return False
        block.move(Cause.ACK_OF_SYN)
        established(block, segment)
    most = max(block.sender.largest_window, 1)
    if not books.acknowledged - most <= upto <= block.sender.sent_end:
        _challenge(block, "ack.challenge-ack")
        return False
    window = segment.window << (block.their_shift if block.scaling else 0)
    _facts(block, segment, upto, window)
    _offered(block, start, upto, window)
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
    facts = AckFacts()
    blocks = (
        [(block.mine(start), block.mine(end)) for start, end in segment.sack] if block.sack and segment.sack else []
    )
    if blocks:
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
        and same_window and facts.repeated is None and not segment.flags & (Flag.SYN | Flag.FIN)
    )  # fmt: skip
    facts.congestion = bool(block.marks and segment.flags & Flag.ECE)
    before = books.acknowledged
    sender.acknowledged(upto, facts, blocks, sample)
    if facts.advanced or not len(books.flight):
        block.stuck_since = None
    if facts.advanced:
        block.tell(EventKind.ACKNOWLEDGED, "acknowledged.new", before, sender.stream.size(before, upto))
    elif facts.sacked and not facts.duplicate:
        arrived = sum(each.end - each.start for each in facts.sacked)
        block.tell(EventKind.ACKNOWLEDGED, "acknowledged.sack", upto, 0, bytes=arrived)
    elif facts.duplicate:
        block.tell(EventKind.DUPLICATE_ACK, "acknowledged.duplicate", upto, 0, count=sender.recovery.duplicates)


def _offered(block: Block, start: int, upto: int, window: int) -> None:
    """The window that the other side offers, from its newest segment (RFC 9293 section 3.10.7.4)."""
    sender = block.sender
    if (start, upto) < block.window_from or upto < sender.books.acknowledged:
        return
    shut_before = sender.window_end <= sender.books.next
    block.window_from = (start, upto)
    sender.window_end = max(upto + window, upto)
    sender.largest_window = max(sender.largest_window, window)
    if window == 0:
        # it is alive, and has no room: that ends no connection (RFC 9293 section 3.8.6.1)
        sender.retries, block.stuck_since = 0, None
        block.tell(EventKind.WINDOW, "window.shut", upto)
    elif shut_before and sender.persist_at is not None and sender.window_end > sender.books.next:
        block.tell(EventKind.WINDOW, "window.open", upto)


def _urgent(block: Block, segment: Segment, start: int) -> None:
    """The urgent pointer (RFC 9293 section 3.10.7.4, sixth step); it counts even where the window is shut."""
    if not segment.flags & Flag.URG or block.state not in RECEIVING:
        return
    receiver = block.receiver
    if block.urgency.points(start + segment.urgent, receiver.taken):
        block.tell(EventKind.URGENT, "urgent", start, 0, bytes=block.urgency.left(receiver.taken))


def _text(block: Block, segment: Segment, start: int) -> None:
    """The data and FIN."""
    finish = bool(segment.flags & Flag.FIN)
    if not segment.payload and not finish:
        return
    if block.state not in RECEIVING:
        if segment.payload and block.state in (State.CLOSING, State.LAST_ACK, State.TIME_WAIT, State.CLOSE_WAIT):
            acknowledge(block)
        return
    if segment.flags & Flag.CWR:
        block.echo_congestion = False
    if segment.congestion and block.marks:
        block.echo_congestion = True
    receiver, room = block.receiver, block.receiver.acceptable
    fits = segment.payload[: max(0, receiver.expected + room - start)]
    receiver.accept(start, fits, finish=finish and len(fits) == len(segment.payload))
    if receiver.finished:
        if block.state is State.ESTABLISHED:
            receiver.finish_may_wait()
        done = block.sender.all_acknowledged and block.sender.stream.finished
        block.move(Cause.FIN_AND_ACK if block.state is State.FIN_WAIT_1 and done else Cause.FIN)
