"""A walk as a quiz: before each step, where the next question goes or what comes back."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.name

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.step import Outcome

if TYPE_CHECKING:
    from netkit.dns.step import Step

__all__ = ["Item", "quiz_of"]

MOST = 4
"""Choices of an item."""

SAYS = {
    Outcome.REFERRAL: "others to ask: a referral to the servers of a zone further down",
    Outcome.ANSWER: "the answer: the records that were asked for",
    Outcome.ALIAS: "another name: this one is an alias",
    Outcome.NODATA: "that the name exists, but has no record of this type",
    Outcome.NXDOMAIN: "that there is no such name",
    Outcome.TRUNCATED: "an answer that is cut, because it does not fit",
    Outcome.REFUSED: "that it refuses to answer",
    Outcome.TIMEOUT: "nothing at all",
    Outcome.SERVFAIL: "that it can't answer at the moment",
    Outcome.LAME: "something that leads nowhere: it does not know the zone",
    Outcome.FORMERR: "that it does not understand the question",
}
"""What a server can say, in words that fit behind `what comes back?`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question of the quiz about a step: the choices, the place of the right one among them, and why it is right."""

    step: Step
    prompt: str
    choices: Sequence[str]
    right: int
    reason: str
    source: str = ""


def quiz_of(steps: Sequence[Step], *, seed: int | str = 0) -> list[Item]:
    """An item for each step that asked somebody, in their order; the same seed gives the same items."""
    lots = _Lots(str(seed).encode())
    found = []
    for place, step in enumerate(steps):
        if step.server is None:
            continue
        where = _where(steps, place, lots)
        what = _what(step, lots)
        asked = [each for each in (where, what) if each is not None]
        if asked:
            found.append(asked[lots.number(step, "kind") % len(asked)])
    return found


def _where(steps: Sequence[Step], place: int, lots: _Lots) -> Item | None:
    """Whose servers are asked? None where nothing else could be thought of."""
    step = steps[place]
    wanted = step.purpose.wanted
    others = [zone for zone in _zones(wanted.name, steps) if zone != step.zone]
    if not others:
        return None
    choices, right = lots.mixed(step, zone_text(step.zone), [zone_text(each) for each in others])
    reason = step.because.text if step.because is not None else "they know more than anybody else who is known so far"
    return Item(
        step=step,
        prompt=f"Wanted is {wanted}. Whose servers does step {step.number} ask?",
        choices=[f"the servers of {each}" for each in choices],
        right=right,
        reason=f"{step.server} is asked, a server of {zone_text(step.zone)}: {reason.removeprefix('because ')}",
        source=step.because.rfc if step.because is not None else "",
    )


def _zones(name: dns.name.Name, steps: Sequence[Step]) -> Iterator[dns.name.Name]:
    """Zones that could be asked: those above the name, and those of the walk."""
    seen: set[dns.name.Name] = set()
    above = [name.split(count)[1] for count in range(1, len(name))]
    for zone in [*above, *(step.zone for step in steps)]:
        if zone not in seen and len(seen) < 16:
            seen.add(zone)
            yield zone


def _what(step: Step, lots: _Lots) -> Item | None:
    """What comes back? None for what no choice has words for."""
    right = SAYS.get(step.outcome)
    if right is None:
        return None
    likely = [Outcome.REFERRAL, Outcome.ANSWER, Outcome.NXDOMAIN, Outcome.NODATA, Outcome.ALIAS, Outcome.TIMEOUT]
    choices, place = lots.mixed(step, right, [SAYS[each] for each in likely if each is not step.outcome])
    return Item(
        step=step,
        prompt=f"Step {step.number} asks {step.server}, a server of {zone_text(step.zone)}: {step.question}? What comes back?",
        choices=choices,
        right=place,
        reason=_so(step),
        source=step.rfc,
    )


def _so(step: Step) -> str:
    if step.outcome is Outcome.REFERRAL and step.referral is not None:
        zone = name_text(step.referral.zone)
        return f"{zone_text(step.zone)} has handed {zone} to servers of its own, and names them"
    return step.reason or "so it said"


class _Lots:
    """Numbers that the seed, a step and a word decide."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed

    def number(self, step: Step, word: str) -> int:
        """A number below 2**32."""
        digest = hmac.digest(self._seed, f"{step.number}\x00{word}".encode(), hashlib.sha256)
        return int.from_bytes(digest[:4], "big")

    def mixed(self, step: Step, right: str, others: Sequence[str]) -> tuple[list[str], int]:
        """The right one among some of the others, and its place."""
        drawn = sorted(dict.fromkeys(others), key=lambda each: self.number(step, each))[: MOST - 1]
        choices = sorted([right, *drawn], key=lambda each: self.number(step, f"place {each}"))
        return choices, choices.index(right)
