"""A connection followed segment by segment: what Wireshark finds about each, by the same rules, and what netkit makes of it.

The rules are those that Wireshark's user's guide lists under "TCP Analysis", in their order; the tests hold them against tshark. They
look at one capture point: what they call lost was only not captured before.
"""

from __future__ import annotations

from typing import NamedTuple

from netkit.capture.analysis.again import Again, judge
from netkit.capture.analysis.finding import Finding
from netkit.capture.analysis.side import Side
from netkit.capture.streams.numbers import ACK, FIN, RST, SYN, UNKNOWN, Numbered, Segment
from netkit.tcp.sequence import MODULUS

__all__ = ["Analysed", "Connection"]

HALF = MODULUS // 2
WRAP = MODULUS - 1

PUSH = 8
OPENING = SYN | FIN
MARKED = SYN | FIN | RST

# Plain numbers: a flag's own operators take ten times as long, and this runs for every segment.
GAP, ACK_OF_LOST, KEEP_ALIVE, KEEP_ALIVE_ACK = (
    int(each) for each in (Finding.LOST_SEGMENT, Finding.ACK_LOST_SEGMENT, Finding.KEEP_ALIVE, Finding.KEEP_ALIVE_ACK)
)
ZERO_WINDOW, PROBE, PROBE_ACK, UPDATE = (
    int(each)
    for each in (
        Finding.ZERO_WINDOW, Finding.ZERO_WINDOW_PROBE, Finding.ZERO_WINDOW_PROBE_ACK, Finding.WINDOW_UPDATE,
    )
)  # fmt: skip
FULL, DUPLICATE, AFRESH, SOON, REUSED = (
    int(each)
    for each in (
        Finding.WINDOW_FULL, Finding.DUPLICATE_ACK, Finding.RETRANSMISSION, Finding.OUT_OF_ORDER, Finding.REUSED_PORTS,
    )
)  # fmt: skip
FAST = int(Finding.FAST_RETRANSMISSION | Finding.RETRANSMISSION)
NEEDLESS = int(Finding.SPURIOUS_RETRANSMISSION | Finding.RETRANSMISSION)

FAST_WITHIN = 20_000_000
"""Nanoseconds behind the last duplicate ACK within which Wireshark takes a retransmission for its consequence."""

SOON_WITHOUT_RTT = 3_000_000
"""Nanoseconds within which a segment is taken for one that was overtaken, where the handshake's round trip is not known."""

MOST_IN_FLIGHT = 2_000_000_000
"""Bytes; what is more is a sign of numbers that do not belong together."""


class Analysed(NamedTuple):
    """What was found about a segment. Times are in nanoseconds, packets as the capture numbers them; 0 or None is "nothing to say".

    `acks_packet` and `ack_rtt` tell which segment it acknowledges and after what time, `in_flight` how many bytes its sender has under
    way behind it, `pushed` how many it has sent since the last PSH. `timer` and `timer_packet` tell of a retransmission how long the eldest
    segment had waited. `initial_rtt` is what the handshake took, told where there is anything else.
    """

    findings: int
    acks_packet: int = 0
    ack_rtt: int = 0
    in_flight: int = 0
    pushed: int = 0
    duplicate_number: int = 0
    duplicate_of: int = 0
    timer: int | None = None
    timer_packet: int = 0
    initial_rtt: int | None = None
    again: Again | None = None


NOTHING = Analysed(0)


class Now(NamedTuple):
    """A segment as the rules look at it: numbers unwrapped, `after` the one behind its last, SYN and FIN counted."""

    flags: int
    sequence: int
    after: int
    acknowledged: int | None
    length: int
    window: int
    stamp: int | None
    time: int
    packet: int


