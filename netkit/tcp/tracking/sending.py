"""A segment with data or FIN passes: new data, a probe, or old numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.segment import Flag
from netkit.tcp.sending.phase import Phase
from netkit.tcp.tracking.again import Again
from netkit.tcp.tracking.moment import Finding
from netkit.tcp.tracking.reach import is_near
from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.tracking.half import Half
    from netkit.tcp.tracking.moment import Moment

__all__ = ["judge_sent"]

FIN = int(Flag.FIN)


def judge_sent(own: Half, peer: Half, now: Moment) -> Finding:
    """Why a side sent data or FIN; what that changes is noted."""
    finish = bool(now.flags & FIN)
    if now.length == 1 and not finish and own.next is not None:
        asked = _asking(own, now)
        if asked is not None:
            return asked
    if own.next is not None and now.start < own.next:
        again = Again(own, peer, now)
        found = again.judge()
        if found.rule == "again.unknown" and own.away:
            own.catch_up(now.at, now.echo, loose=True)
            again = Again(own, peer, now)
            found = again.judge()
            found.sure = False
        if found.rule == "way.older":
            own.suspect(now.at, own.next)  # it was sent again, then, and nobody saw why
        if found.kind is Kind.RETRANSMISSION:
            again.note(found)
        elif again.hidden:
            own.send_again(now.at, now.start, now.end, now.stamp, hidden=True)
            for sent in own.flight.within(now.start, now.end):
                sent.copies, sent.hidden = max(sent.copies - 1, 1), False
        if now.end > own.next:
            own.send(now.at, own.next, now.end, now.stamp, finish=finish)
        return found
    found = _new(own, peer, now, finish=finish)
    own.send(now.at, now.start, now.end, now.stamp, finish=finish)
    if found.rule in ("send.late", "send.beyond-gap"):
        own.suspect(now.at, now.end)
    own.largest = max(own.largest, now.length)
    return found


def _asking(own: Half, now: Moment) -> Finding | None:
    """One byte that only asks for an answer."""
    if now.start == own.next and own.window == 0:
        return Finding(Kind.WINDOW_PROBE, "probe.window-byte")
    if own.next is not None and now.start == own.next - 1 and own.acknowledged == own.next:
        return Finding(Kind.KEEP_ALIVE, "ask.keep-alive-byte")
    return None


def _new(own: Half, peer: Half, now: Moment, *, finish: bool) -> Finding:  # noqa: PLR0911 - a rule a line
    near = is_near(own.reach, peer.reach)
    trip = own.round_trip.smoothed or (own.reach.time or 0.0) + (peer.reach.time or 0.0)
    kind = Kind.FINISH if finish and not now.length else Kind.DATA
    if own.next is None:
        return Finding(kind, "send.first-seen", sure=False)
    if now.start > own.next:
        return Finding(kind, "send.beyond-gap", sure=False)
    quiet = now.at - max(own.sent_at or 0.0, own.timer_from or 0.0)
    paused = bool(trip) and quiet >= 0.85 * min(2 * trip, own.timeout)
    if not near and paused:
        return Finding(kind, "send.late", sure=False)
    if near and paused and len(own.flight) and own.sack and own.phase is Phase.OPEN and not finish:
        return Finding(kind, "send.new-or-probe", sure=False)
    if finish:
        return Finding(kind, "send.finish", sure=near)
    if own.phase is Phase.DISORDER and 0 < own.duplicates <= 2:
        return Finding(kind, "send.limited", sure=False)
    return Finding(kind, "send.new", sure=near)
