"""Decisions about bytes that came twice, as a view: who keeps which, and by which rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netkit.packet.overlap.decision import Decision
from netkit.packet.overlap.policies import Policy
from netkit.packet.place import byte_range
from netkit.view import Block, Fact, Facts, Heading, Json, Paragraph

__all__ = ["MOST_DECISIONS", "decision_blocks", "decision_json", "printed"]

MOST_DECISIONS = 12


def decision_blocks(decisions: Sequence[Decision], policy: Policy, noun: str) -> list[Block]:
    """What was decided about each stretch that came twice, with the rule; `noun` is what the pieces are (fragment, segment)."""
    if not decisions:
        return []
    rows = []
    for each in decisions[:MOST_DECISIONS]:
        same = "" if each.differ else "the content is the same"
        rows.append(Fact(label=byte_range(each.start, each.end - each.start), value=each.happens(noun), note=same))
    blocks: list[Block] = [Heading(text="Bytes that came twice", source=policy.source), Facts(rows=rows)]
    if len(decisions) > MOST_DECISIONS:
        blocks.append(Paragraph(text=f"and {len(decisions) - MOST_DECISIONS:,} more stretches", quiet=True))
    blocks.append(Paragraph(text=f"{policy.name}: {policy.rule}.\nSo do {policy.systems}."))
    return blocks


def decision_json(decision: Decision, noun: str) -> Mapping[str, Json]:
    """One decision as the reports have it."""
    return {
        "start": decision.start,
        "length": decision.end - decision.start,
        "kept": decision.winner,
        "lost": decision.loser,
        "differ": decision.differ,
        "text": decision.told(noun),
    }


def printed(data: bytes) -> str:
    """Bytes as text of as many characters, a dot for what is no visible one."""
    return "".join(chr(byte) if 0x20 < byte < 0x7F else "." for byte in data)
