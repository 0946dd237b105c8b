"""Which programs use a TCP port of this machine, as far as this user may see (proc(5))."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from netkit.address import Address
from netkit.live.listening_ports import tcp_sockets

__all__ = ["PortUser", "users_of"]

MOST_LENGTH = 60


@dataclass(frozen=True, slots=True)
class PortUser:
    """Who uses a port: at which address, whether by listening, and the program with its process number where they can be seen."""

    address: Address
    port: int
    listens: bool
    program: str
    process: int | None

    def __str__(self) -> str:
        end = f"[{self.address}]:{self.port}" if self.address.version == 6 else f"{self.address}:{self.port}"
        who = f"{self.program} (process {self.process})" if self.process else "a program that this user may not see"
        return f"{who} {'listens at' if self.listens else 'has a connection at'} {end}"


def users_of(port: int) -> list[PortUser]:
    """Every use of a port, those that listen first."""
    found = [each for each in tcp_sockets() if each.port == port]
    owners = _owners({each.inode for each in found})
    users = [PortUser(each.address, port, each.listens, *owners.get(each.inode, ("", None))) for each in found]
    return sorted(dict.fromkeys(users), key=lambda user: not user.listens)


def _owners(inodes: set[int]) -> dict[int, tuple[str, int]]:
    """The program and process of each socket, of those that this user may look into."""
    wanted = {f"socket:[{inode}]": inode for inode in inodes if inode}
    found: dict[int, tuple[str, int]] = {}
    for process in _processes():
        with contextlib.suppress(OSError):
            for file in os.scandir(f"/proc/{process}/fd"):
                with contextlib.suppress(OSError):
                    inode = wanted.get(os.readlink(file.path))  # noqa: PTH115 - many of them
                    if inode is not None:
                        found.setdefault(inode, (_name_of(process), process))
    return found


def _processes() -> Iterator[int]:
    with contextlib.suppress(OSError):
        yield from sorted(int(each.name) for each in os.scandir("/proc") if each.name.isdigit())


def _name_of(process: int) -> str:
    """What a process was started as: its name, and of an interpreter what it runs."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return "a program"
    return " ".join([Path(words[0]).name, *words[1:]]).strip()[:MOST_LENGTH] or "a program"
