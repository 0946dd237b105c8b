"""Old numbers that the network brings, not the sender: overtaken or doubled on the way. What proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.sequence import ahead
from netkit.tcp.tracking.moment import Finding
from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.tracking.again import Again

__all__ = ["SLACK", "came_along", "on_the_way"]

COARSE = 0.02
"""Seconds of the coarsest timestamp clock that is common."""

SLACK = 0.004
"""Seconds that a busy sender may take to answer."""


def on_the_way(again: Again) -> Finding | None:  # noqa: PLR0911 - a proof a line
    """Whether the network is to blame, not the sender."""
    if again.hidden:
        return _overtaken(again)
    first, now = again.first, again.now
    if first is None:
        return None
    since = now.at - first.last_at
    if now.stamp is not None and first.stamp is not None:
        older = ahead(now.stamp, first.stamp)
        if older < 0:
            return Finding(Kind.OVERTAKEN, "way.older", sure=True)
        if older == 0 and since < max(again.least, COARSE) and again.least > SLACK:
            return Finding(Kind.DOUBLED, "way.same-clock", sure=_fine(again))
        return None
    if since < 0.5 * again.least:
        return Finding(Kind.DOUBLED, "way.too-soon", sure=again.located and since < 0.25 * again.least)
    return None


def _fine(again: Again) -> bool:
    """Whether the sender's clock ticks so often that a copy, a round trip later, would show another time."""
    tick = again.own.tick
    return tick is not None and again.least > COARSE and again.least > 3 * tick


def _overtaken(again: Again) -> Finding | None:  # noqa: PLR0911 - a proof a line
    """Bytes that were not captured before, below others that were: overtaken, if they went out before those."""
    now, beside = again.now, again.neighbour
    if beside is None:
        return None
    if now.stamp is not None and beside.first_stamp is not None:
        older = ahead(now.stamp, beside.first_stamp)
        again.proven = older > 0
        if older < 0:
            return Finding(Kind.OVERTAKEN, "way.older", sure=True)
        if older == 0 and again.least > SLACK:
            return Finding(Kind.OVERTAKEN, "way.same-clock", sure=_fine(again))
        if older > 0:
            return None
    if again.below is None or again.below.copies > 1 or again.below.hidden:
        return None
    since = now.at - again.below.first_at  # the first copy went out behind this one
    if since < 0.8 * again.least:
        return Finding(Kind.OVERTAKEN, "way.too-soon", sure=again.located and since < 0.5 * again.least)
    return None


def came_along(again: Again) -> bool:
    """Whether hidden bytes, of which nothing showed a loss, came soon behind what lies above them."""
    beside = again.neighbour
    return (
        again.hidden and not again.proven and beside is not None and again.now.at - beside.first_at < 0.8 * again.least
    )