class Connection:
    """Both sides of a connection. Segments go in, in the order of the capture; what was found about each comes out."""

    __slots__ = ("initial_rtt", "opened_at", "sides")

    def __init__(self) -> None:
        self.sides = (Side(), Side())
        """That of the stream's first segment, and the other."""
        self.opened_at: int | None = None
        self.initial_rtt: int | None = None

    def take(self, segment: Segment, numbered: Numbered, time: int, packet: int) -> Analysed:
        """Follow the next segment; of one of unknown length there is nothing to say."""
        if segment.length is None:
            return NOTHING
        own, peer = self.sides if numbered.forward else self.sides[::-1]
        now = _counted(own, peer, segment, segment.length, time, packet)
        own, again_opened = self._begin(own, now, numbered)
        self._shake_hands(peer, now)
        found = _flow(own, peer, now) | (REUSED if again_opened else 0)
        told = Analysed(found)
        if found & DUPLICATE:
            told = told._replace(duplicate_number=own.duplicates, duplicate_of=own.duplicate_of)
        if now.acknowledged != own.acknowledged:
            own.duplicate_of = packet
            own.duplicates = 0
        unseen = (
            now.flags & ACK
            and peer.beyond is not None
            and now.acknowledged is not None
            and now.acknowledged > peer.beyond
        )
        if unseen:
            told = told._replace(findings=told.findings | _acknowledge_unseen(peer))
        if now.after > now.sequence:
            told = self._again(own, peer, now, told)
            own.remember(now.sequence, now.after, time, packet)
            own.fill(now.sequence, now.after)
        _advance(own, now, told.findings)
        own.offered, own.shift = numbered.window, numbered.shift
        answered = None if now.acknowledged is None else peer.forget(now.acknowledged)
        if answered:
            told = told._replace(acks_packet=answered[0], ack_rtt=time - answered[1])
        counted = now.length > 0 and own.traced and bool(own.waiting)
        if counted:
            in_flight, pushed = _under_way(own, peer, now)
            told = told._replace(in_flight=in_flight, pushed=pushed)
        own.selected = segment.selected
        if not (told.findings or answered or unseen or counted):
            return NOTHING
        return told._replace(initial_rtt=self.initial_rtt)

    def _begin(self, own: Side, now: Now, numbered: Numbered) -> tuple[Side, bool]:
        """Note a side's first number; a side that accepts with another one than before begins anew. Whether ports are used again."""
        if own.begins is not None and now.flags & (SYN | ACK) == SYN | ACK and own.begins != now.sequence:
            own = Side()
            self.sides = (own, self.sides[1]) if numbered.forward else (self.sides[0], own)
            own.begins = now.sequence
            return own, True
        if own.begins is None:
            own.begins = now.sequence if now.flags & SYN else now.sequence - 1
        return own, numbered.reused

    def _shake_hands(self, peer: Side, now: Now) -> None:
        """Time the handshake: from the last SYN to the first acknowledgment behind it."""
        if now.flags & ACK:
            peer.traced = True
            if not now.flags & SYN and self.initial_rtt is None and self.opened_at is not None:
                self.initial_rtt = now.time - self.opened_at
        elif now.flags & SYN:
            self.opened_at = now.time

    def _again(self, own: Side, peer: Side, now: Now, told: Analysed) -> Analysed:
        """What is to be said of a segment with data, SYN or FIN whose numbers are not new."""
        if told.findings & KEEP_ALIVE:
            return told
        kind = self._below(own, peer, now)
        if not kind:
            return told
        timer, timer_packet = None, 0
        if kind == AFRESH:
            timer_packet, since = own.eldest() or (own.next_packet, own.next_at)
            timer = now.time - since
        return told._replace(
            findings=told.findings | kind,
            timer=timer,
            timer_packet=timer_packet,
            again=judge(own, peer, now.sequence, now.after, now.stamp, now.time, kind),
        )

    def _below(self, own: Side, peer: Side, now: Now) -> int:
        """What Wireshark calls a segment whose numbers are not new; 0 where they are."""
        if now.length and peer.acknowledged is not None and now.sequence + now.length <= peer.acknowledged:
            return NEEDLESS
        if own.next is None or now.sequence >= own.next or (now.length > 1 and now.sequence == own.next - 1):
            return 0
        asked = peer.duplicates >= 2 or peer.duplicates < 0
        if asked and peer.acknowledged == now.sequence and now.time - peer.acknowledged_at < FAST_WITHIN:
            return FAST
        if own.next != now.after and now.time - own.next_at < (self.initial_rtt or SOON_WITHOUT_RTT):
            return SOON
        return AFRESH


