"""What an arrangement has to know of the paper it is drawn on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netkit.render.ascii import can_show, spell
from netkit.render.safe import safe

__all__ = ["Page"]

_NARROWEST = 10
_PROSE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How wide it is, which characters it has, and whether lines may be drawn on it (a terminal) or not (a pipe)."""

    width: int = 80
    encoding: str = "utf-8"
    boxes: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", max(self.width, _NARROWEST))

    @property
    def prose(self) -> int:
        """The width for running text, which tires the eye when it is very wide."""
        return min(self.width, _PROSE)

    def text(self, raw: str) -> str:
        """`raw` as it may stand in a line of this page."""
        return spell(safe(raw), self.encoding)

    def lines(self, raw: str) -> list[str]:
        """`raw` as it may stand on this page, where a newline begins a line."""
        return spell(safe(raw, newlines=True), self.encoding).split("\n")

    def has(self, sign: str) -> bool:
        """Whether this page can show `sign`."""
        return can_show(sign, self.encoding)

    def narrowed(self, columns: int) -> Page:
        """The same page without its first `columns`."""
        return replace(self, width=self.width - columns)
