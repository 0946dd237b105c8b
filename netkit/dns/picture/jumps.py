"""Ways of a walk that lead from one zone to another beside the tree: aliases, and where a server is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.query import PurposeKind
from netkit.dns.step import Outcome
from netkit.dns.view.stage import BAD
from netkit.view import Jump, Standing

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.step import Step
    from netkit.view import Card

__all__ = ["ADDRESS", "ALIAS", "jumps_of"]

ALIAS, ADDRESS = "an alias: on with another name", "where a server is"


def jumps_of(steps: Sequence[Step], places: Mapping[dns.name.Name, int], cards: Sequence[Card]) -> list[Jump]:
    """The jumps, each once; `places` are the numbers of the zones' cards."""
    found: dict[tuple[int, int, str], Jump] = {}
    for jump in [*_aliases(steps, places, cards), *_addresses(steps, places, cards)]:
        found.setdefault((jump.source, jump.target, jump.label), jump)
    return list(found.values())


def _aliases(steps: Sequence[Step], places: Mapping[dns.name.Name, int], cards: Sequence[Card]) -> Iterator[Jump]:
    for number, step in enumerate(steps):
        if step.outcome is not Outcome.ALIAS or step.zone not in places:
            continue
        targets = [rrset[0].target for rrset in step.records if rrset.rdtype == dns.rdatatype.CNAME]
        after = [
            each
            for each in steps[number + 1 :]
            if targets and each.purpose.wanted.name == targets[-1] and each.purpose.kind is PurposeKind.ALIAS
        ]
        if after and after[-1].zone != step.zone and after[-1].zone in places:
            yield _jump(places[step.zone], places[after[-1].zone], ALIAS, "alias", cards, after[-1])


def _addresses(steps: Sequence[Step], places: Mapping[dns.name.Name, int], cards: Sequence[Card]) -> Iterator[Jump]:
    last: dict[tuple[dns.name.Name, dns.name.Name], Step] = {}
    for step in steps:
        purpose = step.purpose
        if purpose.kind is not PurposeKind.SERVER_ADDRESS or purpose.zone is None:
            continue
        wanted = (purpose.zone, purpose.wanted.name)
        if wanted not in last or step.outcome not in BAD:
            last[wanted] = step
    for (zone, _), step in last.items():
        if zone in places and step.zone in places and zone != step.zone:
            yield _jump(places[zone], places[step.zone], ADDRESS, "servers", cards, step)


def _jump(source: int, target: int, label: str, line: str, cards: Sequence[Card], step: Step) -> Jump:
    """A jump from the first line with the label `line`."""
    lines = [number for number, each in enumerate(cards[source].lines) if each.label == line]
    return Jump(
        source=source,
        target=target,
        label=label,
        line=lines[0] if lines else 0,
        standing=Standing.BROKEN if step.outcome in BAD else Standing.PLAIN,
        returns=label == ADDRESS,
    )
