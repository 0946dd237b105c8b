"""The zones of a walk as a tree: which hands over to which, and the steps that asked each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.result import Result
    from netkit.dns.step import Step
    from netkit.dns.trust.link import Link

__all__ = ["MOST_ZONES", "ZoneSeen", "zones_seen"]

MOST_ZONES = 100
"""Zones that a picture shows; a walk that stays within its limits has no more than a few dozen."""


@dataclass(slots=True, eq=False, kw_only=True)
class ZoneSeen:
    """A zone of a walk: the zone above it that named it, in which step, the steps that asked its servers, and its link of the chain."""

    zone: dns.name.Name
    parent: dns.name.Name | None = None
    named_in: Step | None = None
    steps: list[Step] = field(default_factory=list)
    link: Link | None = None


def zones_seen(result: Result, steps: Sequence[Step]) -> list[ZoneSeen]:
    """The zones, each after the one that it hangs from, and otherwise as the walk came to them."""
    found: dict[dns.name.Name, ZoneSeen] = {}
    for step in steps:
        _of(found, step.zone).steps.append(step)
        if step.referral is not None and _below(step.referral.zone, step.zone):
            named = _of(found, step.referral.zone)
            if named.named_in is None:
                named.named_in, named.parent = step, step.zone
    for link in result.links:
        # a name that no anchor stands above has a link, too, and is no zone
        if link.zone in found or link.parent is not None or link.pointers:
            _of(found, link.zone).link = link
    for each in found.values():
        if each.parent is None:
            each.parent = max((zone for zone in found if _below(each.zone, zone)), key=len, default=None)
    return list(_in_order(found))[:MOST_ZONES]


def _of(found: dict[dns.name.Name, ZoneSeen], zone: dns.name.Name) -> ZoneSeen:
    return found.setdefault(zone, ZoneSeen(zone=zone))


def _below(zone: dns.name.Name, above: dns.name.Name) -> bool:
    return zone != above and zone.is_subdomain(above)


def _in_order(found: Mapping[dns.name.Name, ZoneSeen]) -> Iterator[ZoneSeen]:
    """Each zone, and behind it all that hang from it. A parent is a shorter name, so this ends."""
    children: dict[dns.name.Name | None, list[ZoneSeen]] = {}
    for each in found.values():
        children.setdefault(each.parent, []).append(each)
    waiting = children.get(None, [])[::-1]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += children.get(each.zone, [])[::-1]
