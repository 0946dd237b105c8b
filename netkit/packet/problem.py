"""Something wrong in a packet, as data (Wireshark says expert info)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong at one place of a packet.

    `rule` is a stable dotted id such as `ipv4.checksum.bad`, `key` the Wireshark key of the field, `start_bit` and `width_bits` its
    place in the packet, `text` what was found and what the rule wants, `rfc` where the rule stands. `details` says more, line by line,
    and names a cause only where the bytes prove it.
    """

    rule: str
    key: str
    start_bit: int
    width_bits: int
    text: str
    rfc: str
    details: tuple[str, ...] = ()
