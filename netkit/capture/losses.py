"""What a conversion could not keep, counted by kind, so that it can be said."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Losses"]


@dataclass(slots=True)
class Losses:
    """How many of each thing were left out, in the order in which they were first met; the things are words for people."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, count: int = 1) -> None:
        """Count `count` more of `what`; none at all is no loss."""
        if count:
            self.counts[what] = self.counts.get(what, 0) + count
