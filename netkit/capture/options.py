"""The options at the end of a pcapng block.

Code, length, value, padded to 32 bits (draft-ietf-opsawg-pcapng §3.5).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.capture.record import Option

__all__ = ["read_options"]

_END = 0
"""opt_endofopt; the list may also just stop at the end of the block."""


def read_options(window: bytes, position: int, end: int, order: str) -> tuple[tuple[Option, ...], int | None]:
    """The options between two places, and the place of the first that runs past the end, or None where each fits.

    `order` is `<` or `>`. The values are left as they stand in the file.
    """
    options: list[Option] = []
    header = struct.Struct(order + "HH")
    while end - position >= header.size:
        code, length = header.unpack_from(window, position)
        if code == _END:
            break
        start = position + header.size
        if start + length > end:
            return tuple(options), position
        options.append((code, window[start : start + length]))
        position = start + length + (-length % 4)
    return tuple(options), None
