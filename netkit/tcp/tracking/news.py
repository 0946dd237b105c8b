"""An acknowledgment on its way to the side that it is for."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["News"]


class News(NamedTuple):
    """An acknowledgment on its way to a side: when it passed, its numbers (unwrapped), and what may be a repetition."""

    at: float
    acknowledged: int
    stamp: int | None
    echo: int | None
    blocks: tuple[tuple[int, int], ...]
    window: int
    pure: bool

    @property
    def repeats(self) -> bool:
        """Whether the first block tells of something that came twice (RFC 2883 section 4); there has to be one."""
        start, end = self.blocks[0]
        if end <= self.acknowledged:
            return True
        return len(self.blocks) > 1 and self.blocks[1][0] <= start and end <= self.blocks[1][1]
