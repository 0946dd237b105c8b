"""How much of a name each server is asked (RFC 9156): one label more than its zone has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.name
import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.query import Question
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    from netkit.dns.limits import Limits
    from netkit.dns.reason import Reason

__all__ = ["Minimising"]


class Minimising:
    """The names to ask for one question, from the zone that is known down to the whole name.

    `kind` is the type that shortened names are asked for: A hides best (RFC 9156 section 2.1). The parent side answers for DS, so
    a DS question may be asked whole once its parent is asked.
    """

    def __init__(self, question: Question, *, on: bool, kind: dns.rdatatype.RdataType, limits: Limits) -> None:
        self._question = question
        self._on = on
        self._kind = kind
        self._limits = limits
        self._count = 0
        self._labels = 0
        self._why: Reason | None = None

    def next(self, zone: dns.name.Name) -> tuple[Question, Reason | None]:
        """What to ask the servers of `zone` now, and why not the whole name (None if it is)."""
        whole = len(self._question.name.labels)
        known = max(len(zone.labels), self._labels)
        if not self._on or known + 1 >= whole or self._count >= self._limits.minimised:
            why, self._why, self._labels = self._why, None, whole
            return self._question, why
        step = 1
        if self._count >= self._limits.one_label:
            step = max(1, (whole - known) // (self._limits.minimised - self._count))
        self._count += 1
        self._labels = min(known + step, whole)
        if self._labels == whole:
            return self._question, None
        name = self._question.name.split(self._labels)[1]
        return Question(name, self._kind), because("question.minimised", zone=zone_text(zone), asked=name_text(name))

    def give_up(self, rule: str) -> None:
        """Ask the whole name from now on, because of `rule`."""
        self._on = False
        self._why = because(rule)
