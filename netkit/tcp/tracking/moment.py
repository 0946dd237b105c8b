"""A segment as the rules look at it, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.event import Trigger

__all__ = ["Finding", "Moment"]


class Moment(NamedTuple):
    """A segment: when it passed, its numbers unwrapped (`end` behind its last, SYN and FIN counted), and what its header says."""

    at: float
    start: int
    end: int
    length: int
    acknowledged: int | None
    flags: int
    window: int
    stamp: int | None
    echo: int | None
    blocks: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Finding:
    """What a segment is and why it was sent; `words` fill the sentence of the rule."""

    kind: Kind
    rule: str
    sure: bool = True
    trigger: Trigger | None = None
    words: dict[str, object] = field(default_factory=dict)
