"""What a zone's card says of the walk: who named the zone, whom the walk asked there, and what they said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.dns.name_text import name_text
from netkit.dns.query import PurposeKind
from netkit.dns.step import Outcome
from netkit.dns.view.records import sets_text, type_text
from netkit.dns.view.stage import BAD, OUTCOMES
from netkit.view import CardLine, Standing

if TYPE_CHECKING:
    from netkit.dns.picture.zones import ZoneSeen
    from netkit.dns.query import Server
    from netkit.dns.step import Referral, Step

__all__ = ["card_lines", "steps_text"]

MOST_SERVERS = 5
"""Servers of a zone that were asked and are listed one by one."""

MOST_NAMED = 3
"""Servers that were not asked and are named."""

MOST_SAID = 4
"""Things that a zone's servers said, one by one."""

MOST_STEPS = 6


def steps_text(numbers: Sequence[int]) -> str:
    """`step 3`, `steps 3, 5, 8`; some of very many."""
    shown = [str(number) for number in numbers[:MOST_STEPS]]
    more = ["…"] if len(numbers) > MOST_STEPS else []
    return f"{'step' if len(numbers) == 1 else 'steps'} {', '.join([*shown, *more])}"


def card_lines(seen: ZoneSeen) -> list[CardLine]:
    """The lines, from how the zone was found to what was said there."""
    return [*_named(seen), *_asked(seen), *_said(seen)]


def _named(seen: ZoneSeen) -> Iterator[CardLine]:
    if seen.named_in is not None and seen.named_in.referral is not None:
        step, referral = seen.named_in, seen.named_in.referral
        yield CardLine(label="servers", text=_glue(referral), aside=steps_text([step.number]))
    elif seen.parent is None and any(step.server is not None for step in seen.steps):
        yield CardLine(label="servers", text="known beforehand", quiet=True)


def _glue(referral: Referral) -> str:
    """How many servers were named, and whether their addresses came along."""
    count = len(referral.servers)
    servers = "1 server" if count == 1 else f"{count} servers"
    glued = sum(bool(server.addresses) for server in referral.servers)
    if glued == 0:
        return f"{servers}, no glue: where {'is it' if count == 1 else 'are they'}?"
    return f"{servers}, with glue" if glued == count else f"{servers}, glue for {glued}"


def _asked(seen: ZoneSeen) -> Iterator[CardLine]:
    by_server: dict[Server, list[Step]] = {}
    for step in seen.steps:
        if step.server is not None:
            by_server.setdefault(step.server, []).append(step)
    cached = [step.number for step in seen.steps if step.outcome is Outcome.CACHED]
    if cached:
        yield CardLine(label="asked", text="nobody: it was in the cache", aside=steps_text(cached))
    # those that failed are what one looks for
    order = sorted(by_server.items(), key=lambda one: not _failed(one[1]))
    shown = {id(asked) for _, asked in order[:MOST_SERVERS]}
    label = "asked"
    for server, asked in by_server.items():
        if id(asked) in shown:
            yield _server(label, server, asked)
            label = ""
    if len(by_server) > MOST_SERVERS:
        yield CardLine(label=label, text=f"and {len(by_server) - MOST_SERVERS} more", quiet=True)
    if by_server and seen.named_in is not None and seen.named_in.referral is not None:
        names = {server.name for server in by_server}
        others = [name_text(each.name) for each in seen.named_in.referral.servers if each.name not in names]
        if others:
            more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
            yield CardLine(label="not asked", text=", ".join(others[:MOST_NAMED]) + more, quiet=True)


def _failed(asked: Sequence[Step]) -> bool:
    return all(step.outcome in BAD for step in asked)


def _server(label: str, server: Server, asked: Sequence[Step]) -> CardLine:
    who = server.address if server.name is None else f"{name_text(server.name)} · {server.address}"
    outcomes = dict.fromkeys(OUTCOMES[step.outcome] for step in asked if step.outcome in BAD)
    over = " · TCP" if any(step.transport == "tcp" for step in asked) else ""
    told = f"{who}{over}" + (f": {', '.join(outcomes)}" if outcomes else "")
    return CardLine(
        label=label,
        text=told,
        aside=steps_text([step.number for step in asked]),
        standing=Standing.BROKEN if _failed(asked) else Standing.PLAIN,
    )


def _said(seen: ZoneSeen) -> Iterator[CardLine]:
    """What the zone's own servers know, without referrals, which the tree shows, and without keys, which the chips show."""
    told: dict[tuple[str, str], list[int]] = {}
    for step in seen.steps:
        if step.purpose.kind is PurposeKind.KEYS or step.server is None:
            continue
        for line in _of_step(step):
            told.setdefault(line, []).append(step.number)
    for (label, text), numbers in list(told.items())[:MOST_SAID]:
        yield CardLine(label=label, text=text, aside=steps_text(numbers))
    if len(told) > MOST_SAID:
        yield CardLine(label="", text=f"and {len(told) - MOST_SAID} more", quiet=True)


def _of_step(step: Step) -> Iterator[tuple[str, str]]:
    if step.outcome in (Outcome.ANSWER, Outcome.ALIAS):
        label = "alias" if step.outcome is Outcome.ALIAS else "said"
        yield from ((label, text) for text, _ in sets_text(step.records))
    elif step.outcome is Outcome.NXDOMAIN:
        yield "said", f"there is no {name_text(step.question.name)}"
    elif step.outcome is Outcome.NODATA and step.question == step.purpose.wanted:
        yield "said", f"{name_text(step.question.name)} has no {type_text(step.question.type)}"
