"""Ways of a walk that lead from one zone to another beside the tree: aliases, and where a server is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.query import PurposeKind
from netkit.dns.step import Outcome
from netkit.view import Jump, Standing

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.picture.zones import ZoneSeen
    from netkit.dns.step import Step
    from netkit.view import Card

__all__ = ["ADDRESS", "ALIAS", "jumps_of"]

ALIAS, ADDRESS = "an alias: on with another name", "where a server is"

Place = Mapping["dns.name.Name", int]


def jumps_of(steps: Sequence[Step], zones: Sequence[ZoneSeen], cards: Sequence[Card]) -> list[Jump]:
    """The jumps, each once; the cards are those of the zones, in the same order."""
    places = {each.zone: number for number, each in enumerate(zones)}
    found: dict[tuple[int, int, str], Jump] = {}
    for jump in [*_aliases(steps, places, cards), *_addresses(steps, zones, places, cards)]:
        found.setdefault((jump.source, jump.target, jump.label), jump)
    return list(found.values())


def _aliases(steps: Sequence[Step], places: Place, cards: Sequence[Card]) -> Iterator[Jump]:
    for number, step in enumerate(steps):
        targets = [rrset[0].target for rrset in step.records if rrset.rdtype == dns.rdatatype.CNAME]
        if step.outcome is not Outcome.ALIAS or step.zone not in places or not targets:
            continue
        after = [
            each
            for each in steps[number + 1 :]
            if each.purpose.wanted.name == targets[-1]
            and each.purpose.kind is PurposeKind.ALIAS
            and each.server is not None
        ]
        before = [
            each for each in steps[:number] if each.outcome is Outcome.ALIAS and each.question.name == targets[-1]
        ]
        reached = after[-1:] or before[-1:]
        if reached and reached[0].zone != step.zone and reached[0].zone in places:
            source, target = places[step.zone], places[reached[0].zone]
            # back to where it has been: the aliases go in a circle
            standing = Standing.PLAIN if after else Standing.BROKEN
            line = _line(cards[source], "alias")
            yield Jump(source=source, target=target, label=ALIAS, line=line, standing=standing)


def _addresses(
    steps: Sequence[Step], zones: Sequence[ZoneSeen], places: Place, cards: Sequence[Card]
) -> Iterator[Jump]:
    """From a zone to where one of its servers lies, if that had to be found out."""
    sought = {
        (step.purpose.zone, step.purpose.wanted.name)
        for step in steps
        if step.purpose.kind is PurposeKind.SERVER_ADDRESS
    }
    for number, seen in enumerate(zones):
        referral = seen.named_in.referral if seen.named_in is not None else None
        if referral is None:
            continue
        needed = not seen.steps and not any(each.addresses for each in referral.servers)
        for server in referral.servers:
            if (seen.zone, server.name) not in sought and not needed:
                continue
            above = max((zone for zone in places if server.name.is_subdomain(zone)), key=len, default=None)
            if above is None or above == seen.zone:
                continue
            target = places[above]
            yield Jump(
                source=number,
                target=target,
                label=ADDRESS,
                line=_line(cards[number], "servers"),
                standing=Standing.PLAIN if zones[target].steps else Standing.BROKEN,
                returns=True,
            )


def _line(card: Card, label: str) -> int:
    """The number of the card's first line with that label; 0 where it has none."""
    return next((number for number, each in enumerate(card.lines) if each.label == label), 0)
