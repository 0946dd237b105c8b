"""A walk as a tree of cards: a zone each, with who was asked, what was said, and the chain of trust."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import dns.rcode

from netkit.dns.name_text import name_text
from netkit.dns.picture.chips import STANDINGS
from netkit.dns.picture.jumps import jumps_of
from netkit.dns.picture.lines import card_lines
from netkit.dns.picture.trust import Trust
from netkit.dns.picture.zones import ZoneSeen, zones_seen
from netkit.dns.result import Security
from netkit.dns.step import Outcome
from netkit.dns.view.blame import blamed
from netkit.dns.view.records import sets_text
from netkit.dns.view.security import security_told
from netkit.dns.view.stage import BAD
from netkit.view import Card, CardLine, Standing, Tree

if TYPE_CHECKING:
    from netkit.dns.result import Result
    from netkit.dns.step import Step
    from netkit.dns.trust.link import Checked, Link

__all__ = ["walk_picture"]


def walk_picture(result: Result, steps: Sequence[Step]) -> Tree:
    """The picture of a walk, the same for the same walk; chips and verdicts stand in it where the walk was validated."""
    zones = zones_seen(result, steps)
    trust = Trust(result, zones)
    cards = [_card(each, number, zones, trust, result) for number, each in enumerate(zones)]
    return Tree(
        cards=cards,
        wires=trust.wires,
        jumps=jumps_of(steps, zones, cards),
        caption=f"{result.question}?",
        branch="names the servers of",
        wire="vouches for" if trust.wires else "",
        end=list(_end(result, steps)),
    )


def _card(seen: ZoneSeen, number: int, zones: Sequence[ZoneSeen], trust: Trust, result: Result) -> Card:
    parents = {each.zone: place for place, each in enumerate(zones[:number])}
    checked = trust.checked.get(number, [])
    standing, badge = _standing(seen, result, checked)
    columns = [column for column in trust.columns.get(number, []) if column]
    return Card(
        title=name_text(seen.zone) if len(seen.zone) > 1 else ". (root)",
        parent=parents.get(seen.parent) if seen.parent is not None else None,
        standing=standing,
        badge=badge,
        lines=card_lines(seen),
        chips=columns,
        remarks=list(_remarks(seen, checked)),
        stages=_stages(seen),
    )


def _standing(seen: ZoneSeen, result: Result, checked: Sequence[Checked]) -> tuple[Standing, str]:
    """How a zone stands: its link of the chain, or else whether it answered."""
    judged = _judged(seen, checked)
    if judged:
        return STANDINGS[judged[0].security], judged[0].security.value
    if result.links:
        return Standing.PLAIN, "not checked"
    asked = [step for step in seen.steps if step.server is not None]
    if not seen.steps and blamed(result, ()) is not None:
        return Standing.BROKEN, "out of reach"
    if asked and all(step.outcome in BAD for step in asked):
        return Standing.BROKEN, "no help"
    last = asked[-1] if asked else None
    return Standing.PLAIN, "the answer" if last is not None and _answers(last, result) else ""


def _answers(step: Step, result: Result) -> bool:
    names = {result.question.name, *(rrset.name for rrset in result.answer)}
    whole = step.question == step.purpose.wanted and step.question.name in names
    return whole and step.outcome is Outcome.ANSWER


def _judged(seen: ZoneSeen, checked: Sequence[Checked]) -> list[Link | Checked]:
    return [*([seen.link] if seen.link is not None else []), *checked]


def _remarks(seen: ZoneSeen, checked: Sequence[Checked]) -> Iterator[CardLine]:
    """Why a zone, or something in it, is not secure, and who can mend it; each reason once."""
    told: set[str] = set()
    for each in _judged(seen, checked):
        if each.security is Security.SECURE or each.reason.text in told:
            continue
        told.add(each.reason.text)
        yield CardLine(
            label=each.security.value,
            text=each.reason.text,
            aside=each.reason.rfc,
            standing=STANDINGS[each.security],
        )
        if each.mend:
            yield CardLine(label="to mend it", text=each.mend)


def _stages(seen: ZoneSeen) -> list[int]:
    """The steps that asked the zone's servers, and the one that named them."""
    numbers = {step.number for step in seen.steps}
    if seen.named_in is not None:
        numbers.add(seen.named_in.number)
    return sorted(numbers)


def _end(result: Result, steps: Sequence[Step]) -> Iterator[CardLine]:
    """What all of it comes to: the answer, the verdict, or who is at fault."""
    trouble = blamed(result, steps)
    if result.security is Security.BOGUS and result.links:
        yield from _bogus(result)
        return
    if trouble is not None:
        yield CardLine(label="", text=trouble.text, aside=trouble.source, standing=Standing.BROKEN)
        yield from (CardLine(label="to mend it", text=detail) for detail in trouble.details)
    elif result.answer:
        texts = [text for text, _ in sets_text(result.answer)]
        yield from (CardLine(label="answer" * (number == 0), text=text) for number, text in enumerate(texts))
    elif result.finished and result.reason is not None:
        code = dns.rcode.to_text(result.rcode)
        yield CardLine(label="answer", text=f"{code}: {result.reason.text}", aside=result.reason.rfc)
    if result.links:
        told = security_told(result)
        yield CardLine(
            label=result.security.value, text=told.text, aside=told.source, standing=STANDINGS[result.security]
        )


def _bogus(result: Result) -> Iterator[CardLine]:
    reason, told = result.reason, security_told(result)
    if reason is not None:
        yield CardLine(label="bogus", text=reason.text, aside=reason.rfc, standing=Standing.BROKEN)
    yield CardLine(label="so", text=told.text.removeprefix("so "), aside=told.source)
    if result.mend:
        yield CardLine(label="to mend it", text=result.mend)
