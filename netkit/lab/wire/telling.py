"""What packets show, in sentences: why it is right, which mistake it is, or how far one got and what stands there instead."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from netkit.lab.question import Place
from netkit.lab.verdict import Evidence, evidence_of
from netkit.lab.wire.step import FollowedBy

if TYPE_CHECKING:
    from netkit.lab.packet import Packet
    from netkit.lab.question import Question
    from netkit.lab.variant import Variant
    from netkit.lab.wire.event import Event, Facts
    from netkit.lab.wire.step import Step
    from netkit.lab.wire.trait import Trait
    from netkit.lab.wire.wire import Mistake, Seen
    from netkit.language import Language, Phrase

__all__ = ["Telling", "said"]


def said(language: Language, sentence: Phrase, facts: Facts) -> str:
    """A sentence that was not said yet, with facts."""
    return language.say(*sentence, **{name: _plain(value, language) for name, value in facts.items()})


def _plain(value: float | str | Enum, language: Language) -> float | str:
    """A fact as it is said; one of several states is said by its value, a phrase."""
    if isinstance(value, Enum):
        return language.say(*value.value)
    return value


class Telling:
    """What packets show, in sentences of the variant's language."""

    def __init__(self, variant: Variant, packets: Mapping[int, Packet], seen: Seen[Any]) -> None:
        self._variant = variant
        self._language = variant.language
        self._packets = packets
        self._seen = seen

    def right(self, question: Question) -> str:
        """Why it is right, with what was seen."""
        return self._filled(question.because, {**self._last(), **self._by_name(), **(question.facts or {})})

    def mistake(self, mistake: Mistake[Any]) -> tuple[str, tuple[Evidence, ...]]:
        """What a mistake is told, and where it shows."""
        last = list(self._seen.found.values())[-1]
        told = self._filled(mistake.why, {**self._last(), **self._by_name(), **mistake.facts})
        return told, self._evidence(mistake.packet(last), mistake.key)

    def unmet(self) -> tuple[str, tuple[Evidence, ...]]:
        """The first step that is not met: what was seen instead and where, the rule, and what to do."""
        unmet, say = self._seen.match.unmet, self._language.say
        if unmet is None:
            return "", ()
        step = unmet.step
        told = [say("wire.not-seen", "Not seen yet: {step}.", step=self._of_step(step.text, step))]
        evidence: tuple[Evidence, ...] = ()
        if unmet.nearest is not None:
            near, evidence = self._nearest(step, unmet.nearest, unmet.trait)
            told.append(near)
        elif not self._seen.events:
            told.append(say("wire.nothing", "No packet here has to do with this task."))
        told += [self._of_step(each, step) for each in (step.rule, step.then) if each]
        if self._seen.match.given_up:
            told.append(
                say("wire.too-much", "There is more in this capture than is looked through: record a shorter one.")
            )
        return " ".join(told), evidence

    def _nearest(self, step: Step[Any], event: Event, trait: Trait[Any] | None) -> tuple[str, tuple[Evidence, ...]]:
        """What comes closest to a step, or keeps it from being met, and where that stands."""
        say, words = self._language.say, self._said(event.words, event)
        if trait is not None:
            # what is wanted is the task's; what is there is the event's, whose facts may have the same names
            instead = self._filled(trait.instead, {**trait.facts, **event.facts})
            wanted = self._filled(trait.wanted, {**step.facts, **trait.facts})
            told = say(
                "wire.nearest",
                "What comes nearest is {event}: {instead}; wanted is {wanted}.",
                event=words,
                instead=instead,
                wanted=wanted,
            )
            return told, self._evidence(trait.packet(event), trait.key)
        if isinstance(step, FollowedBy):
            return say("wire.not-followed", "Nothing follows {event} as it should.", event=words), ()
        return say("wire.in-the-way", "In the way is {event}.", event=words), ()

    def steps(self) -> tuple[str, ...]:
        """The steps that are met, each with its packet, and the first that is not; nothing of one step, which the explanation tells."""
        if len(self._seen.steps) == 1:
            return ()
        say, unmet = self._language.say, self._seen.match.unmet
        lines = []
        for step in self._seen.steps:
            text = self._of_step(step.text, step)
            if unmet is not None and step is unmet.step:
                lines.append(say("wire.step-not-yet", "not yet: {step}", step=text))
                break
            event = self._seen.match.found.get(step.name)
            lines.append(
                say("wire.step-met", "seen: {step}", step=text)
                if event is None
                else say("wire.step-seen", "seen: {step} (packet {packet})", step=text, packet=event.number)
            )
        return tuple(lines)

    def _of_step(self, template: str, step: Step[Any]) -> str:
        return self._filled(template, {**self._by_name(), **step.facts}).strip()

    def _filled(self, template: str, facts: Facts) -> str:
        return self._variant.text(template, {name: _plain(value, self._language) for name, value in facts.items()})

    def _said(self, sentence: Phrase, event: Event) -> str:
        return said(self._language, sentence, event.facts)

    def _last(self) -> Facts:
        """What can be named of the last event that was found."""
        return dict(list(self._seen.found.values())[-1].facts) if self._seen.found else {}

    def _by_name(self) -> Facts:
        """What can be named of each event that was found, under its step's name."""
        return {
            f"{name}_{key}": value for name, event in self._seen.found.items() for key, value in event.facts.items()
        }

    def _evidence(self, number: int, key: str) -> tuple[Evidence, ...]:
        """The field that a sentence speaks of, where it stands in that packet."""
        packet = self._packets.get(number)
        if packet is None or not key or packet.value(key) is None:
            return ()
        return evidence_of(Place(packet, key), self._language)
