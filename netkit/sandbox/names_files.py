"""The files by which programs look names up, shown to those in a room in a form of its own; nobody outside sees another."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from netkit.live import system_calls

if TYPE_CHECKING:
    from netkit.internet.room import Room
    from netkit.sandbox.run_folder import RunFolder

__all__ = ["show_names_files"]

CACHES = (Path("/run/nscd"), Path("/var/run/nscd"))
"""Where a daemon that answers for the machine outside listens (nscd); to those in the room its folder is empty."""


def show_names_files(room: Room, folder: RunFolder) -> list[str]:
    """Bind them over the machine's own in the mount namespace that one is in; the files that could not be shown."""
    missing = []
    for place, text in _texts(room).items():
        target = Path(os.path.realpath(place))
        made = folder.write(Path(place).name, text)
        try:
            system_calls.bind(made, target)
        except OSError:
            missing.append(place)
    for cache in CACHES:
        if cache.is_dir() and not cache.is_symlink():
            try:
                system_calls.mount("tmpfs", cache, "tmpfs", system_calls.NO_SUID | system_calls.NO_DEVICES, "size=4k")
            except OSError:
                missing.append(str(cache))
    return missing


def _texts(room: Room) -> dict[str, str]:
    own = [f"{held.address} {room.name}" for held in room.student]
    near = [
        f"{address} {machine.name}"
        for machine in room.machines
        for address in machine.addresses
        if "." not in machine.name
    ]
    hosts = ["127.0.0.1 localhost", "::1 localhost", *own, *near]
    servers = [f"nameserver {address}" for address in room.resolvers]
    return {
        "/etc/resolv.conf": "\n".join(["# the room's own: netkit lab shell", *servers, ""]),
        "/etc/hosts": "\n".join([*hosts, ""]),
        # not the resolver of systemd, not mDNS: those are asked over sockets that are files, and would answer for the world outside
        "/etc/nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n",
    }
