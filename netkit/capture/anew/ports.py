"""Ports that clients took for others like them; well-known ones and those that servers listen on stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.capture.rewriting.keyed import Keyed

__all__ = ["FIRST_CLIENT_PORT", "FIRST_USUAL_PORT", "Ports"]

FIRST_CLIENT_PORT = 1024
"""Ports below belong to the system's services (RFC 6335 §6)."""

FIRST_USUAL_PORT = 32768
_USUAL = range(FIRST_USUAL_PORT, 61000)
"""What Linux gives its clients; those who took lower ones get one of these, too."""
_HIGH = range(61000, 65536)

_OF_PROTOCOLS = frozenset(
    {
        34962, 34963, 34964, 34980, 37008, 41170, 44321, 44322, 44818, 45564, 47000, 47808, 48049, 48898, 49999, 54328, 56000, 56001,
        56500, 56501, 57000, 57001, 57032, 57033, 57500, 57501, 57532, 57533, 59000, 59001, 59032, 59033, 59500, 59501, 59532, 59533,
        60001,
    }
)  # fmt: skip
"""Ports up there by which Wireshark knows a protocol (tshark -G decodes): nobody gets one of them by chance."""
_OF_TRACEROUTE = range(33434, 33535)
"""Where traceroute asks: whoever sent from one of these would be taken for it."""

_ATTEMPTS = 64


class Ports:
    """The images of ports: `clients` are those to change, `fixed` all others that there are."""

    def __init__(self, keyed: Keyed, clients: Collection[int], fixed: Collection[int]) -> None:
        wanted = sorted(port for port in clients if port >= FIRST_CLIENT_PORT and port not in fixed)
        taken = {*wanted, *fixed, *_OF_PROTOCOLS, *_OF_TRACEROUTE}
        self._images: dict[int, int] = {}
        for port in wanted:
            choices = _HIGH if port in _HIGH else _USUAL
            draws = (
                choices[keyed.number(b"port %d/%d" % (attempt, port), 32) % len(choices)]
                for attempt in range(_ATTEMPTS)
            )
            image = next((each for each in draws if each not in taken), None)
            if image is None:
                image = next((each for each in (*choices, *_USUAL) if each not in taken), port)
            taken.add(image)
            self._images[port] = image

    def __call__(self, port: int) -> int:
        """The port that stands for another."""
        return self._images.get(port, port)
