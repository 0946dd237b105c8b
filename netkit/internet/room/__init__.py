"""The plan of a lab's own network: a student's machine, a cable, and behind it machines with servers. Pure: nothing is brought up here."""

from __future__ import annotations

from netkit.internet.room.everyday import everyday_room
from netkit.internet.room.machine import Machine
from netkit.internet.room.plan import Held, Room
from netkit.internet.room.services import Echo, Mail, NameServer, Resolver, Scripted, Service, Web

__all__ = [
    "Echo",
    "Held",
    "Machine",
    "Mail",
    "NameServer",
    "Resolver",
    "Room",
    "Scripted",
    "Service",
    "Web",
    "everyday_room",
]
