"""MAC addresses and EUI-64 as people write them: with colons, with hyphens, in dotted groups of four digits, or bare."""

from __future__ import annotations

import re

from netkit.address.pointing import pointed, shortened
from netkit.errors import AddressError

__all__ = ["parse_eui64", "parse_mac"]

_FORMS = "such as 02:00:00:00:00:0a, 02-00-00-00-00-0a, 0200.0000.000a or 02000000000a"


def parse_mac(text: str) -> int:
    """The number of a MAC address (EUI-48): twelve hex digits in one of the four usual forms; AddressError for any other text."""
    number = _digits(text, 6)
    if number is None:
        raise _error(text, "MAC address", 6, f"six bytes in hex, two digits each, {_FORMS}")
    return number


def parse_eui64(text: str) -> int:
    """The number of an EUI-64: sixteen hex digits in one of the four usual forms; AddressError for any other text."""
    number = _digits(text, 8)
    if number is None:
        raise _error(text, "EUI-64", 8, "eight bytes in hex, two digits each, such as 00:00:5e:ff:fe:00:53:01")
    return number


def _digits(text: str, size: int) -> int | None:
    pair, four = "[0-9a-fA-F]{2}", "[0-9a-fA-F]{4}"
    forms = (
        rf"{pair}(?::{pair}){{{size - 1}}}",
        rf"{pair}(?:-{pair}){{{size - 1}}}",
        rf"{four}(?:\.{four}){{{size // 2 - 1}}}",
        rf"[0-9a-fA-F]{{{size * 2}}}",
    )
    if not any(re.fullmatch(form, text) for form in forms):
        return None
    return int(re.sub(r"[:.-]", "", text), 16)


def _error(text: str, name: str, size: int, rule: str) -> AddressError:
    what = f"{shortened(text)} is no {name}" if text.strip() else f"there is nothing here, which is no {name}"
    strange = next((at for at, character in enumerate(text) if character not in "0123456789abcdefABCDEF:.-"), None)
    if strange is not None:
        return pointed(what, text, strange, 1, found=f"{text[strange]!r} is no hex digit", why=f"it is {rule}")
    separator = next((character for character in text if character in ":-."), "")
    odd = next((at for at, character in enumerate(text) if character in ":-." and character != separator), None)
    if odd is not None:
        return pointed(what, text, odd, 1, found=f"{text[odd]!r} after {separator!r}", why=f"it is {rule}")
    return _wrong_groups(what, text, separator, size, rule)


def _wrong_groups(what: str, text: str, separator: str, size: int, rule: str) -> AddressError:
    """The first group that has too few or too many digits, or else the wrong number of groups."""
    digits, wanted = (4, size // 2) if separator == "." else (2, size)
    start = 0
    for index, group in enumerate(text.split(separator) if separator else []):
        if len(group) != digits and index < wanted:
            found = f"{len(group)} {'digit' if len(group) == 1 else 'digits'} instead of {digits}"
            return pointed(what, text, start, len(group), found=found, why=f"it is {rule}")
        start += len(group) + 1
    count = sum(character not in ":.-" for character in text)
    return pointed(what, text, len(text), 0, found=f"{count} digits instead of {size * 2}", why=f"it is {rule}")
