"""Tasks whose answer is a capture: its packets are judged, by what went by, in which order and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from netkit.errors import AccessError, CaptureError, LabError, UsageError
from netkit.lab.definition import Task
from netkit.lab.kinds.capture import EVIDENCE
from netkit.lab.question import Facts, Place, Question
from netkit.lab.traffic import Packet, Traffic
from netkit.lab.variant import Variant
from netkit.lab.verdict import Evidence, Verdict, evidence_of
from netkit.lab.wire.wire import Mistake, Seen, look
from netkit.view import Outcome

if TYPE_CHECKING:
    from netkit.lab.wire.step import Step

__all__ = ["LARGEST", "MOST_PACKETS", "Evidenced", "judge_capture", "kept_name", "packets_of"]

LARGEST = 4 << 20
"""Bytes of a capture that is kept."""

MOST_PACKETS = 2_000
"""Packets of a capture that are looked at."""

HASH_DIGITS = 16

Evidenced = Callable[[str], bytes]
"""Gives the bytes of a kept capture by its name; AccessError where it is not there, or can't be read."""


def kept_name(task: str, data: bytes) -> str:
    """The name under which a capture is kept: the task, and the beginning of its SHA-256."""
    return f"evidence/{task}-{sha256(data).hexdigest()[:HASH_DIGITS]}.pcapng"


def judge_capture(task: Task, name: str, question: Question, variant: Variant) -> Verdict:
    """What a capture is worth: right, or what it shows instead; `name` is that of an attempt, or of a kept capture."""
    wire = question.wire
    if wire is None:
        raise LabError(
            f"{task.check} gives nothing to judge a capture by",
            why=f"task {task.id} is of the kind capture",
            hint="Question(wire=…)",
        )
    try:
        packets = packets_of(name, variant)
    except AccessError as error:
        told = ". ".join(part for part in (error.what, error.why, error.hint) if part)
        return _verdict(task, name, Outcome.WRONG, f"{told[:1].upper()}{told[1:]}.")
    if packets is None:
        return _verdict(task, name, Outcome.SKIPPED, "This can't be judged here: nobody has the capture.")
    seen = look(wire, packets)
    telling = _Telling(variant, {packet.number: packet for packet in packets}, seen)
    if seen.right:
        return _verdict(task, name, Outcome.RIGHT, telling.right(question), steps=telling.steps())
    if seen.mistake is not None:
        why, evidence = telling.mistake(seen.mistake)
        return _verdict(task, name, Outcome.WRONG, why, slug=seen.mistake.slug, evidence=evidence)
    why, evidence = telling.unmet()
    return _verdict(task, name, Outcome.WRONG, why, steps=telling.steps(), evidence=evidence)


def packets_of(name: str, variant: Variant) -> tuple[Packet, ...] | None:
    """The packets of an attempt or of a kept capture; None where nobody can give it, AccessError where it is gone or was changed."""
    traffic = variant.captures.get(name)
    if traffic is None:
        data = _data(name, variant)
        if data is None:
            return None
        traffic = variant.captures[name] = Traffic(name, data, most=MOST_PACKETS)
    try:
        return traffic.packets
    except (CaptureError, UsageError) as error:
        raise AccessError(f"{name} can't be read as a capture", why=error.where, hint=_AGAIN) from error


_AGAIN = "what you answered before it counts as it did; to answer anew, record it once more"


def _data(name: str, variant: Variant) -> bytes | None:
    """The bytes of a capture, held against its name."""
    match = EVIDENCE.fullmatch(name)
    if match is None:
        made = {each: make for twin in variant.situation.twins.values() for each, make in twin.made.items()}
        return made[name]()
    if variant.evidence is None:
        return None
    data = variant.evidence(name)
    if len(data) > LARGEST or sha256(data).hexdigest()[:HASH_DIGITS] != match[2]:
        raise AccessError(
            f"{name} is not as it was when it was kept",
            why="its name is made of its bytes, and they are others",
            hint=_AGAIN,
        )
    return data


