"""A room as data for programs and for those who ask what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.internet.room.plan import Room
    from netkit.view import Json

__all__ = ["room_json"]


def room_json(room: Room) -> dict[str, Json]:
    """The addresses of both ends, who is behind the cable, and what runs there."""
    return {
        "student": [str(held) for held in room.student],
        "router": [str(held) for held in room.router],
        "resolvers": [str(address) for address in room.resolvers],
        "mtu": room.mtu,
        "internet": room.internet,
        "machines": [
            {
                "name": machine.name,
                "addresses": [str(address) for address in machine.addresses],
                "services": [
                    {"port": each.port, "transports": list(each.transports), "about": each.about}
                    for each in machine.services
                ],
            }
            for machine in room.machines
        ],
    }
