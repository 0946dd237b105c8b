"""Reasons by their ids, filled in."""

from __future__ import annotations

from collections.abc import Mapping

from netkit.dns.reason import Reason
from netkit.dns.walking.sentences import (
    asking,
    choosing,
    concluding,
    failing,
    glue,
    ignoring,
    remembering,
    stopping,
    trusting,
)

__all__ = ["RULES", "because"]

RULES: Mapping[str, tuple[str, str]] = {
    rule: sentence
    for each in (asking, choosing, concluding, failing, glue, ignoring, remembering, stopping, trusting)
    for rule, sentence in each.SENTENCES.items()
}
"""By id: the sentence with places for its parameters, and the RFC and section that it rests on."""


def because(rule: str, **parameters: object) -> Reason:
    """The reason of that id, filled in."""
    template, rfc = RULES[rule]
    words = {name: str(value) for name, value in parameters.items()}
    return Reason(rule, template.format_map(words) if words else template, rfc, words)
