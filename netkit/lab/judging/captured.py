"""Tasks whose answer is a capture: its packets are judged, by what went by, in which order and when."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from netkit.errors import AccessError, CaptureError, LabError, UsageError
from netkit.lab.definition import Task
from netkit.lab.kinds.capture import EVIDENCE
from netkit.lab.packet import Packets
from netkit.lab.question import Question
from netkit.lab.traffic import Traffic
from netkit.lab.variant import Variant
from netkit.lab.verdict import Evidence, Verdict
from netkit.lab.wire.telling import Telling
from netkit.lab.wire.wire import look
from netkit.view import Outcome

__all__ = ["EVIDENCE", "LARGEST", "MOST_PACKETS", "Evidenced", "judge_capture", "kept_name", "packets_of"]

LARGEST = 4 << 20
"""Bytes of a capture that is kept."""

MOST_PACKETS = 2_000
"""Packets of a capture that are looked at."""

PCAPNG = b"\x0a\x0d\x0d\x0a"
"""How a kept capture begins: none is packed, so none is larger than it looks."""

HASH_DIGITS = 16

MOST_KEPT = 16
"""Captures that are kept taken apart, for those who judge them again and again."""

Evidenced = Callable[[str], bytes]
"""Gives the bytes of a kept capture by its name; AccessError where it is not there, or can't be read."""


def kept_name(task: str, data: bytes) -> str:
    """The name under which a capture is kept: the task, and the beginning of its SHA-256."""
    return f"evidence/{task}-{sha256(data).hexdigest()[:HASH_DIGITS]}.pcapng"


def judge_capture(task: Task, name: str, question: Question, variant: Variant) -> Verdict:
    """What a capture is worth: right, or what it shows instead; `name` is that of an attempt, or of a kept capture."""
    wire, language = question.wire, variant.language
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
        told = language.say("capture.nobody-has", "This can't be judged here: nobody has the capture.")
        return _verdict(task, name, Outcome.SKIPPED, told)
    selected = packets.selected(wire.filter)
    seen = look(wire, selected)
    telling = Telling(variant, {packet.number: packet for packet in selected}, seen)
    if seen.right:
        return _verdict(task, name, Outcome.RIGHT, telling.right(question), steps=telling.steps())
    if seen.mistake is not None:
        why, evidence = telling.mistake(seen.mistake)
        return _verdict(task, name, Outcome.WRONG, why, slug=seen.mistake.slug, evidence=evidence)
    why, evidence = telling.unmet()
    return _verdict(task, name, Outcome.WRONG, why, steps=telling.steps(), evidence=evidence)


def packets_of(name: str, variant: Variant) -> Packets | None:
    """The packets of an attempt or of a kept capture; None where nobody can give it, AccessError where it is gone or was changed."""
    traffic = variant.captures.get(name)
    if traffic is None:
        data = _data(name, variant)
        if data is None:
            return None
        if len(variant.captures) >= MOST_KEPT:
            variant.captures.clear()
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
    if len(data) > LARGEST or data[: len(PCAPNG)] != PCAPNG or sha256(data).hexdigest()[:HASH_DIGITS] != match[2]:
        raise AccessError(
            f"{name} is not as it was when it was kept",
            why="its name is made of its bytes, and they are others",
            hint=_AGAIN,
        )
    return data


def _verdict(
    task: Task, name: str, outcome: Outcome, told: str, *, slug: str | None = None, steps: tuple[str, ...] = (),
    evidence: tuple[Evidence, ...] = (),
) -> Verdict:  # fmt: skip
    return Verdict(
        task=task.id, title=task.title, outcome=outcome, points=task.points if outcome is Outcome.RIGHT else 0,
        max_points=task.points, answer=name, misconception=slug, explanation=" ".join(told.split()), working=steps, evidence=evidence,
    )  # fmt: skip
