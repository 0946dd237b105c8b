"""A cache that remembers servers as a capture shows them: those that it shows asked next come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.dns.cache import Cache
from netkit.dns.cache.server import ServerMemory

if TYPE_CHECKING:
    from netkit.dns.replay.responder import Responder

__all__ = ["CapturedCache"]

STEP = 1e-9
"""Seconds by which a server counts as quicker than one that was asked later: their order is all that matters."""


class _Captured(ServerMemory):
    """A server whose place among others the capture decides, not how quick it was."""

    __slots__ = ()

    def answered(self, seconds: float) -> None:
        """Something came back, which changes nothing here."""

    def timeout(self, first: float) -> float:
        """How long it was waited for is not known; what is usual is said."""
        return first


class CapturedCache(Cache):
    """The cache of a walk that is told from a capture."""

    def __init__(self, responder: Responder) -> None:
        super().__init__()
        self._responder = responder
        self._captured: dict[str, _Captured] = {}

    def server(self, address: str) -> ServerMemory:
        """What is remembered of the server at an address, its place as the capture has it now."""
        memory = self._captured.setdefault(address, _Captured())
        memory.round_trip = self._responder.rank(address) * STEP
        memory.silent = 0 if self._responder.knows(address) else 1
        return memory
