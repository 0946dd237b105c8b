"""What a server says over one TCP connection, without any socket: what came goes in, what is to be done comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Act", "Finish", "Say", "Talk"]


@dataclass(frozen=True, slots=True)
class Say:
    """Send these bytes, `after` seconds from the moment in which all that was to be done before is done."""

    data: bytes
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Finish:
    """Send nothing more (a FIN), `after` seconds from the moment in which all that was to be done before is done."""

    after: float = 0.0
    data: None = None


Act = Say | Finish


class Talk(Protocol):
    """One connection, seen from the server. No bytes that a client may send make any of these raise, or keep more than a few KiB."""

    def begin(self) -> Sequence[Act]:
        """The connection stands."""

    def hear(self, data: bytes) -> Sequence[Act]:
        """These bytes came; where they are cut says nothing."""

    def end(self) -> Sequence[Act]:
        """The client sends nothing more: its FIN came."""
