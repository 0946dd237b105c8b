"""The options at the end of a pcapng block.

Code, length, value, padded to 32 bits (draft-ietf-opsawg-pcapng §3.5).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from netkit.capture.pcapng_format import CUSTOM_OPTIONS, OPTION_COMMENT, OPTION_END, PACKET_NUMBERS, PACKET_VERDICT

if TYPE_CHECKING:
    from netkit.capture.problem import ProblemLog

__all__ = [
    "MAXIMUM_OPTIONS",
    "Option",
    "comments_of",
    "number_of",
    "option_text",
    "read_options",
    "reordered",
    "text_of",
]

Option = tuple[int, bytes]
"""A pcapng option: its code and its value as it stands in the file."""

MAXIMUM_OPTIONS = 4096
"""How many options are read of one block, so that a block of nothing but empty ones does not fill the memory."""


def read_options(window: bytes, position: int, end: int, order: str) -> tuple[tuple[Option, ...], int | None]:
    """The options between two places, and the place where reading them stopped, or None where each could be read.

    It stops at one that runs past the end, and after `MAXIMUM_OPTIONS`. `order` is `<` or `>`. The values are left as
    they stand in the file.
    """
    options: list[Option] = []
    header = struct.Struct(order + "HH")
    while end - position >= header.size:
        code, length = header.unpack_from(window, position)
        if code == OPTION_END:
            break
        start = position + header.size
        if start + length > end or len(options) >= MAXIMUM_OPTIONS:
            return tuple(options), position
        options.append((code, window[start : start + length]))
        position = start + length + (-length % 4)
    return tuple(options), None


def option_bytes(options: Iterable[Option], order: str) -> bytes:
    """Options as they stand at the end of a block, with the end that belongs behind them (§3.5); none at all take no bytes."""
    header = struct.Struct(order + "HH").pack
    pieces = [header(code, len(value)) + value + bytes(-len(value) & 3) for code, value in options]
    return b"".join((*pieces, header(OPTION_END, 0))) if pieces else b""


def report_stop(problems: ProblemLog, owner: str, options: tuple[Option, ...], place: int) -> None:
    """Note why reading the options of `owner` stopped at byte `place` of the file."""
    if len(options) >= MAXIMUM_OPTIONS:
        text = f"{owner} has more than {MAXIMUM_OPTIONS:,} options; the others are passed over"
        problems.add("pcapng.option.too_many", text, place)
    else:
        text = f"an option of {owner} is longer than the block that holds it; it is passed over"
        problems.add("pcapng.option.overrun", text, place)


def text_of(value: bytes) -> str:
    """An option's text: UTF-8 up to a zero byte, which should not be there but sometimes is (§3.5).

    Bytes that are not UTF-8 become U+FFFD (§3.6.3).
    """
    return value.partition(b"\0")[0].decode("utf-8", "replace")


def option_text(options: Iterable[Option], code: int) -> str | None:
    """The text of the first option with this code, or None."""
    return next((text_of(value) for found, value in options if found == code), None)


def comments_of(options: Iterable[Option]) -> tuple[str, ...]:
    """The comments among the options; a block may have several."""
    return tuple(text_of(value) for code, value in options if code == OPTION_COMMENT)


def number_of(options: Iterable[Option], code: int, size: int, byte_order: str) -> int | None:
    """The number, of `size` bytes, in the first option with this code; None where there is none or it has another size."""
    value = next((value for found, value in options if found == code), b"")
    if len(value) != size:
        return None
    return int.from_bytes(value, "little" if byte_order == "little" else "big")


def reordered(options: Iterable[Option], numbers: Mapping[int, int], source: str, target: str) -> tuple[Option, ...]:
    """Options of a section in one byte order, as they stand in one of the other.

    `numbers` says of which size in bytes the numbers in an option's value are; a value that holds none is the same in
    both. Of a custom option the vendor's number is turned, and the rest left as it is (§5.4).
    """
    if source == target:
        return tuple(options)
    found: list[Option] = []
    for code, value in options:
        if code in CUSTOM_OPTIONS:
            turned = value[:4][::-1] + value[4:]
        elif code == PACKET_VERDICT and numbers is PACKET_NUMBERS:
            turned = value[:1] + value[1:][::-1] if value[:1] in _VERDICTS_OF_LINUX else value
        else:
            size = numbers.get(code, 1)
            turned = b"".join(value[start : start + size][::-1] for start in range(0, len(value), size))
        found.append((code, turned))
    return tuple(found)


_VERDICTS_OF_LINUX = (b"\1", b"\2")
"""The kinds of verdict whose data are one number of 64 bits (§4.3, epb_verdict)."""
