"""IPv4 addresses as people write them: the strict form of RFC 6943 §3.1.1, and what loose readers make of the others."""

from __future__ import annotations

import re

from netkit.address.pointing import pointed, shortened
from netkit.address.text import format_ipv4
from netkit.errors import AddressError

__all__ = ["loose_ipv4", "parse_ipv4"]

_STRICT = re.compile(r"(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})")
_LOOSE_PART = re.compile(r"0[xX][0-9a-fA-F]{1,16}|[0-9]{1,24}")
_ORDINALS = ("first", "second", "third", "fourth")
_RULE = (
    "an IPv4 address is four decimal numbers from 0 to 255 with dots between them and no leading zeros, "
    "such as 192.0.2.1 (RFC 6943 §3.1.1)"
)


def parse_ipv4(text: str) -> int:
    """The number of an address in the strict form of RFC 6943 §3.1.1: four decimal numbers with dots.

    AddressError (a ValueError) points at what is wrong with any other text, and says how loose readers would take it.
    """
    match = _STRICT.fullmatch(text)
    if match is not None:
        a, b, c, d = map(int, match.groups())
        if a < 256 and b < 256 and c < 256 and d < 256:
            return a << 24 | b << 16 | c << 8 | d
    raise _error(text)


def loose_ipv4(text: str) -> int | None:
    """What the C library's inet_aton makes of `text`, or None if nothing.

    One to four numbers, of which the last fills all bytes that are left; 0x begins a number in hex, 0 one in octal. Such texts mean
    different addresses to different programs, so netkit takes none of them for an address; this says what one of the readings is.
    """
    parts = text.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    numbers = [_loose_number(part) for part in parts]
    number = 0
    for index, found in enumerate(numbers):
        last = index == len(numbers) - 1
        width = 8 * (4 - index) if last else 8
        if found is None or found >> width:
            return None
        number |= found << (0 if last else 8 * (3 - index))
    return number


def _loose_number(text: str) -> int | None:
    if not _LOOSE_PART.fullmatch(text):
        return None
    if text[:2].lower() == "0x":
        return int(text, 16)
    if text[0] == "0":
        return int(text, 8) if not set(text) & {"8", "9"} else None
    return int(text)


def _error(text: str) -> AddressError:
    """What is wrong with `text`: the first fault from the left, with its place."""
    what = f"{shortened(text)} is no IPv4 address" if text.strip() else "there is no address here"
    parts = text.split(".")
    start = 0
    for index, part in enumerate(parts):
        fault = _fault(part, index) if index < 4 else None
        if fault is not None:
            at, length, found, why = fault
            return pointed(what, text, start + at, length, found=found, why=why, hint=_hint(text, part))
        if index == 4:
            return pointed(what, text, start - 1, len(text) - start + 1, found="more than four numbers", why=_RULE)
        start += len(part) + 1
    found = f"only {len(parts)} {'number' if len(parts) == 1 else 'numbers'}"
    return pointed(what, text, len(text), 0, found=found, why=_RULE, hint=_hint(text, parts[-1]))


def _fault(part: str, index: int) -> tuple[int, int, str, str] | None:
    """What is wrong with one of the four numbers: place and length in it, what was found, the rule; None if nothing is."""
    name = f"the {_ORDINALS[index]} number"
    if not part:
        return 0, 0, f"{name} is missing", _RULE
    if re.fullmatch(r"0[xX][0-9a-fA-F]*", part):
        return 0, len(part), f"{name} is in hex", _RULE
    strange = next((at for at, character in enumerate(part) if character not in "0123456789"), None)
    if strange is not None:
        return strange, 1, f"{part[strange]!r} is no decimal digit", _RULE
    if len(part) > 1 and part[0] == "0":
        told = f"a leading zero makes {part} octal to some programs and decimal to others, so it is not written (RFC 6943 §3.1.1)"
        return 0, len(part), f"{name} has a leading zero", told
    if len(part) > 3 or int(part) > 255:
        return 0, len(part), f"{name} is above 255", "each number is one byte, 8 bits, so it is at most 255"
    return None


def _hint(text: str, part: str) -> str:
    """What was perhaps meant: the decimal reading, and that of inet_aton beside it."""
    loose = loose_ipv4(text)
    readings = []
    decimal = ".".join(piece.lstrip("0") or "0" for piece in text.split(".")) if re.fullmatch(r"[0-9.]+", text) else ""
    if _STRICT.fullmatch(decimal) and all(int(piece) < 256 for piece in decimal.split(".")):
        readings.append(f"{decimal} if the numbers are decimal")
    if loose is not None and format_ipv4(loose) != decimal:
        readings.append(f"{format_ipv4(loose)} as the C library's inet_aton reads it")
    if readings:
        return f"it may be {', or '.join(readings)}: write what you mean"
    if ":" in part:
        return "an address with colons is IPv6"
    return ""
