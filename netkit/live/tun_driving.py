"""Somebody behind a TUN interface, in real time: the kernel's packets and the clock go in, packets for the kernel come out."""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from netkit.live.tun import Tun

__all__ = ["Machine", "drive"]

LONGEST_SLEEP = 0.05
"""Seconds after which the onlooker is asked at the latest, so that it notices what else has happened."""

MOST_READ = 64
"""Packets that are read before anybody else has a turn."""


class Machine(Protocol):
    """What takes and gives packets; times are in seconds since it began."""

    outgoing: deque[bytes]

    @property
    def next_deadline(self) -> float | None:
        """When it is to be told of the time at the latest; None once it is over."""

    def receive(self, packet: bytes, *, now: float) -> None:
        """The kernel sent a packet."""

    def tick(self, *, now: float) -> None:
        """Time has passed."""


def drive(tun: Tun, machine: Machine, *, clock: Callable[[], float], look_on: Callable[[], None]) -> None:
    """Let a machine run until it is over. `clock` tells the seconds since it began; `look_on` is called when something may have happened.

    What `look_on` raises ends it, and so does KeyboardInterrupt.
    """
    while True:
        flush(tun, machine)
        look_on()
        deadline = machine.next_deadline
        if deadline is None:
            flush(tun, machine)
            return
        select.select([tun], [], [], max(0.0, min(deadline - clock(), LONGEST_SLEEP)))
        for _ in range(MOST_READ):
            packet = tun.read()
            if packet is None:
                break
            machine.receive(packet, now=clock())
        machine.tick(now=clock())


def flush(tun: Tun, machine: Machine) -> None:
    """Give the kernel what there is for it; what it does not take is lost, as on any wire."""
    while machine.outgoing:
        tun.write(machine.outgoing.popleft())
