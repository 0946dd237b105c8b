"""A segment with SYN or RST passes: an opening, its repetition, or an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.event import Trigger
from netkit.tcp.segment import Flag
from netkit.tcp.tracking.moment import Finding
from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.tracking.half import Half
    from netkit.tcp.tracking.moment import Moment

__all__ = ["judge_opening", "judge_reset"]

SYN, ACK = int(Flag.SYN), int(Flag.ACK)
SLACK = 0.02


def judge_opening(own: Half, peer: Half, now: Moment) -> Finding:
    """Why a side sent a SYN."""
    answers = bool(now.flags & ACK)
    before = own.sent_at
    if own.next is None or before is None:
        if now.length and not answers:
            return Finding(Kind.SYN, "open.with-data")
        return (
            Finding(Kind.SYN_ACK, "open.accept", sure=False)
            if answers
            else Finding(Kind.SYN, "open.connect", sure=False)
        )
    words: dict[str, object] = {"time": f"{now.at - before:.3g} s"}
    asked = peer.sent_at
    if answers and asked is not None and asked > before and now.at - asked <= own.away + SLACK:
        return Finding(Kind.RETRANSMISSION, "again.answer", sure=now.at - before < 0.9)
    if now.at - before < 0.1:
        return Finding(Kind.DOUBLED, "way.too-soon", sure=False)
    return Finding(Kind.RETRANSMISSION, "again.handshake", trigger=Trigger.TIMER, words=words)


def judge_reset(own: Half, peer: Half, now: Moment) -> Finding:
    """Why a side sent a reset."""
    opening = peer.next == 1 and peer.acknowledged is None and own.next is None
    if now.flags & ACK and opening:
        return Finding(Kind.RESET, "reset.refused")
    if own.next is None:
        return Finding(Kind.RESET, "reset.unknown", sure=False)
    if not now.flags & ACK:
        return Finding(Kind.RESET, "reset.no-connection", sure=False)
    if now.start in (own.next, own.acknowledged):
        return Finding(Kind.RESET, "reset.abort", sure=False)
    return Finding(Kind.RESET, "reset.outside", sure=False)
