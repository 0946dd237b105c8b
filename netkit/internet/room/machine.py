"""A machine of a room: its name, its addresses, and what runs there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from netkit.address import Address
from netkit.errors import UsageError
from netkit.internet.room.services import Service

__all__ = ["Machine", "checked_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine behind the cable. `name` is how the student's machine may call it (as in /etc/hosts)."""

    name: str
    addresses: Sequence[Address]
    services: Sequence[Service] = ()

    def check(self) -> None:
        """UsageError for what can't be."""
        checked_name(self.name)
        if not self.addresses:
            raise UsageError(f"the machine {self.name} has no address", why="nobody could reach it")
        taken: set[tuple[str, int]] = set()
        for service in self.services:
            service.check()
            for transport in service.transports:
                if (transport, service.port) in taken:
                    raise UsageError(
                        f"two servers are at {transport} port {service.port} of {self.name}",
                        why="a port of a machine belongs to one server",
                    )
                taken.add((transport, service.port))


def checked_name(name: str) -> None:
    """UsageError for a name that no host has (RFC 1123 section 2.1)."""
    labels = name.split(".")
    if len(name) > 253 or not all(re.fullmatch(r"(?i)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", label) for label in labels):
        raise UsageError(
            f"{name[:80]!r} is no name of a machine",
            why="its labels have letters, digits and hyphens, 63 at most (RFC 1123 section 2.1)",
            hint="www.example.test",
        )
