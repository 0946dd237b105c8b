"""Bytes in hex: a few of them, or a whole packet."""

from __future__ import annotations

import re

from netkit.errors import NetkitError
from netkit.lab.kinds.shape import Shape, UnfitError, no_longer_than

__all__ = ["octets", "packet"]

LARGEST = 65_535
"""Bytes of a packet."""

LONGEST = 8 * LARGEST
"""Characters of a packet, with `0x` and something to part them at each byte."""


def octets(text: str, _: Shape) -> str:
    """Bytes in hex, as digits without anything between them."""
    digits = re.sub(r"0x|[\s:,.-]", "", text.strip().lower())
    if not re.fullmatch(r"(?:[0-9a-f]{2}){1,64}", digits):
        raise UnfitError("wanted.hex", "bytes in hex are wanted, two digits each, such as 0x45")
    return digits


def packet(text: str, _: Shape) -> str:
    """A packet's bytes as hex digits, from hex or from a line of `netkit packet build`."""
    no_longer_than(LONGEST, text)
    digits = re.sub(r"0x|\\x|[\s:,.-]", "", text.strip().lower())
    if re.fullmatch(r"(?:[0-9a-f]{2})+", digits):
        if len(digits) // 2 > LARGEST:
            raise UnfitError(
                "wanted.fewer-bytes",
                "these are too many bytes, {count}: a packet has {most} at most",
                count=f"{len(digits) // 2:,}",
                most=f"{LARGEST:,}",
            )
        return digits
    if re.fullmatch(r"[0-9a-f]+", digits):
        raise UnfitError(
            "wanted.whole-bytes",
            "whole bytes are wanted, two hex digits each: there are {count} digits, an odd number",
            count=f"{len(digits):,}",
        )
    from netkit.packet import build  # noqa: PLC0415 - few answers are lines to be built

    try:
        return build(text).encode().hex()
    except NetkitError as error:
        raise UnfitError(
            "wanted.packet", "a packet is wanted, in hex or as netkit packet build takes it: {error}", error=error
        ) from None
