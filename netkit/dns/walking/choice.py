"""Which of a zone's servers is asked next, and why (RFC 1034 section 5.3.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.query import Server
from netkit.dns.walking.delegation import unusable
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    from netkit.dns.reason import Reason
    from netkit.dns.walking.delegation import Delegation, Target
    from netkit.dns.walking.walk import Walk

__all__ = ["Attempts", "choose"]

UNKNOWN = 0.1
"""Seconds that an unknown server is thought to take: better than a slow one, worse than a quick one."""


@dataclass(slots=True)
class Attempts:
    """What came of the servers of one zone for one question: how often each address was asked, and which are no use.

    `total` counts questions, `unreadable` the replies that were no messages.
    """

    asked: dict[str, int] = field(default_factory=dict)
    useless: set[str] = field(default_factory=set)
    last: str = ""
    total: int = 0
    unreadable: int = 0


def choose(walk: Walk, delegation: Delegation, attempts: Attempts, *, again: bool) -> tuple[Server, Reason] | None:
    """The server to ask now: one that was not asked yet, or, `again`, one that stayed silent; None if there is none."""
    candidates = [
        (target, address)
        for target in delegation.targets
        for address in target.addresses
        if _may_be_asked(walk, attempts, address, again=again)
    ]
    if not candidates:
        return None
    zone = name_text(delegation.zone)

    def order(candidate: tuple[Target, str]) -> tuple[object, ...]:
        _, address = candidate
        known = walk.cache.server(address)
        return (
            known.is_lame(delegation.zone, walk.now),
            attempts.asked.get(address, 0),
            known.silent,
            ":" in address,
            UNKNOWN if known.round_trip is None else known.round_trip,
            walk.draw("server", zone, address),
        )

    target, address = candidates[0] if len(candidates) == 1 else min(candidates, key=order)
    if again:
        return Server(target.name, address), because("server.silent", zone=zone_text(delegation.zone))
    return Server(target.name, address), _why(walk, delegation, attempts, target, address, len(candidates))


def _may_be_asked(walk: Walk, attempts: Attempts, address: str, *, again: bool) -> bool:
    settings, asked = walk.settings, attempts.asked.get(address, 0)
    if address in attempts.useless or bool(asked) is not again or asked >= settings.limits.attempts:
        return False
    return not unusable(address, ipv4=settings.ipv4, ipv6=settings.ipv6, allow_loopback=settings.allow_loopback)


def _why(walk: Walk, delegation: Delegation, attempts: Attempts, target: Target, address: str, count: int) -> Reason:
    """Why this server, among `count` that could have been asked."""
    zone, quick = zone_text(delegation.zone), walk.cache.server(address).round_trip
    reasons = (
        (target.parent_side, "server.parent-side"),
        (bool(attempts.last), "server.next"),
        (target.looked_up, "server.found"),
        (delegation.origin == "hints", "server.hint"),
        (delegation.origin == "stub", "server.stub"),
        (count == 1, "server.only"),
        (quick is not None, "server.quickest"),
    )
    rule = next((rule for holds, rule in reasons if holds), "server.any")
    return because(rule, zone=zone, failed=attempts.last, count=count, milliseconds=f"{(quick or 0) * 1000:.3g}")
