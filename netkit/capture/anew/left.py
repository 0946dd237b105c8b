"""What could not be made anew, as data: an author has to know what every student's copy still has in common."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Left", "LeftOver", "Why"]

_MOST_NUMBERS = 1000


class Why(Enum):
    """Why something stays as it was recorded; the value is a sentence."""

    ENCRYPTED = "what is encrypted stays as it was recorded"
    PACKED = "content that is packed stays as it was recorded, and names in it, too"
    SIGNED = "signatures, digests and hashed names no longer belong to the names beside them"
    UNKNOWN = "an old address or name stands in bytes that no table explains"
    SPELLED = "an address in a text would be written with another number of characters, and stays"
    FORM = "the content would be read as something else, and stays"
    PART = "fragments whose packet is not complete keep their content"
    BLOCKS = "blocks of the file with names, or of kinds that netkit does not know, are left out"


@dataclass(frozen=True, slots=True)
class Left:
    """One reason, and the numbers of the packets that it is about (from 1; of very many the first thousand)."""

    why: Why
    packets: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The reason as a sentence."""
        return self.why.value


class LeftOver:
    """Gathers what is left."""

    def __init__(self) -> None:
        self._found: dict[Why, dict[int, None]] = {}

    def add(self, why: Why, number: int = 0) -> None:
        """Something is left in the packet of this number, or in none."""
        numbers = self._found.setdefault(why, {})
        if number and len(numbers) < _MOST_NUMBERS:
            numbers[number] = None

    def result(self) -> tuple[Left, ...]:
        """What is left, in the order of the reasons."""
        return tuple(Left(why, tuple(sorted(self._found[why]))) for why in Why if why in self._found)


_ENCRYPTED = frozenset({"esp.encrypted_data", "tls.app_data", "wg.encrypted_packet", "wg.encrypted_static"})
_PACKED = frozenset({"http.encoded_data"})
_SIGNED = frozenset(
    {
        "dns.ds.digest", "dns.nsec3.hash_value", "dns.rrsig.signature", "dns.tsig.mac", "tcp.options.md5.digest",
        "tls.handshake.certificate",
    }
)  # fmt: skip

OF_KEYS: Mapping[str, Why] = {
    **dict.fromkeys(_ENCRYPTED, Why.ENCRYPTED),
    **dict.fromkeys(_PACKED, Why.PACKED),
    **dict.fromkeys(_SIGNED, Why.SIGNED),
}


def reasons(keys: Iterable[str]) -> set[Why]:
    """Why something of these fields is left."""
    return {OF_KEYS[key] for key in keys if key in OF_KEYS}
