"""How many fragments each source has sent, while any of its packets waits: what tells old fragments from new ones with the same numbers."""

from __future__ import annotations

__all__ = ["Peers"]


class Peers:
    """A count for each source that has packets waiting."""

    __slots__ = ("_sources",)

    def __init__(self) -> None:
        self._sources: dict[str, list[int]] = {}

    def begin(self, source: str) -> None:
        """One more packet of a source waits."""
        self._sources.setdefault(source, [0, 0])[1] += 1

    def count(self, source: str) -> int:
        """Count a fragment of a source, and give how many it has sent."""
        counted = self._sources[source]
        counted[0] += 1
        return counted[0]

    def end(self, source: str) -> None:
        """A packet of a source waits no longer; with the last one its count is forgotten."""
        counted = self._sources[source]
        counted[1] -= 1
        if not counted[1]:
            del self._sources[source]
