"""Timestamps of a script and those of the endpoint: neither knows where the other's clock begins."""

from __future__ import annotations

from netkit.tcp.sequence import MODULUS

__all__ = ["Clocks"]

MOST = 10_000


class Clocks:
    """Pairs of timestamps that stand for each other; from the first on, others follow by their distance."""

    def __init__(self) -> None:
        self._live: dict[int, int] = {}
        self._first: tuple[int, int] | None = None

    def pair(self, script: int, live: int) -> None:
        """Where the script has one, the endpoint has the other."""
        if len(self._live) < MOST:
            self._live[script] = live
        if self._first is None:
            self._first = (script, live)

    def script(self, live: int) -> int:
        """A timestamp of the endpoint's as the script counts; as it is before the first pair."""
        if self._first is None:
            return live
        return (live - self._first[1] + self._first[0]) % MODULUS

    def live(self, script: int) -> int:
        """A timestamp of the script's as the endpoint counts."""
        if script in self._live:
            return self._live[script]
        if self._first is None:
            return script
        return (script - self._first[0] + self._first[1]) % MODULUS
