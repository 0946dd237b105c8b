"""A segment without data passes: what it acknowledges, repeats, reports or asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.tracking.moment import Finding
from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.tracking.arrived import Arrived
    from netkit.tcp.tracking.half import Half
    from netkit.tcp.tracking.moment import Moment

__all__ = ["judge_acknowledgment"]

DELAYED = 0.015
"""Seconds that an ACK must have waited to be called delayed."""


def judge_acknowledgment(own: Half, arrived: Arrived, now: Moment, *, near: bool) -> Finding:  # noqa: PLR0911 - a rule a line
    """Why a side sent a segment without data."""
    if own.next is not None and now.start < own.next and now.start == own.next - 1:
        if own.window == 0:
            return Finding(Kind.WINDOW_PROBE, "probe.window")
        return Finding(Kind.KEEP_ALIVE, "ask.keep-alive", sure=own.acknowledged == own.next)
    if now.acknowledged is None:
        return Finding(Kind.ACK, "ack.none", sure=False)
    before = arrived.acknowledged
    if before is None:
        opened = now.acknowledged == 1
        return Finding(Kind.ACK, "ack.handshake" if opened else "ack.first-seen", sure=opened)
    if now.acknowledged > before:
        return _forward(arrived, now, before, near=near)
    if now.acknowledged < before:
        return Finding(Kind.ACK, "ack.old", sure=False)
    return _repeated(arrived, now, near=near)


def _forward(arrived: Arrived, now: Moment, before: int, *, near: bool) -> Finding:
    """It acknowledges something new."""
    acknowledged = now.acknowledged or 0
    if arrived.highest is not None and acknowledged > arrived.highest:
        return Finding(Kind.ACK, "ack.unseen", sure=False)
    if arrived.finish is not None and acknowledged >= arrived.finish:
        return Finding(Kind.ACK, "ack.finish")
    if arrived.blocks or arrived.hole:
        rest = "ack.filled" if not now.blocks else "ack.filled-in-part"
        return Finding(Kind.ACK, rest, sure=near)
    waited = None if arrived.waiting_since is None else now.at - arrived.waiting_since
    words: dict[str, object] = {"time": f"{max(waited or 0.0, 0.0) * 1000:.3g} ms"}
    if acknowledged - before >= 2 * max(arrived.largest, 1) or arrived.segments >= 2:
        return Finding(Kind.ACK, "ack.second", sure=near)
    if waited is not None and waited >= DELAYED:
        return Finding(Kind.ACK, "ack.delayed", sure=near, words=words)
    return Finding(Kind.ACK, "ack.single", sure=False)


def _repeated(arrived: Arrived, now: Moment, *, near: bool) -> Finding:  # noqa: PLR0911 - a rule a line
    """It acknowledges what the one before did."""
    if now.blocks and _reports(now):
        return Finding(Kind.REPEAT_REPORT, "ack.repeated")
    if arrived.asked:
        return Finding(Kind.ANSWER, "ack.answer", sure=near)
    if arrived.odd:
        return Finding(Kind.CHALLENGE, f"ack.challenge-{arrived.odd}", sure=near)
    if arrived.hole or now.blocks != arrived.blocks:
        return Finding(Kind.DUPLICATE_ACK, "ack.hole", sure=near or bool(now.blocks))
    if now.window != arrived.window:
        opened = not arrived.window and bool(now.window)
        return Finding(Kind.WINDOW_UPDATE, "ack.window-opened" if opened else "ack.window")
    if arrived.old:
        return Finding(Kind.DUPLICATE_ACK, "ack.duplicate", sure=near)
    return Finding(Kind.DUPLICATE_ACK, "ack.again", sure=False)


def _reports(now: Moment) -> bool:
    """Whether its first block tells of bytes that came twice (RFC 2883 section 4)."""
    start, end = now.blocks[0]
    if end <= (now.acknowledged or 0):
        return True
    return len(now.blocks) > 1 and now.blocks[1][0] <= start and end <= now.blocks[1][1]