def _counted(own: Side, peer: Side, segment: Segment, length: int, time: int, packet: int) -> Now:
    """The segment with its numbers as counts: each the nearest to one that is known, so that comparing needs no circle (RFC 9293 §3.4)."""
    flags = segment.flags
    sequence = _nearest(segment.sequence, own.next, peer.acknowledged)
    acknowledged = None
    if segment.acknowledgment or flags & ACK:
        acknowledged = _nearest(segment.acknowledgment, peer.next, own.acknowledged)
    after = sequence + length + bool(flags & OPENING)
    return Now(flags, sequence, after, acknowledged, length, segment.window, segment.stamp, time, packet)


def _nearest(number: int, near: int | None, otherwise: int | None) -> int:
    if near is None:
        near = number if otherwise is None else otherwise
    return near + ((number - near + HALF) & WRAP) - HALF


def _flow(own: Side, peer: Side, now: Now) -> int:
    """What is found about windows, gaps and repeated acknowledgments, by the numbers alone."""
    if now.length == 1 and now.sequence == own.next and peer.window == 0:
        return PROBE
    marked = now.flags & MARKED
    found = 0 if now.window or marked else ZERO_WINDOW
    if own.next is None:
        return found
    if now.sequence > own.next and not now.flags & RST:
        found |= GAP
        own.traced = False
    elif now.sequence == own.next - 1 and now.length <= 1 and not marked:
        found |= KEEP_ALIVE
    if marked:
        return found
    if now.length:
        known = peer.shift != UNKNOWN and peer.acknowledged is not None
        return found | (FULL if known and now.after == peer.acknowledged + peer.offered else 0)  # type: ignore[operator]
    return found | (_repeated(own, peer, now.window) if _repeats(own, now) else 0)


def _repeats(own: Side, now: Now) -> bool:
    return now.sequence == own.next and now.acknowledged == own.acknowledged


def _repeated(own: Side, peer: Side, window: int) -> int:
    """What a segment without data is that has the same numbers as its sender's last."""
    if not window:
        return PROBE_ACK if own.window == 0 and peer.findings & PROBE else 0
    if window != own.window:
        return UPDATE
    if peer.findings & KEEP_ALIVE:
        return KEEP_ALIVE_ACK
    own.duplicates = 1 if own.duplicates < 0 else own.duplicates + 1
    return DUPLICATE


def _acknowledge_unseen(peer: Side) -> int:
    """An acknowledgment of bytes that the capture has not shown is named once."""
    if peer.next is not None and peer.beyond is not None and peer.beyond < peer.next:
        peer.beyond = peer.next
        return ACK_OF_LOST
    first = peer.duplicates == 0
    peer.duplicates = -1
    return ACK_OF_LOST if first else 0


def _advance(own: Side, now: Now, found: int) -> None:
    """Take in how far a side has come."""
    expected = own.next
    if found & GAP and expected is not None:
        own.miss(expected, now.sequence)
    if not found & PROBE:
        if expected is None or now.after > expected:
            own.next, own.next_at, own.next_packet = now.after, now.time, now.packet
            own.stamp = now.stamp
        if own.beyond is None or now.sequence == own.beyond:
            own.beyond = own.next
    own.window = now.window
    own.acknowledged, own.acknowledged_at = now.acknowledged, now.time
    own.findings = found


def _under_way(own: Side, peer: Side, now: Now) -> tuple[int, int]:
    """Bytes that a side has under way, and those that it has sent since the last PSH; none where the numbers don't belong together."""
    in_flight = own.waiting_end - own.waiting[0][0] - peer.selected
    own.pushed = now.length if own.pushing else own.pushed + now.length
    own.pushing = bool(now.flags & PUSH)
    if not 0 < in_flight < MOST_IN_FLIGHT:
        return 0, 0
    in_flight -= bool(now.flags & OPENING)
    return in_flight, own.pushed if in_flight else 0
