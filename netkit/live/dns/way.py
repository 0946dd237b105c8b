"""Ways for a question to a server: what a transport has to offer to be one."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Protocol

from netkit.live.dns.exchange import End

__all__ = ["Begin", "Out"]


class Out(Protocol):
    """A question that is out.

    `events` says what `socket` has to be ready for before `advance` is called again, `local` is this machine's end.
    """

    socket: socket.socket
    local: End

    @property
    def transport(self) -> str:
        """`udp`, `tcp`, `tls` or `https`."""
        ...

    @property
    def events(self) -> int:
        """What to wait for, as `selectors` has it."""
        ...

    def advance(self) -> bytes | None:
        """A message, None where none is there yet. OSError where none will come."""
        ...

    def close(self) -> None:
        """Give up, or be done."""
        ...


Begin = Callable[[bytes, str, int], Out]
"""How a question is sent: its bytes, an address and a port. OSError where it can't be."""
