"""Attempts at asking the name servers of a room, answered by the very service that answers in the lab shell."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from netkit.internet.room import Room
from netkit.internet.room.names import NameService
from netkit.lab.wire.dns.making import Ask, attempt

__all__ = ["Made", "Recorder"]

Made = Callable[[], bytes]
"""Makes a capture (pcapng)."""


class Recorder:
    """Records questions to the servers of a room as they would go by there, without any network; `begins` is in nanoseconds.

    The zones are read when the first capture is made.
    """

    def __init__(self, room: Room, begins: int) -> None:
        self._room = room
        self._begins = begins
        self._there = frozenset(str(each) for machine in room.machines for each in machine.addresses)

    @cached_property
    def _service(self) -> NameService:
        return NameService(self._room)

    def of(self, *asks: Ask) -> Made:
        """What makes the capture of some questions; nobody remembers what was asked in another."""

        def make() -> bytes:
            self._service.forget()
            client = [str(held.address) for held in self._room.student]
            return attempt(asks, self._answer, client=client, begins=self._begins)

        return make

    def _answer(self, wire: bytes, server: str, tcp: bool) -> bytes | None:  # noqa: FBT001
        return self._service.serve(wire, server, tcp=tcp, now=0.0).wire if server in self._there else None
