"""Checksums worked by hand as data, for programs that follow them line by line."""

from __future__ import annotations

from netkit.packet.summing.covered import Covered
from netkit.packet.summing.slips import slips
from netkit.packet.summing.update import Update
from netkit.packet.summing.word import Word
from netkit.packet.summing.working import Line, Working
from netkit.view import Json

__all__ = ["covered_json", "update_json", "word_text"]


def word_text(word: Word) -> str:
    """What a word is, and how it counts."""
    if word.own:
        return f"{word.what}: counts as 0"
    return f"{word.what}, then a zero byte" if word.padded else word.what


def covered_json(covered: Covered) -> dict[str, Json]:
    """One checksum with every line of its working; without lines, `reason` says why it can't be worked."""
    guard, field = covered.guard, covered.field
    found: dict[str, Json] = {
        "layer": covered.layer,
        "key": guard.key,
        "name": guard.name,
        "covers": guard.covers,
        "rfc": guard.rfc,
        "start_bit": field.start_bit,
        "width_bits": field.width_bits,
        "stored": covered.stored,
        "right": None,
        "reason": covered.reason,
        "lines": [],
    }
    if not covered.words:
        return found
    working = Working(covered)
    return found | {
        "right": working.right,
        "computed": working.result,
        "pseudo_header_sum": working.pseudo if guard.pseudo is not None else None,
        "offloaded": working.offloaded,
        "slips": [slip.slug for slip in slips(working) if slip.value == covered.stored and not working.right],
        "check": {"sum": working.check_total, "folded": working.check},
        "lines": [_line_json(line) for line in working.lines],
    }


def _line_json(line: Line) -> dict[str, Json]:
    found: dict[str, Json] = {"step": line.step.value, "sum": line.sum, "carry": line.carry}
    if (word := line.word) is not None:
        found |= {
            "word": word.value,
            "part": word.part.value,
            "what": word_text(word),
            "start_bit": word.start_bit,
            "width_bits": word.width_bits,
            "fields": list(word.keys),
            "counts_as_zero": word.own,
            "padded": word.padded,
        }
    return found


def update_json(update: Update) -> dict[str, Json]:
    """What a change makes of a checksum: each word that changes, with the terms of the equation."""
    return {
        "layer": update.before.covered.layer,
        "key": update.before.covered.guard.key,
        "rfc": "RFC 1624 §3",
        "before": update.before.covered.stored,
        "after": update.checksum,
        "full_sum": update.after.result,
        "agrees": update.agrees,
        "words": [
            {
                "start_bit": exchange.word.start_bit,
                "width_bits": exchange.word.width_bits,
                "what": exchange.word.what,
                "old": exchange.old,
                "new": exchange.new,
                "checksum_before": exchange.checksum_before,
                "sum": exchange.total,
                "carry": exchange.total >> 16,
                "checksum_after": exchange.checksum,
                "rfc1141": exchange.by_rfc_1141,
            }
            for exchange in update.exchanges
        ],
    }