class _Telling:
    """What packets show, in sentences."""

    def __init__(self, variant: Variant, packets: Mapping[int, Packet], seen: Seen[Any]) -> None:
        self._variant = variant
        self._packets = packets
        self._seen = seen

    def right(self, question: Question) -> str:
        """Why it is right, with what was seen."""
        return self._variant.text(question.because, {**self._facts(), **(question.facts or {})})

    def mistake(self, mistake: Mistake[Any]) -> tuple[str, tuple[Evidence, ...]]:
        """What a mistake is told, and where it shows."""
        last = list(self._seen.found.values())[-1]
        told = self._variant.text(mistake.why, {**self._facts(), **mistake.facts})
        return told, self._evidence(mistake.packet(last), mistake.key)

    def unmet(self) -> tuple[str, tuple[Evidence, ...]]:
        """The first step that is not met: what was seen instead and where, the rule, and what to do."""
        unmet = self._seen.match.unmet
        if unmet is None:
            return "", ()
        step, nearest, trait = unmet.step, unmet.nearest, unmet.trait
        told = [f"Not seen yet: {self._text(step.text, step)}."]
        evidence: tuple[Evidence, ...] = ()
        if nearest is not None and trait is not None:
            known = {**step.facts, **trait.facts, **nearest.facts}
            instead, wanted = (self._variant.text(each, known) for each in (trait.instead, trait.wanted))
            told.append(f"What comes nearest is {nearest.facts['words']}: {instead}; wanted is {wanted}.")
            evidence = self._evidence(trait.packet(nearest), trait.key)
        elif nearest is not None:
            told.append(f"In the way is {nearest.facts['words']}.")
        elif not self._seen.events:
            told.append("No packet here has to do with this task.")
        told += [self._text(each, step) for each in (step.rule, step.then) if each]
        if self._seen.match.given_up:
            told.append("There is more in this capture than is looked through: record a shorter one.")
        return " ".join(told), evidence

    def steps(self) -> tuple[str, ...]:
        """The steps that are met, each with its packet, and the first that is not; nothing of one step, which the explanation tells."""
        if len(self._seen.steps) == 1:
            return ()
        found, unmet = self._seen.match.found, self._seen.match.unmet
        lines = []
        for step in self._seen.steps:
            if unmet is not None and step is unmet.step:
                lines.append(f"not yet: {self._text(step.text, step)}")
                break
            event = found.get(step.name)
            where = "" if event is None else f" (packet {event.number})"
            lines.append(f"seen: {self._text(step.text, step)}{where}")
        return tuple(lines)

    def _text(self, template: str, step: Step[Any]) -> str:
        return self._variant.text(template, {**self._facts(), **step.facts}).strip()

    def _facts(self) -> Facts:
        """What sentences can name: of the last event that was found, and of each under its step's name."""
        facts: dict[str, int | float | str] = {}
        for name, event in self._seen.found.items():
            facts |= {f"{name}_{key}": value for key, value in event.facts.items()} | dict(event.facts)
        return facts

    def _evidence(self, number: int, key: str) -> tuple[Evidence, ...]:
        """The field that a sentence speaks of, where it stands in that packet."""
        packet = self._packets.get(number)
        if packet is None or not key or packet.value(key) is None:
            return ()
        return evidence_of(Place(packet, key))


def _verdict(
    task: Task, name: str, outcome: Outcome, told: str, *, slug: str | None = None, steps: tuple[str, ...] = (),
    evidence: tuple[Evidence, ...] = (),
) -> Verdict:  # fmt: skip
    return Verdict(
        task=task.id, title=task.title, outcome=outcome, points=task.points if outcome is Outcome.RIGHT else 0,
        max_points=task.points, answer=name, misconception=slug, explanation=" ".join(told.split()), working=steps, evidence=evidence,
    )  # fmt: skip
