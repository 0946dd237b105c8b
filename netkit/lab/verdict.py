"""What a check says of an answer: the outcome, what was seen, why, and where in the bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netkit.lab.question import Place
from netkit.language import ENGLISH, Language
from netkit.view import Json, Outcome

__all__ = ["Evidence", "Verdict", "evidence_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stretch of one packet's bytes that the verdict speaks of.

    `packet` counts from 1 in the student's capture; `file` is the capture's name, where there are several.
    """

    packet: int
    key: str
    start_bit: int
    width_bits: int
    hex: str
    text: str
    file: str = ""

    def json(self) -> Json:
        """The evidence as the seam has it."""
        where: dict[str, Json] = {"file": self.file} if self.file else {}
        return where | {
            "packet": self.packet,
            "key": self.key,
            "start_bit": self.start_bit,
            "width_bits": self.width_bits,
            "hex": self.hex,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one task stands. `misconception` is the slug of a known way of thinking, `working` the lines that lead on, if any."""

    task: str
    title: str
    outcome: Outcome
    points: int
    max_points: int
    answer: str = ""
    misconception: str | None = None
    explanation: str = ""
    working: Sequence[str] = ()
    evidence: Sequence[Evidence] = ()

    def json(self) -> Json:
        """The verdict as the seam has it."""
        return {
            "task": self.task,
            "title": self.title,
            "outcome": self.outcome.value,
            "points": self.points,
            "max_points": self.max_points,
            "answer": self.answer,
            "misconception": self.misconception,
            "explanation": "\n".join([self.explanation, *self.working]).strip(),
            "evidence": [evidence.json() for evidence in self.evidence],
        }


def evidence_of(place: Place | None, language: Language = ENGLISH) -> tuple[Evidence, ...]:
    """The bytes of one field, or of a header, as evidence; nothing for no place."""
    if place is None:
        return ()
    name, key = place.told
    start, width = place.span
    return (
        Evidence(
            packet=place.packet.number,
            key=key,
            start_bit=start,
            width_bits=width,
            hex=place.hex.replace(" ", ""),
            text=f"{name} ({key}), {place.where(language)}: {place.hex}",
            file=place.packet.file,
        ),
    )
