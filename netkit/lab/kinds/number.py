"""Numbers: whole ones, in decimal or hex, with or without their unit."""

from __future__ import annotations

import re

from netkit.lab.kinds.shape import Shape, UnfitError

__all__ = ["decimal", "number"]

UNITS = r"\s*(?:bytes?|bits?|routers?|hops?|segments?|packets?|addresses|subnets|questions?|hosts?|ms|seconds?|s)\.?$"


def number(text: str, _: Shape) -> int:
    """A whole number; `0x5a8`, `1,448` and `1448 bytes` are numbers, too."""
    cleaned = re.sub(UNITS, "", text.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"0[xX][0-9a-fA-F]{1,32}", cleaned):
        return int(cleaned, 16)
    if (power := re.fullmatch(r"2\s*(?:\^|\*\*)\s*(\d{1,3})", cleaned)) is not None:
        return int(2 ** min(int(power[1]), 128))
    if re.fullmatch(r"\d{1,3}(?:[ ,'_]\d{3})+|\d{1,40}", cleaned):
        return int(re.sub(r"[ ,'_]", "", cleaned))
    raise UnfitError("wanted.number", "a whole number is wanted, such as 1448 or 0x5a8")


def decimal(text: str, _: Shape) -> int:
    """A whole number in decimal digits, and nothing else."""
    cleaned = text.strip()
    if not re.fullmatch(r"\d{1,3}(?:[ ,'_]\d{3})+|\d{1,30}", cleaned):
        raise UnfitError("wanted.decimal", "a whole number in decimal digits is wanted, such as 1448")
    return int(re.sub(r"[ ,'_]", "", cleaned))
