"""A reason: one sentence about one decision of a walk, with the rule that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was done, concluded or ignored.

    `rule` is a stable dotted id (`server.fastest`), `text` the sentence, without a full stop, `rfc` where the rule is laid down
    ("" where no RFC does), `parameters` what the sentence was filled with.
    """

    rule: str
    text: str
    rfc: str = ""
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
