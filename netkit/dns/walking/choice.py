"""Which of a zone's servers is asked next, and why (RFC 1034 section 5.3.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.dns.name_text import name_text
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
    """What came of the servers of one zone for one question: how often each address was asked, and which are no use."""

    asked: dict[str, int] = field(default_factory=dict)
    useless: set[str] = field(default_factory=set)
    last: str = ""
    total: int = 0


def choose(walk: Walk, delegation: Delegation, attempts: Attempts, *, again: bool) -> tuple[Server, Reason] | None:
    """The server to ask now: one that was not asked yet, or, `again`, one that stayed silent; None if there is none."""
    settings, zone = walk.settings, name_text(delegation.zone)
    candidates: list[tuple[Target, str]] = []
    for target in delegation.targets:
        for address in target.addresses:
            if address in attempts.useless or bool(attempts.asked.get(address)) is not again:
                continue
            if attempts.asked.get(address, 0) >= settings.limits.attempts:
                continue
            if unusable(address, ipv4=settings.ipv4, ipv6=settings.ipv6, allow_loopback=settings.allow_loopback):
                continue
            candidates.append((target, address))
    if not candidates:
        return None
    memory = {address: walk.cache.server(address) for _, address in candidates}

    def order(candidate: tuple[Target, str]) -> tuple[object, ...]:
        _, address = candidate
        known = memory[address]
        return (
            known.is_lame(delegation.zone, walk.now),
            attempts.asked.get(address, 0),
            known.silent,
            ":" in address,
            UNKNOWN if known.round_trip is None else known.round_trip,
            walk.draw("server", zone, address),
        )

    target, address = min(candidates, key=order)
    quick = memory[address].round_trip
    if again:
        reason = because("server.silent", zone=zone)
    elif target.parent_side:
        reason = because("server.parent-side", zone=zone)
    elif attempts.last:
        reason = because("server.next", zone=zone, failed=attempts.last)
    elif target.looked_up:
        reason = because("server.found")
    elif delegation.origin in ("hints", "stub"):
        reason = because("server.hint" if delegation.origin == "hints" else "server.stub", zone=zone)
    elif len(candidates) == 1:
        reason = because("server.only", zone=zone)
    elif quick is not None:
        reason = because("server.quickest", zone=zone, milliseconds=f"{quick * 1000:.3g}")
    else:
        reason = because("server.any", zone=zone, count=len(candidates))
    return Server(target.name, address), reason
